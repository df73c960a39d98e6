import { AssertionError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { IsOptional, IsString } from 'class-validator';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  createEvent,
  decider,
  Event,
  EventHandler,
  ValidationError,
} from '../../../src/index.js';
import { scenario } from '../../../src/testing.js';
import {
  Account,
  AccountNotOpen,
  AccountOpened,
  DepositMoney,
  InsufficientFunds,
  MoneyDeposited,
  MoneyWithdrawn,
  OpenAccount,
  WithdrawMoney,
} from '../../../examples/bank/src/accounts/index.js';
import { TransferMoney } from '../../../examples/bank/src/transfers/index.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import { OrderPlaced } from '../../support/order.js';

const accountId = randomUUID();
const opened = scenario(Account).given(AccountOpened, { owner: 'Ada' });
const funded = opened.given(MoneyDeposited, { amount: 10 });

@Event('counter.checked')
class Checked {
  @IsOptional() @IsString() remark?: string | undefined;
}

@Command('counter.increment')
class Increment {
  @AggregateId() counterId!: string;
}

@Command('counter.check')
class Check {
  @AggregateId() counterId!: string;
}

const counter = decider({
  name: 'counter',
  commands: [Increment, Check],
  events: [Checked],
  initialState: () => 0,
  decide: async (command, count) => {
    await Promise.resolve();
    if (command instanceof Increment) return [];
    if (count >= 2) throw new RangeError('enough');
    return [createEvent(Checked, {}), createEvent(Checked, {})];
  },
  evolve: (count) => count + 1,
});

/** An aggregate that keeps a part of an event and writes into it. */
@Aggregate('list')
class List extends AggregateRoot {
  private order: OrderPlaced | undefined;

  @CommandHandler(Check)
  async check() {
    await Promise.resolve();
    this.order?.lines.pop();
    if (this.order?.lines.length === 0) this.apply(Checked, {});
  }

  @EventHandler(OrderPlaced)
  protected placed(event: OrderPlaced) {
    this.order = event;
  }
}

/** What a failed expectation says, which must be an assertion of ours with both sides in it. */
async function failureOf(expectation: Promise<void>): Promise<AssertionError> {
  const error = await errorOf(expectation);
  if (error instanceof AssertionError) return error;
  throw error;
}

describe('then', () => {
  it('passes when exactly this has happened', async () => {
    await funded.when(WithdrawMoney, { accountId, amount: 5 }).then(MoneyWithdrawn, { amount: 5 });
    await scenario(Account).when(OpenAccount, { accountId, owner: 'Ada' }).then(AccountOpened, { owner: 'Ada' });
    await scenario(Account)
      .when(OpenAccount, { accountId, owner: 'Ada' })
      .then([AccountOpened, { owner: 'Ada' }]);
  });

  it('fails with a readable diff when something else has happened', async () => {
    const failure = await failureOf(
      funded.when(WithdrawMoney, { accountId, amount: 5 }).then(MoneyWithdrawn, { amount: 6 }),
    );
    expect(failure.message).toMatch(/^Account: 'money\.withdraw' led to other events than expected:/);
    expect(failure.message).toMatch(/\+ +amount: 5/);
    expect(failure.message).toMatch(/- +amount: 6/);
    expect(failure.message).toContain(`type: 'money.withdrawn'`);
    expect(failure.actual).toEqual([{ type: 'money.withdrawn', data: { amount: 5 } }]);
    expect(failure.expected).toEqual([{ type: 'money.withdrawn', data: { amount: 6 } }]);
  });

  it('fails when another event with the same data has happened', async () => {
    const failure = await failureOf(
      funded.when(DepositMoney, { accountId, amount: 5 }).then(MoneyWithdrawn, { amount: 5 }),
    );
    expect(failure.message).toMatch(/\+ +type: 'money\.deposited'/);
    expect(failure.message).toMatch(/- +type: 'money\.withdrawn'/);
  });

  it('fails with the reason when the command is refused', async () => {
    const failure = await failureOf(
      funded.when(WithdrawMoney, { accountId, amount: 11 }).then(MoneyWithdrawn, { amount: 11 }),
    );
    expect(failure.message).toMatch(
      /'money\.withdraw' should be accepted, but was refused with InsufficientFunds: 0\.11/,
    );
  });

  it('compares events as they would be stored', async () => {
    const when = scenario(counter).when(Check, { counterId: '1' });
    await when.then([Checked, {}], [Checked, { remark: undefined }]);
  });

  it('refuses an expected event that breaks its rules', async () => {
    const when = funded.when(WithdrawMoney, { accountId, amount: 5 });
    expect(await errorOf(when.then(MoneyWithdrawn, { amount: -5 }))).toBeInstanceOf(ValidationError);
  });
});

describe('then with several events', () => {
  const when = scenario(counter).when(Check, { counterId: '1' });

  it('passes for these in this order', async () => {
    await when.then([Checked, {}], [Checked, {}]);
  });

  it.each([
    ['too few', () => when.then(Checked, {})],
    ['too many', () => when.then([Checked, {}], [Checked, {}], [Checked, {}])],
    ['another order', () => when.then([Checked, {}], [Checked, { remark: 'x' }])],
    ['none', () => when.then()],
  ])('fails for %s', async (_, expectation) => {
    expect((await failureOf(expectation())).message).toContain('other events than expected');
  });
});

