import { Query, QueryHandler, readModel, type ReadModelReader } from 'annals';
import { IsUUID } from 'class-validator';
import { inject } from 'inversify';
import type { AccountSummary } from './projections.js';

export class GetAccount extends Query<AccountSummary | null> {
  @IsUUID() accountId!: string;
}

@QueryHandler(GetAccount)
export class GetAccountHandler {
  constructor(@inject(readModel('account-summaries')) private readonly accounts: ReadModelReader<AccountSummary>) {}

  execute(query: GetAccount) {
    return this.accounts.get(`account-${query.accountId}`);
  }
}
