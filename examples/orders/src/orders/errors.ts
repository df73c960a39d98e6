export class OrderAlreadyPlaced extends Error {
  constructor(orderId: string) {
    super(`Order ${orderId} has been placed already.`);
  }
}

/** The order is not where the command needs it to be. */
export class OrderNotReady extends Error {
  constructor(orderId: string, status: string, wish: string) {
    super(`Order ${orderId} is ${status} and cannot be ${wish}.`);
  }
}
