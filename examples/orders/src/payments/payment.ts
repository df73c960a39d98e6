import { Aggregate, AggregateRoot, CommandHandler, EventHandler } from 'annals';
import { ConfirmPayment, DeclinePayment, ExpirePayment, RequestPayment } from './commands.js';
import { PaymentNotOpen } from './errors.js';
import { PaymentDeclined, PaymentExpired, PaymentReceived, PaymentRequested } from './events.js';

/**
 * The payment of an order. Money may arrive at the moment when the patience ends: whichever is stored first counts, and
 * the other one is refused.
 */
@Aggregate('payment')
export class Payment extends AggregateRoot {
  private status: 'unknown' | 'open' | 'received' | 'declined' | 'expired' = 'unknown';

  @CommandHandler(RequestPayment)
  request(command: RequestPayment) {
    this.require('unknown');
    this.apply(PaymentRequested, command);
  }

  @CommandHandler(ConfirmPayment)
  confirm({ reference }: ConfirmPayment) {
    this.require('open');
    this.apply(PaymentReceived, { orderId: this.id, reference });
  }

  @CommandHandler(DeclinePayment)
  decline({ reason }: DeclinePayment) {
    this.require('open');
    this.apply(PaymentDeclined, { orderId: this.id, reason });
  }

  @CommandHandler(ExpirePayment)
  expire() {
    this.require('open');
    this.apply(PaymentExpired, { orderId: this.id });
  }

  @EventHandler(PaymentRequested)
  protected onRequested() {
    this.status = 'open';
  }

  @EventHandler(PaymentReceived)
  protected onReceived() {
    this.status = 'received';
  }

  @EventHandler(PaymentDeclined)
  protected onDeclined() {
    this.status = 'declined';
  }

  @EventHandler(PaymentExpired)
  protected onExpired() {
    this.status = 'expired';
  }

  private require(status: 'unknown' | 'open') {
    if (this.status !== status) throw new PaymentNotOpen(this.id, this.status);
  }
}
