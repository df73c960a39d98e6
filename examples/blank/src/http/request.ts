import type { AskOptions, DispatchOptions } from 'annals';
import { RequestError } from './problem.js';

/** The longest body that is read, in bytes. */
export const maxBodySize = 100_000;

/** Why a body is refused, by status. */
export const bodyProblems = {
  400: 'The body is no JSON object.',
  413: `The body is longer than ${String(maxBodySize)} bytes.`,
  415: 'The body must be JSON in UTF-8: send it with the header Content-Type: application/json.',
} as const;

/** @throws RequestError unless the header says that the body is JSON, which no form of another site can say */
export function requireJson(contentType: string | undefined): void {
  if (!/^application\/json *(;|$)/i.test(contentType ?? '')) throw new RequestError(415, bodyProblems[415]);
}

/** `?after=`: the answer contains everything up to the `globalPosition` that an earlier answer has named. */
export function askOptions(after: unknown): AskOptions {
  if (after === undefined) return {};
  if (typeof after === 'string' && /^\d{1,15}$/.test(after)) return { after: Number(after) };
  throw new RequestError(400, 'after takes the globalPosition of an earlier answer.');
}

/** The header `Idempotency-Key`: the same key again is the same command, and changes nothing. */
export function dispatchOptions(idempotencyKey: string | undefined): DispatchOptions {
  return idempotencyKey === undefined ? {} : { commandId: idempotencyKey };
}
