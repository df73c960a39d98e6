import { ReadConcern, WriteConcern, type TransactionOptions } from 'mongodb';

/** Said for every transaction, so that a connection string cannot weaken it. */
export const transactionOptions: TransactionOptions = {
  readConcern: new ReadConcern('majority'),
  writeConcern: new WriteConcern('majority'),
  readPreference: 'primary',
};
