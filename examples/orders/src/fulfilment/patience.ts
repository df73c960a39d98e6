/** How long the shop waits for things: in production minutes and days. */
export class Patience {
  /**
   * @param paymentMs after the goods are reserved, for the money
   * @param reviewMs after the order is shipped, until the customer is asked how it was
   */
  constructor(
    readonly paymentMs = 30 * 60_000,
    readonly reviewMs = 14 * 24 * 60 * 60_000,
  ) {}
}
