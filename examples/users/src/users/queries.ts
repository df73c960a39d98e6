import { Query, QueryHandler, readModel, type ReadModelReader } from 'annals';
import { IsEmail } from 'class-validator';
import { inject } from 'inversify';
import type { UserSummary } from './projections.js';

export class FindUserByEmail extends Query<UserSummary | undefined> {
  @IsEmail() email!: string;
}

@QueryHandler(FindUserByEmail)
export class FindUserByEmailHandler {
  constructor(@inject(readModel('user-summaries')) private readonly users: ReadModelReader<UserSummary>) {}

  async execute({ email }: FindUserByEmail) {
    return (await this.users.find({ where: { email }, limit: 1 }))[0];
  }
}
