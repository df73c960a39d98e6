import { randomUUID } from 'node:crypto';
import { inMemory, type Application, type StorageProvider } from 'annals';
import { mongodb, MongoEventStore } from 'annals/mongodb';
import { openApplication, type ShopServices } from '../../examples/orders/src/application.js';
import { PrintedMail } from '../../examples/orders/src/customers/index.js';
import { Patience } from '../../examples/orders/src/fulfilment/index.js';
import { GetOrder, PlaceOrder, type OrderStatus } from '../../examples/orders/src/orders/index.js';
import {
  PaymentGateway,
  PretendedGateway,
  type Charge,
  type ChargeRequest,
} from '../../examples/orders/src/payments/index.js';
import { GetStockLevel, ReceiveStock } from '../../examples/orders/src/stock/index.js';
import { gateway } from '../../examples/orders/src/story/story.js';
import { tellStory } from '../../examples/orders/src/story/tell-story.js';
import { latch } from '../support/latch.js';
import { testDatabase } from '../support/mongo.js';
import { runExample } from '../support/run-example.js';
import { until } from '../support/until.js';

const main = 'examples/orders/src/main.ts';

/** What is told of each of the three orders, of the read models and of the receiver. */
function expectStory(output: string): void {
  expect(output).toMatch(
    /order\.placed [^]*stock\.reserved [^]*payment\.requested [^]*payment\.received [^]*order\.shipped [^]*order\.review_requested [^]*→ Ada's order is shipped\n/,
  );
  expect(output).toMatch(
    /payment\.declined [^]*stock\.released [^]*order\.cancelled [^]*→ Grace's order is cancelled \(payment declined: the card is blocked\)\n/,
  );
  expect(output).toMatch(
    /payment\.expired [^]*stock\.released [^]*order\.cancelled [^]*→ Linus's order is cancelled \(not paid in time\)\n/,
  );
  expect(output).toContain('mail to Ada: How do you like it?');
  expect(output).toContain('shipped: Ada (45.00 €)');
  expect(output).toContain('cancelled: Grace, Linus (90.00 €)');
  expect(output).toContain('in stock: 2 of 3');
  const [, delivered = ''] = /could verify\n([^]*?)\n\n/.exec(output) ?? [];
  const lines = delivered.split('\n').map((line) => line.trim().split(/ +/).join(' '));
  expect(lines.sort()).toEqual([
    'a request that nobody has signed: 401 Unauthorized',
    'order.cancelled Grace',
    'order.cancelled Linus',
    'order.placed Ada',
    'order.placed Grace',
    'order.placed Linus',
    'order.review_requested Ada',
    'order.shipped Ada',
  ]);
  expect(output).toMatch(/\n {2}healthy, the log ends at position \d+\n/);
  expect(output).toContain('Closed: what was under way has come to its end.');
}

/** A gateway whose customers pay when the test lets them. */
class SlowGateway extends PaymentGateway {
  readonly paid = latch();
  readonly refunded: string[] = [];

  override async charge({ key }: ChargeRequest): Promise<Charge> {
    await this.paid.opened;
    return { status: 'paid', reference: key };
  }

  override async refund(key: string): Promise<void> {
    this.refunded.push(key);
  }
}

describe('examples/orders', () => {
  const told = testDatabase();
  const killed = testDatabase();
  const open: Pick<Application, 'close'>[] = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  async function shop(store: StorageProvider, services: Partial<ShopServices> = {}): Promise<Application> {
    const usual = { gateway: new PretendedGateway(), mail: new PrintedMail(() => undefined) };
    const app = await openApplication(store, { ...usual, ...services });
    open.push(app);
    return app;
  }

  /** Orders one of a product of which there are some, and returns the order's id. */
  async function order({ commands }: Application, { inStock }: { inStock: number }): Promise<string> {
    const orderId = randomUUID();
    if (inStock > 0) await commands.dispatch(ReceiveStock, { product: 'teapot', quantity: inStock });
    await commands.dispatch(PlaceOrder, { orderId, customer: 'Ada', product: 'teapot', quantity: 1, total: 450 });
    return orderId;
  }

  async function untilStatus({ queries }: Application, orderId: string, status: OrderStatus): Promise<void> {
    await until(async () => (await queries.ask(GetOrder, { orderId }))?.status === status);
  }

  it('tells the whole story, and once more over what the first telling has left', async () => {
    for (const _ of ['first', 'second']) {
      const { code, output } = await runExample(main, [], told.database).ended;
      expectStory(output);
      expect(output).toContain(`The facts are kept: database '${told.database}'`);
      expect(code).toBe(0);
    }
  }, 120_000);

  it('cancels at its next start an order whose deadline came while it was down', async () => {
    const store = await MongoEventStore.connect(killed);
    open.push(store);
    const running = runExample(main, [], killed.database);
    const requested = async () => (await store.queryEvents({ types: ['payment.requested'] })).events;
    await until(async () => (await requested()).length === 3, 60_000);
    running.process.kill('SIGKILL');
    await running.ended;
    const orderId = String((await requested())[0]?.data['orderId']);

    const app = await shop(mongodb(killed), { gateway });
    await app.webhooks.remove('carrier'); // its receiver was killed, too
    await untilStatus(app, orderId, 'cancelled');
    const payment = await store.readStream(`payment-${orderId}`);
    expect(payment.map(({ type }) => type)).toEqual(['payment.requested', 'payment.expired']);
  }, 120_000);

  it('tells the same story in memory', async () => {
    const lines: string[] = [];
    await tellStory(inMemory(), (line) => lines.push(line));
    expectStory(`${lines.join('\n')}\n`);
  });

  it('cancels an order for which there is no stock, and asks for no money', async () => {
    const app = await shop(inMemory());
    const orderId = await order(app, { inStock: 0 });
    await untilStatus(app, orderId, 'cancelled');
    const summary = await app.queries.ask(GetOrder, { orderId });
    expect(summary?.reason).toBe('teapot is out of stock: 0 left');
    expect(await app.eventStore.readStream(`payment-${orderId}`)).toEqual([]);
  });

  it('gives back the money that comes when the order is cancelled already', async () => {
    const slow = new SlowGateway();
    const app = await shop(inMemory(), { gateway: slow, patience: new Patience(0) });
    const orderId = await order(app, { inStock: 1 });
    await untilStatus(app, orderId, 'cancelled');
    slow.paid.open();
    await until(() => slow.refunded.length === 1);
    const after = await app.eventStore.headPosition();
    expect(await app.queries.ask(GetStockLevel, { product: 'teapot' }, { after })).toBe(1);
    expect((await app.status()).isHealthy).toBe(true);
  });
});
