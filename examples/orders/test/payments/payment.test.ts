import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
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
} from '../../src/payments/index.js';

const orderId = randomUUID();
const customer = 'Ada';

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
