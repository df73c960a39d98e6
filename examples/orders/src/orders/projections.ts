import { EventHandler, Projection, type ReadModel } from 'annals';
import { PaymentReceived } from '../payments/events.js';
import { StockReserved } from '../stock/events.js';
import { OrderCancelled, OrderPlaced, OrderShipped } from './events.js';

export type OrderStatus = 'placed' | 'reserved' | 'paid' | 'shipped' | 'cancelled';

export interface OrderSummary {
  orderId: string;
  customer: string;
  product: string;
  total: number;
  status: OrderStatus;
  /** Why it was cancelled. */
  reason: string | null;
}

/** One document per order, put together from the events of its three aggregates. */
@Projection('orders', { indexes: [{ fields: { status: 'asc' } }] })
export class Orders {
  @EventHandler(OrderPlaced)
  placed({ orderId, customer, product, total }: OrderPlaced, view: ReadModel<OrderSummary>) {
    view.set(orderId, { orderId, customer, product, total, status: 'placed', reason: null });
  }

  @EventHandler(StockReserved)
  reserved({ orderId }: StockReserved, view: ReadModel<OrderSummary>) {
    view.patch(orderId, { status: 'reserved' });
  }

  @EventHandler(PaymentReceived)
  paid({ orderId }: PaymentReceived, view: ReadModel<OrderSummary>) {
    view.patch(orderId, { status: 'paid' });
  }

  @EventHandler(OrderShipped)
  shipped({ orderId }: OrderShipped, view: ReadModel<OrderSummary>) {
    view.patch(orderId, { status: 'shipped' });
  }

  @EventHandler(OrderCancelled)
  cancelled({ orderId, reason }: OrderCancelled, view: ReadModel<OrderSummary>) {
    view.patch(orderId, { status: 'cancelled', reason });
  }
}
