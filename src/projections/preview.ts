import { types } from 'node:util';
import { describeValue, InvalidArgumentError } from '../errors/index.js';
import type { ReadModelReader } from './read-model-reader.js';

/** Which moment a preview shows; the present one by default. */
export interface PreviewOptions {
  /** The last events are those that were stored at or before this moment (by the database's clock). */
  readonly asOf?: Date;
  /** The last event is the one at this global position, or the last one before it. */
  readonly atPosition?: number;
}

/** A read model as it was at some moment, beside the live one. It waits for nothing: what it contains is settled. */
export interface ReadModelPreview<T extends object> extends ReadModelReader<T>, AsyncDisposable {
  /** The last global position that it contains, -1 when there was none. */
  readonly position: number;
  /** Drops it; later calls reject with `STORE_CLOSED`. Safe to repeat. */
  close(): Promise<void>;
}

/** Refuses what names no moment. @throws InvalidArgumentError */
export function checkPreviewOptions(options: unknown): PreviewOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw refused(`The options are ${describeValue(options)}; give { asOf } or { atPosition }, or nothing.`);
  }
  const { asOf, atPosition } = options as Record<keyof PreviewOptions, unknown>;
  if (asOf !== undefined && atPosition !== undefined) {
    throw refused('A preview takes either asOf or atPosition; leave one of them out.');
  }
  if (asOf !== undefined) {
    if (types.isDate(asOf) && !Number.isNaN(asOf.getTime())) return { asOf: new Date(asOf.getTime()) };
    throw refused(`The option asOf is ${describeValue(asOf)}; give a valid Date.`);
  }
  if (atPosition === undefined) return {};
  if (typeof atPosition === 'number' && Number.isSafeInteger(atPosition) && atPosition >= 0) return { atPosition };
  throw refused(`The option atPosition is ${describeValue(atPosition)}; give a whole number from 0 to 2^53 - 1.`);
}

function refused(message: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_OPTION', message);
}
