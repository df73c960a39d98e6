import { types } from 'node:util';
import { AnnalsError } from '../../src/index.js';

/** What an action throws or a promise rejects with; fails when it does neither. */
export async function errorOf(action: Promise<unknown> | (() => unknown)): Promise<Error> {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    if (types.isNativeError(error)) return error; // also one of Node's own, which Jest's sandbox takes for a stranger
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
