import { Aggregate, AggregateRoot, createApplication, inMemory } from '../../../src/index.js';

@Aggregate('account')
class Account extends AggregateRoot {}

@Aggregate('account-group')
class AccountGroup extends AggregateRoot {}

describe('aggregates whose streams could be the same', () => {
  it('are refused at start, naming both', async () => {
    const starting = createApplication({ components: [AccountGroup, Account], store: inMemory() });
    await expect(starting).rejects.toMatchObject({
      code: 'INVALID_DECLARATION',
      message: expect.stringMatching(/Account \('account-…'\) and AccountGroup \('account-group-…'\)/) as string,
    });
  });
});
