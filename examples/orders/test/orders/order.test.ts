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
} from '../../src/orders/index.js';

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
