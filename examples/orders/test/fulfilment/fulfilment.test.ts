import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import { Fulfilment, Patience } from '../../src/fulfilment/index.js';
import { CancelOrder, OrderCancelled, OrderPlaced, OrderShipped, ShipOrder } from '../../src/orders/index.js';
import {
  ExpirePayment,
  PaymentDeclined,
  PaymentExpired,
  PaymentNotOpen,
  PaymentReceived,
  RequestPayment,
} from '../../src/payments/index.js';
import { OutOfStock, ReleaseStock, ReserveStock, StockReserved } from '../../src/stock/index.js';

const orderId = randomUUID();
const [customer, product] = ['Ada', 'teapot'];
const order = { orderId, customer, product, quantity: 2, total: 900 };
const idle = scenario(Fulfilment, () => new Fulfilment(new Patience()));
const placed = idle.given(OrderPlaced, order);
const reserved = placed.given(StockReserved, { orderId, product, quantity: 2 });
const release = [ReleaseStock, { product, orderId }] as const;

it('reserves, asks for the money, ships, and ends', async () => {
  await idle.when(OrderPlaced, order).thenCommands([ReserveStock, { product, orderId, quantity: 2 }]);
  const asked = placed.when(StockReserved, { orderId, product, quantity: 2 });
  await asked.thenCommands([RequestPayment, { orderId, customer, amount: 900 }]);
  await asked.thenDeadline('payment', { minutes: 30 });
  const paid = reserved.when(PaymentReceived, { orderId, reference: 'r' });
  await paid.thenCommands([ShipOrder, { orderId }]);
  await paid.thenNoDeadlines();
  await reserved
    .given(PaymentReceived, { orderId, reference: 'r' })
    .when(OrderShipped, { orderId, customer })
    .thenCompleted();
});

it('undoes what was done when the payment is declined', async () => {
  const declined = reserved.when(PaymentDeclined, { orderId, reason: 'no money' });
  await declined.thenCommands(release, [CancelOrder, { orderId, reason: 'payment declined: no money' }]);
  await declined.thenNoDeadlines();
  await reserved
    .given(PaymentDeclined, { orderId, reason: 'no money' })
    .when(OrderCancelled, { orderId, customer, reason: 'payment declined: no money' })
    .thenCompleted();
});

it('lets the payment expire after 30 minutes, and undoes what was done when it has', async () => {
  await reserved.whenTimePasses({ minutes: 29, seconds: 59 }).thenNoCommands();
  await reserved.whenTimePasses({ minutes: 30 }).thenCommands([ExpirePayment, { orderId }]);
  await reserved
    .givenTimePasses({ minutes: 30 })
    .when(PaymentExpired, { orderId })
    .thenCommands(release, [CancelOrder, { orderId, reason: 'not paid in time' }]);
});

it('waits as long as it is told to', async () => {
  await scenario(Fulfilment, () => new Fulfilment(new Patience(1_000)))
    .given(OrderPlaced, order)
    .when(StockReserved, { orderId, product, quantity: 2 })
    .thenDeadline('payment', { seconds: 1 });
});

it('ships what was paid at the moment when the time was over', async () => {
  const late = reserved.givenTimePasses({ minutes: 30 });
  await late.whenRefused(ExpirePayment, new PaymentNotOpen(orderId, 'received')).thenNoCommands();
  await late.when(PaymentReceived, { orderId, reference: 'r' }).thenCommands([ShipOrder, { orderId }]);
});

it('cancels an order that finds no stock, and releases nothing', async () => {
  await placed
    .whenRefused(ReserveStock, new OutOfStock(product, 1))
    .thenCommands([CancelOrder, { orderId, reason: 'teapot is out of stock: 1 left' }]);
});
