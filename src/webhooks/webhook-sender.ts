import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import type { RecordedEvent } from '../event-store/index.js';
import { connectionFailure, refusal, timedOut, type DeliveryTarget } from './delivery-failure.js';
import { guardedLookup } from './guarded-lookup.js';
import { signedRequest } from './signed-request.js';
import type { WebhookRecord } from './webhook-store.js';
import { checkWebhookUrl } from './webhook-url.js';

const standardTimeLimitMs = 10_000;
const maximumAnswerBytes = 65_536;

export interface WebhookSenderOptions {
  /** How long one delivery may take, from the lookup of the name to the end of the answer; 10 s by default. */
  readonly timeLimitMs?: number;
  /** Finds the addresses of a name; that of the system by default. */
  readonly lookup?: LookupFunction;
}

/** Sends events over HTTP, each in one POST. */
export class WebhookSender {
  readonly timeLimitMs: number;
  /** Connections are kept for a moment, and each agent has its own: one that was not checked is never used by the other. */
  readonly #guarded: Agent;
  readonly #unguarded: Agent;

  constructor({ timeLimitMs = standardTimeLimitMs, lookup }: WebhookSenderOptions = {}) {
    this.timeLimitMs = timeLimitMs;
    const limits = { headersTimeout: 0, bodyTimeout: 0 }; // one limit over all of it counts instead
    this.#guarded = new Agent({ ...limits, connect: { timeout: timeLimitMs, lookup: guardedLookup(lookup) } });
    this.#unguarded = new Agent({ ...limits, connect: { timeout: timeLimitMs, ...(lookup && { lookup }) } });
  }

  /**
   * Delivers an event.
   *
   * @param signal ends the attempt; what it is aborted with is thrown
   * @returns the HTTP status, from 200 to 299
   * @throws WebhookDeliveryError; InvalidArgumentError when the URL is none that may be sent to
   */
  async send(webhook: WebhookRecord, event: RecordedEvent, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    const url = checkWebhookUrl(webhook.url, webhook.allowPrivateNetwork);
    const target = { name: webhook.name, url };
    const end = new AbortController();
    const abort = () => {
      end.abort(signal?.reason);
    };
    signal?.addEventListener('abort', abort);
    const timer = setTimeout(() => {
      end.abort(timedOut(target, this.timeLimitMs));
    }, this.timeLimitMs);
    try {
      return await this.#exchange(webhook, target, event, end.signal);
    } catch (error) {
      throw end.signal.aborted ? end.signal.reason : connectionFailure(target, error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends what is under way and closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#unguarded.destroy()]);
  }

  async #exchange(
    webhook: WebhookRecord,
    target: DeliveryTarget,
    event: RecordedEvent,
    signal: AbortSignal,
  ): Promise<number> {
    const { origin, pathname, search } = target.url;
    const agent = webhook.allowPrivateNetwork ? this.#unguarded : this.#guarded;
    const { statusCode, headers, body } = await untilAborted(
      agent.request({ ...signedRequest(webhook, event), origin, path: pathname + search, method: 'POST', signal }),
      signal,
    );
    if (statusCode < 200 || statusCode > 299) {
      body.on('error', () => undefined).destroy(); // the status says it all
      throw refusal(target, statusCode, headers.location);
    }
    await body.dump({ limit: maximumAnswerBytes, signal });
    return statusCode;
  }
}

/** The agent itself heeds a signal only once it is connected. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
