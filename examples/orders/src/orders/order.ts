import { Aggregate, AggregateRoot, CommandHandler, EventHandler } from 'annals';
import { CancelOrder, PlaceOrder, RequestReview, ShipOrder } from './commands.js';
import { OrderAlreadyPlaced, OrderNotReady } from './errors.js';
import { OrderCancelled, OrderPlaced, OrderShipped, ReviewRequested } from './events.js';

/** What a customer has ordered. It knows nothing of stock and payments: the process `fulfilment` brings them together. */
@Aggregate('order')
export class Order extends AggregateRoot {
  private status: 'unknown' | 'placed' | 'shipped' | 'cancelled' = 'unknown';
  private customer = '';

  @CommandHandler(PlaceOrder)
  place(command: PlaceOrder) {
    if (this.status !== 'unknown') throw new OrderAlreadyPlaced(this.id);
    this.apply(OrderPlaced, command);
  }

  @CommandHandler(ShipOrder)
  ship() {
    this.require('placed', 'shipped');
    this.apply(OrderShipped, { orderId: this.id, customer: this.customer });
  }

  @CommandHandler(CancelOrder)
  cancel(command: CancelOrder) {
    this.require('placed', 'cancelled');
    this.apply(OrderCancelled, { orderId: this.id, customer: this.customer, reason: command.reason });
  }

  @CommandHandler(RequestReview)
  requestReview() {
    this.require('shipped', 'reviewed');
    this.apply(ReviewRequested, { orderId: this.id, customer: this.customer });
  }

  @EventHandler(OrderPlaced)
  protected onPlaced(event: OrderPlaced) {
    this.status = 'placed';
    this.customer = event.customer;
  }

  @EventHandler(OrderShipped)
  protected onShipped() {
    this.status = 'shipped';
  }

  @EventHandler(OrderCancelled)
  protected onCancelled() {
    this.status = 'cancelled';
  }

  private require(status: typeof this.status, wish: string) {
    if (this.status !== status) throw new OrderNotReady(this.id, this.status, wish);
  }
}
