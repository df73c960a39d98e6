import { WriteConcern, type TransactionOptions } from 'mongodb';

/**
 * Said for every transaction, so that a connection string cannot weaken it. The read concern is plain, for the driver
 * (7.9) writes into an instance which moment of its deployment is to be waited for, and all clients of a process share
 * this one.
 */
export const transactionOptions: TransactionOptions = {
  readConcern: { level: 'majority' },
  writeConcern: new WriteConcern('majority'),
  readPreference: 'primary',
};
