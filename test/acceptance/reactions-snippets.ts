import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IsString } from 'class-validator';
import { Container, inject } from 'inversify';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  CommandRefused,
  createApplication,
  DeadlineHandler,
  Event,
  EventHandler,
  ProcessManager,
  Subscriber,
  verifyWebhook,
  WebhookVerificationError,
  type Application,
  type Delivery,
  type Process,
  type RecordedEvent,
  type RefusedCommand,
} from 'annals';
import { mongodb } from 'annals/mongodb';
import { scenario } from 'annals/testing';
import { until } from '../support/until.js';

/** The code of docs/reactions.md, line by line, and what it needs to run. */

interface Letter {
  readonly id: string;
  readonly text: string;
  readonly signal: AbortSignal;
}

interface Mail {
  send(letter: Letter): Promise<void>;
}

const mailToken = Symbol('mail');

@Event('order.placed')
class OrderPlaced {
  @IsString() orderId!: string;
  @IsString() item!: string;
}

@Event('order.paid')
class OrderPaid {
  @IsString() orderId!: string;
}

@Event('order.cancelled')
class OrderCancelled {
  @IsString() orderId!: string;
  @IsString() reason!: string;
}

@Command('order.place')
class PlaceOrder {
  @AggregateId() @IsString() orderId!: string;
  @IsString() item!: string;
}

@Command('order.request_payment')
class RequestPayment {
  @AggregateId() @IsString() orderId!: string;
}

@Command('order.cancel')
class CancelOrder {
  @AggregateId() @IsString() orderId!: string;
  @IsString() reason!: string;
}

@Aggregate('order')
class Order extends AggregateRoot {
  @CommandHandler(PlaceOrder)
  place(command: PlaceOrder) {
    this.apply(OrderPlaced, command);
  }

  @CommandHandler(RequestPayment)
  requestPayment() {
    throw new Error('The bank is closed.');
  }

  @CommandHandler(CancelOrder)
  cancel(command: CancelOrder) {
    this.apply(OrderCancelled, command);
  }
}

@Subscriber('mailer')
class Mailer {
  constructor(@inject(mailToken) private readonly mail: Mail) {}

  @EventHandler(OrderPlaced)
  async placed(event: OrderPlaced, recorded: RecordedEvent, { signal }: Delivery) {
    await this.mail.send({ id: recorded.eventId, text: `Thank you for ${event.item}.`, signal });
  }
}

@ProcessManager('payment', { correlateBy: 'orderId', startsOn: [OrderPlaced] })
class Payment {
  @EventHandler(OrderPlaced)
  placed(event: OrderPlaced, process: Process<{ item: string }>) {
    process.state = { item: event.item };
    process.dispatch(RequestPayment, { orderId: event.orderId });
    process.setDeadline('patience', { after: 30 * 60_000 }); // from the event's time on
  }

  @EventHandler(OrderPaid)
  paid(_: OrderPaid, process: Process) {
    process.complete();
  }

  @DeadlineHandler('patience')
  unpaid(process: Process<{ item: string }>) {
    process.dispatch(CancelOrder, { orderId: process.id, reason: `Nobody paid for ${process.state.item}.` });
    process.complete();
  }

  @CommandRefused(RequestPayment)
  refused({ message }: RefusedCommand, process: Process) {
    process.dispatch(CancelOrder, { orderId: process.id, reason: message });
    process.complete();
  }
}

async function subscribing(app: Application, index: Set<RecordedEvent>): Promise<number> {
  const page = { show: (event: RecordedEvent) => event };
  const add = (event: RecordedEvent) => index.add(event);
  await until(async () => (await app.eventStore.readStream('order-1')).length === 2);

  const search = await app.eventBus.subscribe('order.*', (event) => add(event), { name: 'search', from: 'start' });
  await app.eventBus.subscribe('**', (event) => page.show(event)); // no name: this process only, from now on
  const running = await app.eventBus.list();
  await search.stop(); // in this process; `unsubscribe('search')` ends it everywhere and forgets it

  return running.length;
}

async function deadLetters(app: Application): Promise<void> {
  for (const letter of await app.deadLetters.list()) {
    if (letter.error.code === 'HANDLER_TIMEOUT') await app.deadLetters.retry(letter.id);
    else await app.deadLetters.discard(letter.id); // the stream goes on behind it; the event stays in the log
  }
}

async function receiving(app: Application): Promise<readonly string[]> {
  const seen: string[] = [];

  const { secrets } = await app.webhooks.subscribe('order.*', 'https://shop.example/hooks', { name: 'shop' });

  await app.webhooks.pause('shop');

  async function receive(request: IncomingMessage, response: ServerResponse) {
    try {
      const { event } = await verifyWebhook({ headers: request.headers, body: request }, secrets);
      seen.push(event.type);
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(error instanceof WebhookVerificationError ? error.status : 500).end();
    }
  }

  const server = createServer((request, response) => void receive(request, response));

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  const local = { name: 'shop', allowPrivateNetwork: true };
  await app.webhooks.subscribe('order.*', url, local);
  const { ok } = await app.webhooks.test('shop');
  server.close();
  return ok ? seen : [];
}

async function testing(orderId: string): Promise<void> {
  await scenario(Payment)
    .given(OrderPlaced, { orderId, item: 'a lamp' })
    .whenTimePasses({ minutes: 30 })
    .thenCommands([CancelOrder, { orderId, reason: 'Nobody paid for a lamp.' }]);
}

async function later(app: Application, orderId: string): Promise<boolean> {
  const at = new Date(Date.now() + 7 * 86_400_000);
  const { id } = await app.commands.schedule(CancelOrder, { orderId, reason: 'too old' }, { at });
  const isForgotten = await app.commands.cancelScheduled(id);
  return isForgotten;
}

async function theNight(app: Application): Promise<readonly unknown[]> {
  process.once('SIGTERM', () => void app.close({ timeoutMs: 8_000 }));
  const { isHealthy, projections, subscriptions, due } = await app.status();

  process.removeAllListeners('SIGTERM');
  return [isHealthy, projections.length, subscriptions.map(({ name }) => name), due.map(({ name }) => name)];
}

/** Runs all of it on a database. */
export async function reactions(server: { readonly uri: string; readonly database: string }): Promise<unknown> {
  const letters: string[] = [];
  const container = new Container();
  container.bind<Mail>(mailToken).toConstantValue({ send: async ({ text }) => void letters.push(text) });
  const components = [Order, OrderPaid, OrderCancelled, Mailer, Payment];
  const app = await createApplication({ components, container, store: mongodb(server) });
  try {
    await app.commands.dispatch(PlaceOrder, { orderId: '1', item: 'a lamp' });
    const index = new Set<RecordedEvent>();
    const subscriptions = await subscribing(app, index);
    await until(() => letters.length === 1);
    await deadLetters(app);
    await app.eventBus.subscribe('order.*', (event) => index.add(event), { name: 'search' });
    await until(() => index.size === 2);
    const hooks = await receiving(app);
    await testing('2');
    const isForgotten = await later(app, '1');
    const night = await theNight(app);
    const events = [...index].map(({ type, data }) => [type, data.reason ?? data.item]);
    return { letters, subscriptions, events, hooks, isForgotten, night };
  } finally {
    await app.close();
  }
}
