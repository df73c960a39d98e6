export class OutOfStock extends Error {
  constructor(product: string, available: number) {
    super(`${product} is out of stock: ${String(available)} left`);
  }
}
