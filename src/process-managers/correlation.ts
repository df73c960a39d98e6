import { ConfigurationError, describeValue, InvalidArgumentError } from '../errors/index.js';
import type { RecordedEvent } from '../event-store/index.js';
import type { Correlate } from './process-manager.js';

const maximumLength = 500;

/** Says which instance an event belongs to. @throws InvalidArgumentError when it does not say so in a text */
export type CorrelationOf = (event: object, recorded: RecordedEvent) => string | undefined;

/** @throws ConfigurationError when `correlateBy` is neither a property nor a function */
export function correlation(label: string, correlateBy: unknown): CorrelationOf {
  if (typeof correlateBy === 'function') {
    const correlate = correlateBy as Correlate;
    return (event, recorded) => {
      const id: unknown = correlate(event as never, recorded);
      return id === undefined ? undefined : checkId(label, 'correlateBy', recorded, id);
    };
  }
  if (typeof correlateBy === 'string' && correlateBy !== '') {
    return (event, recorded) =>
      checkId(label, `the property '${correlateBy}'`, recorded, (event as Record<string, unknown>)[correlateBy]);
  }
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `${label} has correlateBy as ${describeValue(correlateBy)}; give the name of the property that its events have in ` +
      `common, or a function (event, recorded) that returns the value.`,
  );
}

function checkId(label: string, source: string, { type, streamId }: RecordedEvent, id: unknown): string {
  if (typeof id === 'string' && id !== '' && id.length <= maximumLength && id.isWellFormed()) return id;
  throw new InvalidArgumentError(
    'INVALID_EVENT',
    `${label} cannot tell which instance an event '${type}' of stream '${streamId}' belongs to: ${source} gives ` +
      `${describeValue(id)}. Give a text of 1 to ${String(maximumLength)} characters; a function may give undefined for an ` +
      `event that is not for it.`,
  );
}
