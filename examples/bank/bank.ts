import * as accounts from './accounts/index.js';
import * as transfers from './transfers/transfer-money.js';

/** What the bank is made of: `createApplication({ components: bank, store })`. */
export const bank = [accounts, transfers];
