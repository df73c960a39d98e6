import { CommandBus, EventHandler, Subscriber, type Delivery, type RecordedEvent } from 'annals';
import { inject } from 'inversify';
import { ConfirmPayment, DeclinePayment } from './commands.js';
import { PaymentNotOpen } from './errors.js';
import { PaymentRequested } from './events.js';
import { PaymentGateway } from './payment-gateway.js';

/**
 * Asks the gateway for the money, and records what becomes of it.
 *
 * An event may come twice, so both effects have a key that derives from it: the customer is charged once, and the answer
 * is recorded once.
 */
@Subscriber('cashier', { timeLimitMs: 10_000 })
export class Cashier {
  constructor(
    @inject(PaymentGateway) private readonly gateway: PaymentGateway,
    @inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @EventHandler(PaymentRequested)
  async charge({ orderId, customer, amount }: PaymentRequested, recorded: RecordedEvent, { signal }: Delivery) {
    const key = recorded.eventId;
    const charge = await this.gateway.charge({ key, customer, amount, signal });
    const once = { commandId: `${key}:answer` };
    switch (charge.status) {
      case 'paid':
        try {
          await this.commands.dispatch(ConfirmPayment, { orderId, reference: charge.reference }, once);
        } catch (error) {
          if (!(error instanceof PaymentNotOpen)) throw error;
          await this.gateway.refund(key); // the patience had ended before
        }
        return;
      case 'declined':
        await this.commands.dispatch(DeclinePayment, { orderId, reason: charge.reason }, once);
        return;
      case 'pending':
        return;
    }
  }
}
