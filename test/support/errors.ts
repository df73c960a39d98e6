import { AnnalsError } from '../../src/index.js';

/** What an action throws or a promise rejects with; fails when it does neither. */
export async function errorOf(action: Promise<unknown> | (() => unknown)): Promise<Error> {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Not an Error was thrown: ${String(error)}`, { cause: error });
  }
  throw new Error('Expected an error, but there was none.');
}

/** The same, for an error of Annals. */
export async function annalsErrorOf(action: Promise<unknown> | (() => unknown)): Promise<AnnalsError> {
  const error = await errorOf(action);
  if (AnnalsError.is(error)) return error;
  throw error;
}
