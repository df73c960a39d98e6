import { describeValue, UnstorableDataError, UpcastFailedError } from '../errors/index.js';
import { isEventType } from '../messages/index.js';
import { deepFreeze } from './freeze.js';
import type { EventMetadata, RecordedEvent } from './recorded-event.js';
import { copyStorable } from './storable-data.js';
import type { RunnableUpcaster, UpcastEvent } from './upcaster.js';

/** Runs one upcaster on an event and checks what it returns. @throws UpcastFailedError */
export function runUpcaster(upcaster: RunnableUpcaster, event: RecordedEvent): readonly RecordedEvent[] {
  const returned = callUpcaster(upcaster, event);
  if (!Array.isArray(returned)) return [toRecordedEvent(returned, upcaster, event)];
  return returned.map((result: unknown) => toRecordedEvent(result, upcaster, event));
}

function callUpcaster(upcaster: RunnableUpcaster, event: RecordedEvent): unknown {
  try {
    return upcaster.upcast(event);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : describeValue(cause);
    throw new UpcastFailedError(upcaster.label, event, `it throws (${reason})`, { cause });
  }
}

function toRecordedEvent(returned: unknown, upcaster: RunnableUpcaster, event: RecordedEvent): RecordedEvent {
  const fail = (reason: string, cause?: unknown): never => {
    throw new UpcastFailedError(upcaster.label, event, reason, cause === undefined ? undefined : { cause });
  };
  if (!isPlainContainer(returned)) {
    return fail(`it returned ${describeValue(returned)}; return { data }, or an array of such objects`);
  }
  if (isPromise(returned)) {
    returned.then(undefined, () => undefined); // nobody else will ever look at its failure
    return fail('it returned a promise; an upcaster is synchronous');
  }
  const { data, type = upcaster.type, version, metadata } = returned as Partial<UpcastEvent>;
  if (!isEventType(type)) return fail(`it returned ${describeValue(type)} as the type, which is no stored type`);
  if (!isPlainContainer(data))
    return fail(`it returned ${describeValue(data)} as the data; return { data }, an object`);
  if (metadata !== undefined && !isPlainContainer(metadata)) {
    return fail(`it returned ${describeValue(metadata)} as the metadata; return an object, or leave it out`);
  }
  const reached = type === upcaster.type ? upcaster.to : (version ?? 1);
  if (!Number.isSafeInteger(reached) || reached < 1) {
    return fail(`it returned version ${describeValue(version)} of '${type}'; a version is a whole number from 1`);
  }
  if (type === upcaster.type && version !== undefined && version !== reached) {
    return fail(`it returned version ${describeValue(version)} of '${type}', but leads to ${String(reached)}`);
  }
  try {
    return Object.freeze({
      ...event,
      type,
      data: deepFreeze(copyStorable(data, 'data').copy) as Record<string, unknown>,
      metadata: atVersion(reached, event.metadata, metadata),
    });
  } catch (error) {
    if (error instanceof UnstorableDataError) return fail(`${error.path} is no plain data: ${error.reason}`, error);
    throw error;
  }
}

/** The metadata with what the upcaster changes in it; the version is not for the upcaster to say. */
function atVersion(version: number, metadata: EventMetadata, changes: object | undefined): EventMetadata {
  const changed = changes === undefined ? metadata : copyStorable({ ...metadata, ...changes }, 'metadata').copy;
  if (version > 1) return deepFreeze({ ...changed, schemaVersion: version });
  const { schemaVersion: _, ...kept } = changed;
  return deepFreeze(kept);
}

function isPlainContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isPromise(value: object): value is PromiseLike<unknown> {
  return 'then' in value && typeof value.then === 'function';
}
