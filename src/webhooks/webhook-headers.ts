import { validateHeaderName, validateHeaderValue } from 'node:http';
import { describeValue, InvalidArgumentError } from '../errors/index.js';
import { isPlainObject } from '../event-store/index.js';

const maximumBytes = 8_192;

/** Those that say what a delivery is, or how it travels. */
const reserved = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads the headers that are sent with every delivery.
 *
 * @returns them with lower-case names
 * @throws InvalidArgumentError `INVALID_WEBHOOK`, which shows no value
 */
export function checkHeaders(given: unknown): Readonly<Record<string, string>> {
  if (typeof given !== 'object' || given === null || !isPlainObject(given)) {
    throw refusedHeaders(`are ${describeValue(given)}; give an object of names and values`);
  }
  const headers = new Map<string, string>();
  let bytes = 0;
  for (const [givenName, value] of Object.entries(given) as [string, unknown][]) {
    const name = givenName.toLowerCase();
    if (!isHeader(name, value))
      throw refusedHeaders(`hold ${describeValue(givenName)}, which is no header as HTTP has it`);
    if (reserved.has(name) || /^(webhook|proxy)-/.test(name)) {
      throw refusedHeaders(`hold ${describeValue(givenName)}, which Annals itself sets; leave it out`);
    }
    if (headers.has(name)) throw refusedHeaders(`hold ${describeValue(givenName)} twice; keep one`);
    headers.set(name, value);
    bytes += name.length + value.length;
  }
  if (bytes > maximumBytes) throw refusedHeaders(`take ${String(bytes)} bytes; ${String(maximumBytes)} are the limit`);
  return Object.fromEntries(headers);
}

function isHeader(name: string, value: unknown): value is string {
  if (typeof value !== 'string' || name === '__proto__') return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function refusedHeaders(reason: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_WEBHOOK', `The headers of the webhook ${reason}.`);
}
