export class PaymentNotOpen extends Error {
  constructor(orderId: string, status: string) {
    super(`The payment of order ${orderId} is not open: it is ${status}.`);
  }
}
