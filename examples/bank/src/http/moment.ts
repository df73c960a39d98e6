import { RequestError } from './problem.js';

/** `?asOf=`: a moment, such as 2026-01-31T12:00:00Z. */
export function momentOf(asOf: unknown): Date | undefined {
  if (asOf === undefined) return undefined;
  const moment = new Date(typeof asOf === 'string' ? asOf : Number.NaN);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new RequestError(400, 'asOf takes a moment, such as 2026-01-31T12:00:00Z.');
}
