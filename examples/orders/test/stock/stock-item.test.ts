import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import {
  OutOfStock,
  ReceiveStock,
  ReleaseStock,
  ReserveStock,
  StockItem,
  StockReceived,
  StockReleased,
  StockReserved,
} from '../../src/stock/index.js';

const orderId = randomUUID();
const product = 'teapot';

describe('StockItem', () => {
  const two = scenario(StockItem).given(StockReceived, { product, quantity: 2 });
  const reserved = two.given(StockReserved, { orderId, product, quantity: 2 });

  it('receives, reserves and releases', async () => {
    await scenario(StockItem)
      .when(ReceiveStock, { product, quantity: 2 })
      .then(StockReceived, { product, quantity: 2 });
    const wanted = { product, orderId, quantity: 2 };
    await two.when(ReserveStock, wanted).then(StockReserved, wanted);
    await reserved.when(ReleaseStock, { product, orderId }).then(StockReleased, wanted);
  });

  it('does not reserve more than there is', async () => {
    await two.when(ReserveStock, { product, orderId, quantity: 3 }).thenRejects(OutOfStock);
    const other = { product, orderId: randomUUID(), quantity: 1 };
    await reserved.when(ReserveStock, other).thenRejects(OutOfStock);
    const released = reserved.given(StockReleased, { orderId, product, quantity: 2 });
    await released.when(ReserveStock, other).then(StockReserved, other);
  });

  it('releases a reservation once', async () => {
    await two.when(ReleaseStock, { product, orderId }).thenNothing();
    await reserved
      .given(StockReleased, { orderId, product, quantity: 2 })
      .when(ReleaseStock, { product, orderId })
      .thenNothing();
  });
});
