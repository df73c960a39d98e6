import { CommandBus, EventHandler, Subscriber, type RecordedEvent } from 'annals';
import { inject } from 'inversify';
import { Patience } from '../fulfilment/index.js';
import { OrderShipped, RequestReview } from '../orders/index.js';

/** Has the customer asked for a review some time after the order was shipped: the command waits in the database. */
@Subscriber('after-sales')
export class AfterSales {
  constructor(
    @inject(CommandBus) private readonly commands: CommandBus,
    @inject(Patience) private readonly patience: Patience,
  ) {}

  @EventHandler(OrderShipped)
  async shipped({ orderId }: OrderShipped, { eventId, createdAt }: RecordedEvent) {
    const at = new Date(createdAt.getTime() + this.patience.reviewMs);
    await this.commands.schedule(RequestReview, { orderId }, { at, commandId: `${eventId}:review` });
  }
}
