import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { InvalidArgumentError } from '../errors/index.js';

const prefix = 'whsec_';
const madeBytes = 32;
const minimumBytes = 24;
const maximumBytes = 64;
const maximumSecrets = 10;

/** A new secret. */
export function newSecret(): string {
  return prefix + randomBytes(madeBytes).toString('base64');
}

/**
 * Reads one secret or several of them.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md for their form
 * @throws InvalidArgumentError `INVALID_WEBHOOK`, which does not show them
 */
export function checkSecrets(given: unknown): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (secrets.length === 0 || secrets.length > maximumSecrets) {
    throw refusedSecret(`are ${String(secrets.length)} in number; give one to ${String(maximumSecrets)}`);
  }
  return [...new Set(secrets.map(checkSecret))];
}

function checkSecret(secret: unknown): string {
  const wanted = `give '${prefix}' and ${String(minimumBytes)} to ${String(maximumBytes)} random bytes in base64`;
  if (typeof secret !== 'string') throw refusedSecret(`are not all text; ${wanted}`);
  const base64 = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  try {
    new Webhook(base64);
  } catch {
    throw refusedSecret(`are not all base64; ${wanted}`);
  }
  const { length } = Buffer.from(base64, 'base64');
  if (length < minimumBytes || length > maximumBytes) throw refusedSecret(`are not all of a good length; ${wanted}`);
  return prefix + base64;
}

function refusedSecret(reason: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_WEBHOOK', `The secrets of the webhook ${reason}.`);
}
