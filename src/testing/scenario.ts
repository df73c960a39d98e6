import type { AggregateModel, AggregateRoot } from '../domain/index.js';
import { classModel, Decider } from '../domain/index.js';
import { createEvent, type Class, type Properties } from '../messages/index.js';
import { ScenarioOutcome } from './scenario-outcome.js';

/**
 * Tests an aggregate by what it is told and what it answers: given events, when a command, then events.
 *
 * The last call returns a promise: await it, or return it from the test.
 *
 * @example
 * ```ts
 * await scenario(Account)
 *   .given(AccountOpened, { owner: 'Ada' })
 *   .given(MoneyDeposited, { amount: 10 })
 *   .when(WithdrawMoney, { accountId, amount: 5 })
 *   .then(MoneyWithdrawn, { amount: 5 });
 * ```
 * @param aggregate an aggregate class or a decider
 * @param make makes the aggregate, where its constructor takes something
 */
export function scenario<A extends AggregateRoot>(aggregate: Class<A> | Decider, make?: () => A): Scenario {
  const model = aggregate instanceof Decider ? aggregate.model : classModel(aggregate, make);
  return new Scenario(model, []);
}

/** A scenario that has begun: what has happened before. Each step gives a new one, so a beginning can be shared. */
export class Scenario {
  constructor(
    private readonly model: AggregateModel,
    private readonly history: readonly object[],
  ) {}

  /** Something has happened before. @throws ValidationError when the event breaks its rules */
  given<E extends object>(event: Class<E>, properties: NoInfer<Properties<E>>): Scenario {
    return new Scenario(this.model, [...this.history, createEvent(event, properties)]);
  }

  /** The command to decide on. */
  when<C extends object>(command: Class<C>, properties: NoInfer<Properties<C>>): ScenarioOutcome {
    return new ScenarioOutcome(this.model, this.history, command, properties);
  }
}
