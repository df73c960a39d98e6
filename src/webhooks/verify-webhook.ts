import { Webhook } from 'standardwebhooks';
import { WebhookVerificationError } from '../errors/index.js';
import { checkOptions, deepFreeze, requireWholeNumber, type RecordedEvent } from '../event-store/index.js';
import { bodyOf, headerOf, type WebhookRequest } from './webhook-request.js';
import { checkSecrets } from './webhook-secrets.js';

const standardMaximumBytes = 1_048_576;
const headerNames = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

type SignatureHeaders = Record<(typeof headerNames)[number], string>;

export interface VerifyWebhookOptions {
  /** The longest body that is read, in bytes; 1 MiB by default. */
  readonly maxBytes?: number;
}

/** What a webhook of Annals tells. */
export interface VerifiedWebhook<Data = Record<string, unknown>> {
  readonly event: RecordedEvent<Data>;
}

/**
 * Makes sure that a request was signed with a secret, not more than five minutes ago, and was not changed on its way;
 * for receivers of webhooks. The same event can come more than once: keep its `eventId`, and do it once.
 *
 * @param request a fetch `Request`, or `{ headers, body }` with the body as it came
 * @param secret one secret, or several of which one must fit
 * @throws WebhookVerificationError with the `status` to answer
 * @throws InvalidArgumentError when the secret is none, or the body was read before
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @example
 * ```ts
 * const { event } = await verifyWebhook<{ total: number }>({ headers: request.headers, body: request }, secret);
 * ```
 */
export async function verifyWebhook<Data = Record<string, unknown>>(
  request: WebhookRequest,
  secret: string | readonly string[],
  options?: VerifyWebhookOptions,
): Promise<VerifiedWebhook<Data>> {
  const secrets = checkSecrets(secret);
  const maxBytes = requireWholeNumber('maxBytes', checkOptions(options).maxBytes ?? standardMaximumBytes, 1);
  const headers = signatureHeadersOf(request);
  const body = await bodyOf(request, maxBytes);
  requireSignature(body, headers, secrets);
  return { event: eventOf<Data>(body) };
}

function signatureHeadersOf(request: WebhookRequest): SignatureHeaders {
  const headers = headerNames.map((name) => {
    const value = headerOf(request, name);
    if (value === undefined || value === '') throw new WebhookVerificationError(`it has no single header ${name}`);
    return [name, value] as const;
  });
  return Object.fromEntries(headers) as SignatureHeaders;
}

function requireSignature(body: string, headers: SignatureHeaders, secrets: readonly string[]): void {
  let failure: unknown;
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return;
    } catch (error) {
      failure = error;
    }
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  throw new WebhookVerificationError(
    reason.replace(/^./, (first) => first.toLowerCase()),
    401,
    { cause: failure },
  );
}

function eventOf<Data>(body: string): RecordedEvent<Data> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw noEvent(cause);
  }
  const { event } = objectOf(parsed);
  const { type, data, metadata, streamId, streamPosition, globalPosition, eventId, createdAt } = objectOf(event);
  const moment = new Date(typeof createdAt === 'string' ? createdAt : NaN);
  if (
    typeof type !== 'string' ||
    typeof streamId !== 'string' ||
    typeof eventId !== 'string' ||
    typeof streamPosition !== 'number' ||
    typeof globalPosition !== 'number' ||
    Number.isNaN(moment.getTime())
  ) {
    throw noEvent();
  }
  return deepFreeze({
    type,
    data: objectOf(data) as Data,
    metadata: objectOf(metadata),
    streamId,
    streamPosition,
    globalPosition,
    eventId,
    createdAt: moment,
  });
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw noEvent();
}

function noEvent(cause?: unknown): WebhookVerificationError {
  return new WebhookVerificationError('it is signed, but holds no event of Annals', 401, { cause });
}
