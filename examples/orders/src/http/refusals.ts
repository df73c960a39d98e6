import { OrderAlreadyPlaced, OrderNotReady } from '../orders/index.js';
import { PaymentNotOpen } from '../payments/index.js';
import { OutOfStock } from '../stock/index.js';

/** How the domain refuses, and the HTTP status that says so. */
export const refusals: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [OrderAlreadyPlaced, 409],
  [OrderNotReady, 409],
  [PaymentNotOpen, 409],
  [OutOfStock, 422],
];
