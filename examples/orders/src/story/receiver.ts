import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, WebhookVerificationError, type RecordedEvent } from 'annals';
import { Arrivals } from './arrivals.js';

/** Another company's system: it takes the shop's webhooks over HTTP, and trusts only what is signed with its secret. */
export class Receiver {
  /** Each event once, however often it was delivered. */
  readonly events = new Arrivals<RecordedEvent>();
  readonly #known = new Set<string>();
  readonly #server: Server;
  #secrets: readonly string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/hooks`;
  }

  /** What the shop has told it when the webhook was agreed on. */
  trust(secrets: readonly string[]): void {
    this.#secrets = secrets;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.statusCode = await this.#take(request);
    response.end();
  }

  /** @returns the status to answer */
  async #take(request: IncomingMessage): Promise<number> {
    try {
      const { event } = await verifyWebhook({ headers: request.headers, body: request }, this.#secrets);
      if (!this.#known.has(event.eventId)) this.events.add(event);
      this.#known.add(event.eventId);
      return 204;
    } catch (error) {
      return error instanceof WebhookVerificationError ? error.status : 500;
    }
  }
}
