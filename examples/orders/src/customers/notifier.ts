import { EventHandler, Subscriber } from 'annals';
import { inject } from 'inversify';
import { OrderCancelled, OrderPlaced, OrderShipped, ReviewRequested } from '../orders/index.js';
import { Mail } from './mail.js';

/** Tells the customers how their orders are. */
@Subscriber('notifier')
export class Notifier {
  constructor(@inject(Mail) private readonly mail: Mail) {}

  @EventHandler(OrderPlaced)
  placed({ orderId, customer, product }: OrderPlaced) {
    return this.mail.send({ to: customer, orderId, text: `Thank you for your order of ${product}.` });
  }

  @EventHandler(OrderShipped)
  shipped({ orderId, customer }: OrderShipped) {
    return this.mail.send({ to: customer, orderId, text: 'Your order is on its way.' });
  }

  @EventHandler(OrderCancelled)
  cancelled({ orderId, customer, reason }: OrderCancelled) {
    return this.mail.send({ to: customer, orderId, text: `Your order is cancelled: ${reason}.` });
  }

  @EventHandler(ReviewRequested)
  askForReview({ orderId, customer }: ReviewRequested) {
    return this.mail.send({ to: customer, orderId, text: 'How do you like it? Please write a review.' });
  }
}
