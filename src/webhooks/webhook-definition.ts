import { createHash } from 'node:crypto';
import { describeValue, InvalidArgumentError } from '../errors/index.js';
import { checkOptions, selectTypes } from '../event-store/index.js';
import { isSubscriptionName, type StartPosition } from '../subscriptions/index.js';
import { checkHeaders } from './webhook-headers.js';
import { checkSecrets } from './webhook-secrets.js';
import type { WebhookRecord } from './webhook-store.js';
import { checkWebhookUrl } from './webhook-url.js';

export interface WebhookOptions {
  /**
   * What it is kept under: letters, digits, `_` and `-`. By default it is made of the host, the patterns and the
   * URL, so that it is another webhook when one of them changes.
   */
  readonly name?: string;
  /**
   * `whsec_` and 24 to 64 random bytes in base64; several while a receiver changes from one to another. One is made when
   * none is given.
   */
  readonly secret?: string | readonly string[];
  /** Sent with every delivery, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Lets it lead to this machine and to private networks: for development. */
  readonly allowPrivateNetwork?: boolean;
  /** Where a new webhook begins; `'now'` by default. */
  readonly from?: StartPosition;
}

/** What the code says of a webhook. */
export interface WebhookDefinition extends Pick<
  WebhookRecord,
  'allowPrivateNetwork' | 'from' | 'headers' | 'name' | 'patterns' | 'url'
> {
  /** `undefined` where the code leaves them to Annals. */
  readonly secrets: readonly string[] | undefined;
}

/** @throws InvalidArgumentError for anything that makes no webhook */
export function checkDefinition(pattern: unknown, url: unknown, given?: WebhookOptions): WebhookDefinition {
  const options = checkOptions(given);
  const { allowPrivateNetwork = false, from = 'now', headers = {}, secret } = options;
  if (typeof allowPrivateNetwork !== 'boolean') {
    throw refusedOption('allowPrivateNetwork', allowPrivateNetwork, 'true or false');
  }
  const patterns = checkPatterns(pattern);
  const { href, hostname } = checkWebhookUrl(url, allowPrivateNetwork);
  return {
    name: checkName(options.name ?? nameOf(hostname, patterns, href)),
    patterns,
    url: href,
    secrets: secret === undefined ? undefined : checkSecrets(secret),
    headers: checkHeaders(headers),
    allowPrivateNetwork,
    from: checkFrom(from),
  };
}

function checkPatterns(pattern: unknown): readonly string[] {
  const patterns: unknown = typeof pattern === 'string' ? [pattern] : pattern;
  selectTypes('pattern', patterns);
  const unique = new Set(patterns as readonly string[]);
  if (unique.size === 0) throw refusedOption('pattern', [], 'at least one stored type or pattern');
  return [...unique];
}

function checkName(name: unknown): string {
  if (isSubscriptionName(name)) return name;
  throw refusedOption('name', name, `letters, digits, '_' and '-', such as 'crm', in at most 100 characters`);
}

function checkFrom(from: unknown): StartPosition {
  if (from === 'start' || from === 'now') return from;
  if (typeof from === 'number' && Number.isSafeInteger(from) && from >= -1) return from;
  throw refusedOption('from', from, `'start', 'now' or a global position`);
}

/** The same at every start of the application, and short enough whatever the host. */
function nameOf(hostname: string, patterns: readonly string[], href: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([patterns, href]))
    .digest('hex')
    .slice(0, 12);
  const host = hostname.replaceAll(/[^\w-]+/g, '-').slice(0, 60);
  return `webhook-${host}-${digest}`;
}

function refusedOption(option: string, value: unknown, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError(
    'INVALID_WEBHOOK',
    `The option ${option} of the webhook is ${describeValue(value)}; give ${wanted}.`,
  );
}
