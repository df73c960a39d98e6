import {
  CommandRefused,
  DeadlineHandler,
  EventHandler,
  ProcessManager,
  type Process,
  type RefusedCommand,
} from 'annals';
import { inject } from 'inversify';
import { CancelOrder, OrderCancelled, OrderPlaced, OrderShipped, ShipOrder } from '../orders/index.js';
import { ExpirePayment, PaymentDeclined, PaymentExpired, PaymentReceived, RequestPayment } from '../payments/index.js';
import { ReleaseStock, ReserveStock, StockReserved } from '../stock/index.js';
import { Patience } from './patience.js';

/** What of the order the later steps need. */
export interface Basket {
  customer: string;
  product: string;
  total: number;
}

/** Brings an order from its placing to its end, by telling three aggregates what to do that know nothing of each other. */
@ProcessManager('fulfilment', { correlateBy: 'orderId', startsOn: [OrderPlaced] })
export class Fulfilment {
  constructor(@inject(Patience) private readonly patience: Patience) {}

  @EventHandler(OrderPlaced)
  placed({ orderId, customer, product, quantity, total }: OrderPlaced, process: Process<Basket>) {
    process.state = { customer, product, total };
    process.dispatch(ReserveStock, { product, orderId, quantity });
  }

  @CommandRefused(ReserveStock)
  notReserved(refusal: RefusedCommand<ReserveStock>, process: Process<Basket>) {
    process.dispatch(CancelOrder, { orderId: process.id, reason: refusal.message });
  }

  @EventHandler(StockReserved)
  reserved({ orderId }: StockReserved, process: Process<Basket>) {
    const { customer, total } = process.state;
    process.dispatch(RequestPayment, { orderId, customer, amount: total });
    process.setDeadline('payment', { after: this.patience.paymentMs });
  }

  @EventHandler(PaymentReceived)
  paid({ orderId }: PaymentReceived, process: Process<Basket>) {
    process.cancelDeadline('payment');
    process.dispatch(ShipOrder, { orderId });
  }

  @EventHandler(PaymentDeclined)
  declined({ reason }: PaymentDeclined, process: Process<Basket>) {
    process.cancelDeadline('payment');
    compensate(process, `payment declined: ${reason}`);
  }

  @DeadlineHandler('payment')
  late(process: Process<Basket>) {
    process.dispatch(ExpirePayment, { orderId: process.id });
  }

  @EventHandler(PaymentExpired)
  expired(_: PaymentExpired, process: Process<Basket>) {
    compensate(process, 'not paid in time');
  }

  /** The payment has been decided at the very last moment: its own event goes on. */
  @CommandRefused(ExpirePayment)
  notExpired() {
    // Nothing is to be done.
  }

  @EventHandler(OrderShipped)
  @EventHandler(OrderCancelled)
  ended(_: OrderShipped | OrderCancelled, process: Process<Basket>) {
    process.complete();
  }
}

/** Undoes what was done for the order. */
function compensate(process: Process<Basket>, reason: string) {
  process.dispatch(ReleaseStock, { product: process.state.product, orderId: process.id });
  process.dispatch(CancelOrder, { orderId: process.id, reason });
}