describe('thenNothing', () => {
  it('passes when the command is accepted and nothing happens', async () => {
    await scenario(counter).when(Increment, { counterId: '1' }).thenNothing();
  });

  it('fails with what has happened', async () => {
    const failure = await failureOf(funded.when(WithdrawMoney, { accountId, amount: 5 }).thenNothing());
    expect(failure.message).toMatch(/other events than expected[^]*money\.withdrawn/);
  });

  it('fails when the command is refused', async () => {
    const failure = await failureOf(scenario(Account).when(DepositMoney, { accountId, amount: 5 }).thenNothing());
    expect(failure.message).toMatch(/should be accepted, but was refused with AccountNotOpen/);
  });
});

describe('thenRejects', () => {
  it('passes for an error of this class, or of one below it', async () => {
    await funded.when(WithdrawMoney, { accountId, amount: 11 }).thenRejects(InsufficientFunds);
    await funded.when(WithdrawMoney, { accountId, amount: 11 }).thenRejects(Error);
  });

  it('passes for a command that breaks its rules', async () => {
    await funded.when(WithdrawMoney, { accountId, amount: 0 }).thenRejects(ValidationError);
  });

  it('fails when the command is accepted, and shows what has happened', async () => {
    const failure = await failureOf(
      funded.when(WithdrawMoney, { accountId, amount: 10 }).thenRejects(InsufficientFunds),
    );
    expect(failure.message).toMatch(/should be refused with InsufficientFunds, but was accepted/);
    expect(inspect(failure.actual)).toContain('money.withdrawn');
  });

  it('fails when it is refused with another error, and shows that', async () => {
    const failure = await failureOf(
      scenario(Account).when(WithdrawMoney, { accountId, amount: 10 }).thenRejects(InsufficientFunds),
    );
    expect(failure.message).toContain(
      `should be refused with InsufficientFunds, but was refused with AccountNotOpen: No account`,
    );
    expect(failure.actual).toBeInstanceOf(AccountNotOpen);
  });
});

describe('given', () => {
  it('can be shared: each step is a new scenario', async () => {
    await opened.when(WithdrawMoney, { accountId, amount: 5 }).thenRejects(InsufficientFunds);
    await funded.when(WithdrawMoney, { accountId, amount: 5 }).then(MoneyWithdrawn, { amount: 5 });
    await funded.when(WithdrawMoney, { accountId, amount: 10 }).then(MoneyWithdrawn, { amount: 10 });
  });

  it('is folded anew each time: what one scenario does to an event does not reach the next', async () => {
    const lines = ['tea', 'cup'].map((product) => ({ product, price: 1, labels: [] }));
    const order = { placedAt: new Date(), address: { street: 'a' }, lines };
    const shared = scenario(List).given(OrderPlaced, order);
    for (let run = 0; run < 3; run++) await shared.when(Check, { counterId: '1' }).thenNothing();
  });

  it('refuses an event that breaks its rules', async () => {
    const error = await annalsErrorOf(() => opened.given(MoneyDeposited, { amount: -1 }));
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', messageType: 'money.deposited' });
  });

  it('counts for a decider, too', async () => {
    const twice = scenario(counter).given(Checked, {}).given(Checked, {});
    await twice.when(Check, { counterId: '1' }).thenRejects(RangeError);
  });
});

describe('when', () => {
  it('gives the aggregate the id of the command, and the version of what is given', async () => {
    const seen: unknown[] = [];
    @Aggregate('seen')
    class Seen extends AggregateRoot {
      @CommandHandler(Check)
      check() {
        seen.push(this.id, this.streamVersion, this.isNew);
      }
    }
    await scenario(Seen).when(Check, { counterId: 'x' }).thenNothing();
    await scenario(Seen).given(Checked, {}).when(Check, { counterId: 'y' }).thenNothing();
    expect(seen).toEqual(['x', -1, true, 'y', 0, false]);
  });

  it('may be made with what its constructor takes', async () => {
    @Aggregate('limited')
    class Limited extends AggregateRoot {
      constructor(private readonly limit: number) {
        super();
      }

      @CommandHandler(Check)
      check() {
        if (this.limit < 1) throw new RangeError();
      }
    }
    await scenario(Limited, () => new Limited(1))
      .when(Check, { counterId: '1' })
      .thenNothing();
    await scenario(Limited, () => new Limited(0))
      .when(Check, { counterId: '1' })
      .thenRejects(RangeError);
  });

  it('says that the aggregate does not handle the command', async () => {
    const when = opened.when(TransferMoney, { from: accountId, to: accountId, amount: 1 });
    for (const expectation of [() => when.thenNothing(), () => when.thenRejects(Error)]) {
      const error = await annalsErrorOf(expectation());
      expect(error.message).toMatch(/Account does not handle TransferMoney/);
    }
  });

  it('cannot be awaited before it says what it expects', async () => {
    const error = await annalsErrorOf(async () => {
      await (opened.when(DepositMoney, { accountId, amount: 1 }) as unknown as Promise<void>);
    });
    expect(error.message).toMatch(/expects nothing.*thenNothing/);
  });
});
