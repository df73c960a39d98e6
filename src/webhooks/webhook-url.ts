import { isIP } from 'node:net';
import { InvalidArgumentError } from '../errors/index.js';
import { isPublicAddress } from './public-address.js';

const maximumLength = 2_048;
const remedy = `give an address of the public internet, or allowPrivateNetwork: true for development`;

/**
 * Reads where a webhook is sent to. A host that is spelled as an address is checked here, for it is never looked up;
 * what a name stands for is checked when it is connected to.
 *
 * @throws InvalidArgumentError `INVALID_WEBHOOK_URL`, which shows no more of the URL than its host
 */
export function checkWebhookUrl(text: unknown, allowPrivateNetwork: boolean): URL {
  if (typeof text !== 'string') throw refusedUrl('is no text; give one such as https://example.com/hooks');
  if (text.length > maximumLength) throw refusedUrl(`is longer than ${String(maximumLength)} characters`);
  if (!URL.canParse(text)) throw refusedUrl('cannot be read; give one such as https://example.com/hooks');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refusedUrl(`begins with ${url.protocol}; give one that begins with https: or http:`);
  }
  if (url.username !== '' || url.password !== '') {
    throw refusedUrl('holds a user or a password; send them as a header, such as authorization');
  }
  url.hash = '';
  if (!allowPrivateNetwork) requirePublicHost(url.hostname);
  return url;
}

/** @param hostname as `URL` writes it: lower-case, IPv4 as four decimal numbers, IPv6 in brackets */
function requirePublicHost(hostname: string): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) {
    if (!isPublicAddress(host)) throw refusedUrl(`leads to ${host}, which is not public; ${remedy}`);
    return;
  }
  const name = host.replace(/\.+$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) throw refusedUrl(`leads to this machine; ${remedy}`);
}

function refusedUrl(reason: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_WEBHOOK_URL', `The URL of the webhook ${reason}.`);
}
