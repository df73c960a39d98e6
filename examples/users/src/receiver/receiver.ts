import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, WebhookVerificationError, type RecordedEvent } from 'annals';

/** Another system: it takes webhooks over HTTP, and trusts only what is signed with its secret. */
export class Receiver {
  readonly #events = new Map<string, RecordedEvent>();
  readonly #arrivals = new EventEmitter();
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

  /** What it has been told when the webhook was agreed on. */
  trust(secrets: readonly string[]): void {
    this.#secrets = secrets;
  }

  /** The events of a stream, as soon as there are so many. */
  async eventsOf(streamId: string, count: number): Promise<readonly RecordedEvent[]> {
    for (;;) {
      const events = [...this.#events.values()].filter((event) => event.streamId === streamId);
      if (events.length >= count) return events;
      await once(this.#arrivals, 'event', { signal: AbortSignal.timeout(20_000) });
    }
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.statusCode = await this.#take(request);
    response.end();
  }

  /** @returns the status to answer */
  async #take(request: IncomingMessage): Promise<number> {
    try {
      const { event } = await verifyWebhook({ headers: request.headers, body: request }, this.#secrets);
      this.#events.set(event.eventId, event); // a delivery may be repeated: each event counts once
      this.#arrivals.emit('event');
      return 204;
    } catch (error) {
      return error instanceof WebhookVerificationError ? error.status : 500;
    }
  }
}
