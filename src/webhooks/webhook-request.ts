import type { IncomingHttpHeaders } from 'node:http';
import { types } from 'node:util';
import { AnnalsError, describeValue, InvalidArgumentError, WebhookVerificationError } from '../errors/index.js';

/** A request as its receiver has it: a fetch `Request`, or its headers beside its body. */
export interface WebhookRequest {
  readonly headers:
    Pick<Headers, 'get'> | IncomingHttpHeaders | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came over the network, not parsed; a Node request is one, too. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** A header that stands in the request once. */
export function headerOf({ headers }: WebhookRequest, name: string): string | undefined {
  if (typeof headers.get === 'function') return (headers as Pick<Headers, 'get'>).get(name) ?? undefined;
  const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  const value: unknown = found[0]?.[1];
  return found.length === 1 && typeof value === 'string' ? value : undefined;
}

/**
 * Reads a body as text.
 *
 * @throws WebhookVerificationError when it is longer than `maxBytes`, or no text
 * @throws InvalidArgumentError when it was read or parsed before
 */
export async function bodyOf({ body }: WebhookRequest, maxBytes: number): Promise<string> {
  if (typeof body === 'string') {
    requireLength(Buffer.byteLength(body), maxBytes);
    return body;
  }
  const bytes = types.isUint8Array(body) ? body : await bytesOf(body, maxBytes);
  requireLength(bytes.byteLength, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new WebhookVerificationError('its body is not UTF-8', 401, { cause });
  }
}

async function bytesOf(body: unknown, maxBytes: number): Promise<Uint8Array> {
  if (body === null || body === undefined) return new Uint8Array();
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body)) throw unreadable(describeValue(body));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<unknown>) {
      if (!types.isUint8Array(chunk)) throw unreadable('a stream of something else than bytes');
      requireLength((length += chunk.byteLength), maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (AnnalsError.is(error)) throw error;
    throw unreadable('a stream that cannot be read', error);
  }
  return Buffer.concat(chunks);
}

function requireLength(length: number, maxBytes: number): void {
  if (length <= maxBytes) return;
  throw new WebhookVerificationError(`its body is longer than ${String(maxBytes)} bytes`, 413);
}

function unreadable(what: string, cause?: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    'INVALID_WEBHOOK',
    `The body of the request is ${what}; give it as it came, before anything else reads or parses it.`,
    { cause },
  );
}
