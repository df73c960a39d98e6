import { describeValue } from '../errors/index.js';
import type { Failure } from './parked-lanes.js';

const maximumLength = 2_000;

/** What is kept of an error. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error) && !isErrorLike(error)) {
    return { name: 'Error', message: clip(`A handler threw ${describeValue(error)}.`), code: null };
  }
  const { code } = error as { code?: unknown };
  return {
    name: clip(error.name),
    message: clip(error.message),
    code: typeof code === 'string' || typeof code === 'number' ? clip(String(code)) : null,
  };
}

/** An error of another realm, as Node's own are in some test runners. */
function isErrorLike(value: unknown): value is Error {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Error).name === 'string' &&
    typeof (value as Error).message === 'string'
  );
}

/** Also makes the text well-formed, for a database takes no halves of characters. */
function clip(text: string): string {
  return text.slice(0, maximumLength).toWellFormed();
}
