import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import {
  CancelOrder,
  Order,
  OrderAlreadyPlaced,
  OrderCancelled,
  OrderNotReady,
  OrderPlaced,
  OrderShipped,
  PlaceOrder,
  RequestReview,
  ReviewRequested,
  ShipOrder,
} from '../../../../examples/orders/orders/index.js';
import {
  ConfirmPayment,
  DeclinePayment,
  ExpirePayment,
  Payment,
  PaymentDeclined,
  PaymentExpired,
  PaymentNotOpen,
  PaymentReceived,
  PaymentRequested,
  RequestPayment,
} from '../../../../examples/orders/payments/index.js';
import {
  OutOfStock,
  ReceiveStock,
  ReleaseStock,
  ReserveStock,
  StockItem,
  StockReceived,
  StockReleased,
  StockReserved,
} from '../../../../examples/orders/stock/index.js';

const orderId = randomUUID();
const [customer, product] = ['Ada', 'teapot'];

describe('Order', () => {
  const order = { orderId, customer, product, quantity: 1, total: 450 };
  const placed = scenario(Order).given(OrderPlaced, order);
  const shipped = placed.given(OrderShipped, { orderId, customer });
  const cancelled = placed.given(OrderCancelled, { orderId, customer, reason: 'r' });

  it('is placed, shipped and reviewed', async () => {
    await scenario(Order).when(PlaceOrder, order).then(OrderPlaced, order);
    await placed.when(ShipOrder, { orderId }).then(OrderShipped, { orderId, customer });
    await shipped.when(RequestReview, { orderId }).then(ReviewRequested, { orderId, customer });
  });

  it('is cancelled with a reason', async () => {
    const reason = 'not paid in time';
    await placed.when(CancelOrder, { orderId, reason }).then(OrderCancelled, { orderId, customer, reason });
  });

  it('is placed once', async () => {
    await placed.when(PlaceOrder, order).thenRejects(OrderAlreadyPlaced);
  });

  it('is neither shipped when it is cancelled nor cancelled when it is shipped', async () => {
    await cancelled.when(ShipOrder, { orderId }).thenRejects(OrderNotReady);
    await shipped.when(CancelOrder, { orderId, reason: 'r' }).thenRejects(OrderNotReady);
    await placed.when(RequestReview, { orderId }).thenRejects(OrderNotReady);
    await scenario(Order).when(ShipOrder, { orderId }).thenRejects(OrderNotReady);
  });
});

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

describe('Payment', () => {
  const open = scenario(Payment).given(PaymentRequested, { orderId, customer, amount: 450 });
  const confirm = { orderId, reference: 'r' };

  it('is received, declined or expired', async () => {
    const request = { orderId, customer, amount: 450 };
    await scenario(Payment).when(RequestPayment, request).then(PaymentRequested, request);
    await open.when(ConfirmPayment, confirm).then(PaymentReceived, confirm);
    await open.when(DeclinePayment, { orderId, reason: 'r' }).then(PaymentDeclined, { orderId, reason: 'r' });
    await open.when(ExpirePayment, { orderId }).then(PaymentExpired, { orderId });
  });

  it('is one of them for ever', async () => {
    const received = open.given(PaymentReceived, confirm);
    await received.when(ExpirePayment, { orderId }).thenRejects(PaymentNotOpen);
    const declined = open.given(PaymentDeclined, { orderId, reason: 'r' });
    await declined.when(ConfirmPayment, confirm).thenRejects(PaymentNotOpen);
    const expired = open.given(PaymentExpired, { orderId });
    await expired.when(ConfirmPayment, confirm).thenRejects(PaymentNotOpen);
    await expired.when(RequestPayment, { orderId, customer, amount: 1 }).thenRejects(PaymentNotOpen);
  });
});
