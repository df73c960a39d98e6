import { IsInt, IsString } from 'class-validator';
import { MongoClient } from 'mongodb';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  Event,
  EventHandler,
  Projection,
  readModel,
  Upcaster,
  upcaster,
  type Component,
  type ReadModel,
  type ReadModelReader,
  type RecordedEvent,
} from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { applications } from '../support/applications.js';
import { testDatabase } from '../support/mongo.js';

const database = testDatabase();
const client = new MongoClient(database.uri);
const start = applications();
const startOn = (components: readonly Component[]) => start({ components, store: mongodb(database) });

afterAll(() => client.close());

async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

@Event('order.line-added')
class LineAdded {
  @IsString() product!: string;
  @IsInt() amount!: number;
}

@Event('order.placed', { version: 3 })
class OrderPlaced {
  @IsString() customerId!: string;
}

@Command('order.add-line')
class AddLine {
  @AggregateId() orderId!: string;
  @IsString() product!: string;
}

@Aggregate('order')
class Order extends AggregateRoot {
  readonly lines: string[] = [];

  @CommandHandler(AddLine)
  addLine({ product }: AddLine) {
    this.apply(LineAdded, { product, amount: this.lines.length + 1 });
  }

  @EventHandler(LineAdded)
  protected added({ product }: LineAdded) {
    this.lines.push(product);
  }

  @EventHandler(OrderPlaced)
  protected placed() {
    // It need not change.
  }
}

@Projection('order-sizes')
class OrderSizes {
  @EventHandler(OrderPlaced)
  placed(_: OrderPlaced, view: ReadModel<{ size: number }>, { streamId }: RecordedEvent) {
    view.set(streamId, { size: 0 });
  }

  @EventHandler(LineAdded)
  added(_: LineAdded, view: ReadModel<{ size: number }>, { streamId }: RecordedEvent) {
    view.update(streamId, ({ size }) => ({ size: size + 1 }));
  }
}

/** The lines were once part of the order, and the customer a name. */
@Upcaster('order.placed', { from: 1, to: 2 })
class LinesApart {
  upcast({ data: { lines, ...rest } }: RecordedEvent<{ lines: readonly string[]; customer: string }>) {
    return [{ data: rest }, ...lines.map((product) => ({ type: 'order.line-added', data: { product, amount: 1 } }))];
  }
}

const customerIds = upcaster('order.placed', { from: 2, to: 3 }, ({ data }) => ({
  data: { customerId: `customer ${String(data.customer)}` },
}));
const noViews = upcaster('order.viewed', { from: 1, to: 2 }, () => []);

it('reads a database of an earlier release as today’s events on every path, and leaves it as it is', async () => {
  const earlier = await startOn([]);
  const placed = { type: 'order.placed', data: { customer: 'Ada', lines: ['tea', 'cup'] } };
  for (const events of [[placed, { type: 'order.viewed' }], [{ type: 'order.viewed' }]]) {
    await earlier.eventStore.appendToStream('order-1', events);
  }
  await earlier.close();
  const commits = client.db(database.database).collection('events');
  const before = await commits.find().sort({ _id: 1 }).toArray();

  const app = await startOn([Order, OrderSizes, LinesApart, customerIds, noViews]);
  expect((await app.repository.load(Order, '1')).lines).toEqual(['tea', 'cup']);
  const receipt = await app.commands.dispatch(AddLine, { orderId: '1', product: 'pot' });
  expect(receipt).toMatchObject({ streamVersion: 3, attempts: 1, events: [{ data: { product: 'pot', amount: 3 } }] });

  const today = await app.eventStore.readStream('order-1');
  expect(today.map(({ type, data }) => [type, data.customerId ?? data.product])).toEqual([
    ['order.placed', 'customer Ada'],
    ['order.line-added', 'tea'],
    ['order.line-added', 'cup'],
    ['order.line-added', 'pot'],
  ]);
  expect(today.map(({ metadata }) => metadata.schemaVersion)).toEqual([3, undefined, undefined, undefined]);
  const added = today.slice(1);
  expect(await collect(app.eventStore.readAll())).toEqual(today);
  expect(await collect(app.eventStore.iterateStream('order-1', { maxCount: 1 }))).toEqual(today.slice(0, 3));
  expect(await collect(app.eventStore.readAll({ types: ['order.line-added'] }))).toEqual(added);
  expect((await app.eventStore.queryEvents({ types: ['*.line-added'] })).events).toEqual(added.toReversed());
  expect((await app.eventStore.queryEvents({ types: ['order.viewed'] })).events).toEqual([]);

  await app.projections.waitFor('order-sizes', receipt.globalPosition, 30_000);
  const sizes = app.container.get<ReadModelReader<object>>(readModel('order-sizes'));
  expect(await sizes.get('order-1')).toEqual({ size: 3 });

  expect((await commits.find().sort({ _id: 1 }).toArray()).slice(0, before.length)).toEqual(before);
});
