import { AccountAlreadyOpen, AccountNotOpen, InsufficientFunds } from '../accounts/index.js';

/** How the domain refuses, and the HTTP status that says so. */
export const refusals: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [AccountNotOpen, 404],
  [AccountAlreadyOpen, 409],
  [InsufficientFunds, 422],
];
