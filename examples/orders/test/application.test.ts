import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Application, RecordedEvent } from 'annals';
import { startEmbeddedMongo, type EmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from '../src/application.js';
import { Mail, type Letter } from '../src/customers/index.js';
import { GetOrder, PlaceOrder } from '../src/orders/index.js';
import { PretendedGateway } from '../src/payments/index.js';
import { GetStockLevel, ReceiveStock } from '../src/stock/index.js';

class Outbox extends Mail {
  readonly letters: Letter[] = [];

  override async send(letter: Letter): Promise<void> {
    this.letters.push(letter);
  }
}

describe('the shop on MongoDB', () => {
  const gateway = new PretendedGateway({ Grace: { status: 'declined', reason: 'the card is blocked' } });
  let mongo: EmbeddedMongo;
  let app: Application;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo();
    const store = mongodb({ uri: mongo.uri, database: `orders_${randomUUID()}` });
    app = await openApplication(store, { gateway, mail: new Outbox() });
  });

  afterAll(async () => {
    await app.close();
    await mongo.stop();
  });

  /** Orders one of three, and gives the event with which it ends. */
  async function order(customer: string, product: string): Promise<RecordedEvent> {
    const orderId = randomUUID();
    const ended = new EventEmitter();
    await app.eventBus.subscribe('order.*', (event) => {
      if (event.data['orderId'] === orderId && event.type !== 'order.placed') ended.emit('event', event);
    });
    const event = once(ended, 'event');
    await app.commands.dispatch(ReceiveStock, { product, quantity: 3 });
    await app.commands.dispatch(PlaceOrder, { orderId, customer, product, quantity: 1, total: 4_500 });
    return ((await event) as [RecordedEvent])[0];
  }

  it('ships what is paid', async () => {
    const after = await order('Ada', 'teapot');
    const found = await app.queries.ask(GetOrder, { orderId: String(after.data['orderId']) }, { after });
    expect(found).toMatchObject({ customer: 'Ada', status: 'shipped' });
    expect(await app.queries.ask(GetStockLevel, { product: 'teapot' }, { after })).toBe(2);
  });

  it('cancels what is not, and has the goods back', async () => {
    const cancelled = await order('Grace', 'kettle');
    expect(cancelled).toMatchObject({
      type: 'order.cancelled',
      data: { reason: 'payment declined: the card is blocked' },
    });
    const after = await app.eventStore.headPosition();
    expect(await app.queries.ask(GetStockLevel, { product: 'kettle' }, { after })).toBe(3);
  });
});
