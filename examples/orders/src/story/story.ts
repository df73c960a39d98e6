import { randomUUID } from 'node:crypto';
import type { Application, RecordedEvent } from 'annals';
import { Arrivals } from './arrivals.js';
import { Patience } from '../fulfilment/index.js';
import { heading, type Print } from './lines.js';
import { euros } from './money.js';
import { FindOrders, GetOrder, PlaceOrder } from '../orders/index.js';
import { PretendedGateway } from '../payments/index.js';
import type { AwaitedMail } from './awaited-mail.js';
import type { Receiver } from './receiver.js';
import { printStatus } from './status.js';
import { GetStockLevel, ReceiveStock } from '../stock/index.js';

const [ada, grace, linus] = ['Ada', 'Grace', 'Linus'] as const;

/** Short enough for a story, and long enough for a slow machine to pay in time. */
export const patience = new Patience(3_000, 500);

/** Ada pays, Grace's bank declines, and Linus does not pay. */
export const gateway = new PretendedGateway({
  [grace]: { status: 'declined', reason: 'the card is blocked' },
  [linus]: { status: 'pending' },
});

/** Tells of three orders. */
export class Story {
  /** Of this telling alone: what earlier ones have left in stock is not counted. */
  readonly #product = `teapot-${randomUUID().slice(0, 8)}`;
  readonly #events = new Arrivals<RecordedEvent>();

  constructor(
    private readonly app: Application,
    private readonly mail: AwaitedMail,
    private readonly receiver: Receiver,
    private readonly print: Print,
  ) {}

  async tell(): Promise<void> {
    const { app, print } = this;
    await app.eventBus.subscribe('order.*', (event) => this.#events.add(event));
    await this.#agreeOnWebhook();
    await app.commands.dispatch(ReceiveStock, { product: this.#product, quantity: 3 });

    heading(print, 'Ada orders: the goods are reserved, paid and shipped, and a review is asked for later');
    await this.#order(ada, 'order.review_requested');

    heading(print, 'Grace orders: her bank declines, so the goods are released and the order is cancelled');
    await this.#order(grace, 'order.cancelled');

    heading(print, 'Linus orders and never pays: the deadline comes, and the same is undone');
    const last = await this.#order(linus, 'order.cancelled');

    heading(print, 'The read models');
    await this.#readModels(last);
    heading(print, 'What the receiver was told over HTTP, and could verify');
    await this.#deliveries(last);
    heading(print, 'How the shop is');
    printStatus(print, await app.status());
  }

  /** The webhook goes on where it was when the story is told again, with the same secret and the receiver's new port. */
  async #agreeOnWebhook(): Promise<void> {
    const { url } = this.receiver;
    const { secrets } = await this.app.webhooks.subscribe('order.*', url, {
      name: 'carrier',
      allowPrivateNetwork: true,
    });
    this.receiver.trust(secrets);
  }

  /** Places an order and prints what it has led to, from the first event to the one with which it ends. */
  async #order(customer: string, end: string): Promise<RecordedEvent> {
    const { commands, queries, eventStore } = this.app;
    const orderId = randomUUID();
    const order = { orderId, customer, product: this.#product, quantity: 1, total: 4_500 };
    const { events } = await commands.dispatch(PlaceOrder, order, { metadata: { channel: 'web' } });
    const last = await this.#events.first(`${end} for ${customer}`, ({ type, data }) => {
      return type === end && data['orderId'] === orderId;
    });
    await this.mail.letters.first(`The last letter to ${customer}`, (letter) => {
      return letter.orderId === orderId && /cancelled|review/.test(letter.text);
    });
    const correlationId = String(events[0]?.metadata['correlationId']);
    const history = await eventStore.queryEvents({ correlationId, direction: 'forwards' });
    const began = history.events[0]?.createdAt.getTime() ?? 0;
    for (const { type, streamId, createdAt } of history.events) {
      const seconds = ((createdAt.getTime() - began) / 1000).toFixed(1);
      this.print(`  ${seconds.padStart(4)} s  ${type.padEnd(22)} ${streamId.slice(0, 16)}…`);
    }
    const summary = await queries.ask(GetOrder, { orderId }, { after: last });
    const reason = summary?.reason ?? null;
    this.print(`  → ${customer}'s order is ${summary?.status ?? 'unknown'}${reason === null ? '' : ` (${reason})`}`);
    return last;
  }

  async #readModels(after: RecordedEvent): Promise<void> {
    const { queries } = this.app;
    for (const status of ['shipped', 'cancelled'] as const) {
      const orders = await queries.ask(FindOrders, { status }, { after });
      const mine = orders.filter(({ product }) => product === this.#product);
      const sum = mine.reduce((total, order) => total + order.total, 0);
      this.print(`  ${status}: ${mine.map(({ customer }) => customer).join(', ')} (${euros(sum)})`);
    }
    const level = await queries.ask(GetStockLevel, { product: this.#product }, { after });
    this.print(`  in stock: ${String(level)} of 3`);
  }

  async #deliveries(last: RecordedEvent): Promise<void> {
    const { events, url } = this.receiver;
    await events.first('The last delivery', ({ eventId }) => eventId === last.eventId);
    for (const { type, data } of events.all) this.print(`  ${type.padEnd(22)} ${String(data['customer'])}`);
    const forged = await fetch(url, { method: 'POST', body: '{"event":{"type":"order.shipped"}}' });
    this.print(`  a request that nobody has signed: ${String(forged.status)} ${forged.statusText}`);
  }
}
