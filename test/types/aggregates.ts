import {
  Aggregate,
  AggregateRoot,
  createApplication,
  createEvent,
  decider,
  inMemory,
  type Repository,
} from '../../src/index.js';
import { scenario } from '../../src/testing.js';
import {
  Account,
  AccountNotOpen,
  AccountOpened,
  DepositMoney,
  MoneyDeposited,
  OpenAccount,
} from '../../examples/bank/src/accounts/index.js';

declare const accountId: string;

/** `apply` takes an event class and its properties. */
export class Applying extends AggregateRoot {
  correct(): void {
    this.apply(AccountOpened, { owner: 'Ada' });
  }

  wrong(): void {
    // @ts-expect-error a property is missing
    this.apply(AccountOpened, {});
    // @ts-expect-error there are no properties
    this.apply(AccountOpened);
    // @ts-expect-error a property of another type
    this.apply(AccountOpened, { owner: 7 });
    // @ts-expect-error a property that the event does not have
    this.apply(AccountOpened, { owner: 'Ada', amount: 5 });
    // @ts-expect-error the properties of another event
    this.apply(MoneyDeposited, { owner: 'Ada' });
  }
}

/** Only an aggregate's own methods apply events. */
export async function loading(repository: Repository): Promise<void> {
  const account: Account = await repository.load(Account, accountId);
  // @ts-expect-error apply is protected
  account.apply(AccountOpened, { owner: 'Ada' });
  // @ts-expect-error not an aggregate
  await repository.load(OpenAccount, accountId);
  // @ts-expect-error an id is a string
  await repository.load(Account, 7);
}

// @ts-expect-error the class does not extend AggregateRoot
@Aggregate('plain')
export class Plain {}

interface State {
  readonly balance: number;
}

const base = {
  name: 'account',
  commands: [OpenAccount, DepositMoney],
  events: [AccountOpened, MoneyDeposited],
} as const;
const initialState = (): State => ({ balance: 0 });
const evolve = (state: State): State => state;

/** `decider` infers its commands, events and state. */
export const account = decider({
  ...base,
  initialState,
  decide(command, state) {
    const owner: string = command instanceof OpenAccount ? command.owner : '';
    const amount: number = command instanceof DepositMoney ? command.amount : state.balance;
    return [createEvent(AccountOpened, { owner }), createEvent(MoneyDeposited, { amount })];
  },
  evolve: (state, event) => (event instanceof MoneyDeposited ? { balance: state.balance + event.amount } : state),
});

export const deciders = [
  decider({ ...base, initialState, evolve, decide: () => [] }),
  decider({ ...base, initialState, evolve, decide: () => createEvent(AccountOpened, { owner: 'Ada' }) }),
  decider({ ...base, initialState, evolve, decide: async () => [createEvent(MoneyDeposited, { amount: 1 })] }),
  // @ts-expect-error decide returns something that is no event of it
  decider({ ...base, initialState, evolve, decide: () => ({ amount: 'much' }) }),
  // @ts-expect-error decide returns nothing at all
  decider({ ...base, initialState, evolve, decide: () => undefined }),
  // @ts-expect-error evolve returns another state
  decider({ ...base, initialState, decide: () => [], evolve: () => ({ total: 0 }) }),
  // @ts-expect-error evolve is missing
  decider({ ...base, initialState, decide: () => [] }),
  // @ts-expect-error decide looks at a property that no command has
  decider({ ...base, initialState, evolve, decide: (command) => (command.total > 0 ? [] : []) }),
];

/** Deciders of any state stand among the components, and run in scenarios. */
export async function testing(): Promise<void> {
  await createApplication({ components: [account, ...deciders, Account], store: inMemory() });
  await scenario(account).when(OpenAccount, { accountId, owner: 'Ada' }).thenNothing();

  const given = scenario(Account).given(AccountOpened, { owner: 'Ada' });
  const when = given.when(DepositMoney, { accountId, amount: 5 });
  await when.then(MoneyDeposited, { amount: 5 });
  await when.then([MoneyDeposited, { amount: 5 }], [AccountOpened, { owner: 'Ada' }]);
  await when.thenRejects(AccountNotOpen);

  // @ts-expect-error a property is missing
  scenario(Account).given(AccountOpened, {});
  // @ts-expect-error a property of another type
  scenario(Account).given(AccountOpened, { owner: 7 });
  // @ts-expect-error a property that the command does not have
  given.when(DepositMoney, { accountId, amount: 5, owner: 'Ada' });
  // @ts-expect-error a property is missing
  given.when(DepositMoney, { accountId });
  // @ts-expect-error a property of another type
  await when.then(MoneyDeposited, { amount: '5' });
  // @ts-expect-error the properties of another event
  await when.then(MoneyDeposited, { owner: 'Ada' });
  // @ts-expect-error a property of another type, among several events
  await when.then([MoneyDeposited, { amount: '5' }], [AccountOpened, { owner: 'Ada' }]);
  // @ts-expect-error the properties of another event, among several
  await when.then([AccountOpened, { owner: 'Ada' }], [MoneyDeposited, { owner: 'Ada' }]);
  // @ts-expect-error a property that the event does not have
  await when.then([AccountOpened, { owner: 'Ada', amount: 5 }]);
  // @ts-expect-error a message is no error
  await when.thenRejects(MoneyDeposited);
  // @ts-expect-error not an aggregate
  scenario(OpenAccount);
}
