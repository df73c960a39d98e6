import { HandlerTimeoutError } from '../errors/index.js';

/**
 * Does something that may take so long and no longer.
 *
 * @param owner how the error calls it
 * @throws HandlerTimeoutError, with which the signal is aborted too
 */
export async function withinTime(
  owner: string,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new HandlerTimeoutError(owner, limitMs);
      reject(error);
      controller.abort(error);
    }, limitMs);
  });
  try {
    await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
