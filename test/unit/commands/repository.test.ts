import { randomUUID } from 'node:crypto';
import { inject } from 'inversify';
import { Aggregate, AggregateRoot, Command, CommandHandler, Repository } from '../../../src/index.js';
import { Account, DepositMoney, OpenAccount } from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';

const accountId = randomUUID();

@Command('account.load-twice')
class LoadTwice {}

@CommandHandler(LoadTwice)
class LoadTwiceHandler {
  constructor(@inject(Repository) private readonly repository: Repository) {}

  async execute() {
    const [one, same] = await Promise.all([
      this.repository.load(Account, accountId),
      this.repository.load(Account, accountId),
    ]);
    one.receive(accountId, 1);
    same.receive(accountId, 2);
    (await this.repository.load(Account, accountId)).receive(accountId, 3);
  }
}

@Aggregate('stranger')
class Stranger extends AggregateRoot {}

class Nameless extends AggregateRoot {}

describe('Repository', () => {
  const start = applications();

  const startBank = async () => {
    const app = await start({ components: [bank, LoadTwiceHandler] });
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    return app;
  };

  it('outside of a command reads: what is applied then is not stored, nor seen by the next', async () => {
    const { repository, eventStore } = await startBank();
    const account = await repository.load(Account, accountId);
    expect(account).toMatchObject({ id: accountId, streamVersion: 1, isNew: false });
    account.receive(accountId, 7);
    const again = await repository.load(Account, accountId);
    expect(again).not.toBe(account);
    expect(again.streamVersion).toBe(1);
    expect(await eventStore.headPosition()).toBe(1);
  });

  it('gives a new aggregate where nothing has happened yet', async () => {
    const { repository } = await startBank();
    expect(await repository.load(Account, randomUUID())).toMatchObject({ isNew: true, streamVersion: -1 });
  });

  it('gives one instance within a command, however often it is asked', async () => {
    const app = await startBank();
    const { events } = await app.commands.dispatch(LoadTwice, {});
    expect(events.map(({ data }) => data.amount)).toEqual([1, 2, 3]);
  });

  it.each(['', undefined, null, 7, { $gt: '' }, ['a']])('refuses the id %p', async (id) => {
    const { repository } = await startBank();
    const error = await annalsErrorOf(repository.load(Account, id as string));
    expect(error.code).toBe('INVALID_AGGREGATE_ID');
    expect(error.message).toContain('Account');
  });

  it('refuses an aggregate that is not among the components, and what is none', async () => {
    const { repository } = await startBank();
    const stranger = await annalsErrorOf(repository.load(Stranger, '1'));
    expect(stranger.code).toBe('UNKNOWN_AGGREGATE');
    expect(stranger.message).toMatch(/Stranger.*components/);
    expect((await annalsErrorOf(repository.load(Nameless, '1'))).code).toBe('DECORATOR_MISSING');
  });
});
