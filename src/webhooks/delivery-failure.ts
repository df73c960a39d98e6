import { STATUS_CODES } from 'node:http';
import { AnnalsError, WebhookDeliveryError } from '../errors/index.js';
import { AddressRefusedError } from './guarded-lookup.js';

/** Where a delivery went, as far as an error may tell. */
export interface DeliveryTarget {
  /** The webhook's name. */
  readonly name: string;
  readonly url: URL;
}

/** The error for a delivery that did not come to an answer. */
export function connectionFailure({ name, url }: DeliveryTarget, error: unknown): AnnalsError {
  if (AnnalsError.is(error)) return error;
  const refused = causeOf(error);
  if (refused !== undefined) {
    return new WebhookDeliveryError(
      'WEBHOOK_ADDRESS_REFUSED',
      `Webhook '${name}' was not sent: ${refused.message}. Correct its address, or allow it with ` +
        `allowPrivateNetwork: true for development.`,
      name,
      null,
      { cause: error },
    );
  }
  return new WebhookDeliveryError(
    'WEBHOOK_CONNECTION_FAILED',
    `Webhook '${name}' could not be sent to ${url.host}: ${reasonOf(error)}. Look whether the receiver is up.`,
    name,
    null,
    { cause: error },
  );
}

/** The error for an answer that does not say that the event was taken. */
export function refusal({ name, url }: DeliveryTarget, status: number, location: unknown): WebhookDeliveryError {
  const answer = `Webhook '${name}': ${url.host} answered ${String(status)} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (status === 410) {
    return new WebhookDeliveryError(
      'WEBHOOK_GONE',
      `${answer}: it wants no more events. Resume the webhook when it does, or remove it.`,
      name,
      status,
    );
  }
  if (status >= 300 && status < 400) {
    const where = typeof location === 'string' ? ` to ${shownLocation(location, url)}` : '';
    return new WebhookDeliveryError(
      'WEBHOOK_REDIRECTED',
      `${answer}${where}. Redirects are not followed; subscribe with the address that the receiver really has.`,
      name,
      status,
    );
  }
  return new WebhookDeliveryError(
    'WEBHOOK_REFUSED',
    `${answer}. Only a status from 200 to 299 says that it took the event.`,
    name,
    status,
  );
}

export function timedOut({ name, url }: DeliveryTarget, timeLimitMs: number): WebhookDeliveryError {
  return new WebhookDeliveryError(
    'WEBHOOK_TIMED_OUT',
    `Webhook '${name}': ${url.host} had not answered in full after ${String(timeLimitMs)} ms. Let the receiver answer ` +
      `first and work afterwards.`,
    name,
    null,
  );
}

function causeOf(error: unknown): AddressRefusedError | undefined {
  return error instanceof AddressRefusedError ? error : undefined;
}

/** An error about several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  return typeof code === 'string' ? code : 'the connection failed';
}

/** Without a query, which may hold a secret. */
function shownLocation(location: string, base: URL): string {
  if (!URL.canParse(location, base.href)) return 'an address that cannot be read';
  const { protocol, host, pathname } = new URL(location, base);
  return `${protocol}//${host}${pathname}`.slice(0, 200);
}
