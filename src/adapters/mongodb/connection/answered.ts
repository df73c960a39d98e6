import { MongoNetworkTimeoutError } from 'mongodb';
import { translated } from './driver-error.js';

/** Far more than one command or one batch takes. */
const limitMs = 15_000;

/**
 * Waits for the driver's answer, but not for ever: after a while the connection counts as broken, and the outcome as
 * not known. The driver (7.9) never answers a command that it writes to a socket which has been destroyed and has not
 * told so yet, as happens under load when a server goes away: it waits for that socket to drain.
 */
export async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new MongoNetworkTimeoutError(`no answer within ${String(limitMs / 1_000)} s`));
    }, limitMs);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Does something with the driver that takes no longer than that; whatever it fails with is an error of Annals. */
export function promptly<T>(work: () => Promise<T>): Promise<T> {
  return translated(() => answered(work()));
}
