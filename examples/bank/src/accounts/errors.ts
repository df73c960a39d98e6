import { euros } from '../money.js';

export class AccountAlreadyOpen extends Error {}

export class AccountNotOpen extends Error {
  constructor(accountId: string) {
    super(`No account ${accountId} has been opened.`);
  }
}

export class InsufficientFunds extends Error {
  constructor(
    readonly balance: number,
    readonly wanted: number,
  ) {
    super(`${euros(wanted)} is more than the balance of ${euros(balance)}.`);
  }
}
