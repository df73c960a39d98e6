import type { AggregateModel, AggregateRoot } from '../domain/index.js';
import { classModel, Decider } from '../domain/index.js';
import { createEvent, eventHandlersOf, EventRegistry, type Class, type Properties } from '../messages/index.js';
import { processManagerDeclarationOf, processManagerModel } from '../process-managers/index.js';
import { ProcessScenario } from './process-scenario.js';
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
export function scenario<A extends AggregateRoot>(aggregate: Class<A> | Decider, make?: () => A): Scenario;
/**
 * Tests a process manager by what happens and what it does about it: given events, when an event or when time passes,
 * then commands.
 *
 * @example
 * ```ts
 * await scenario(TransferProcess)
 *   .given(TransferRequested, { transferId, from, to, amount: 10 })
 *   .whenTimePasses({ minutes: 30 })
 *   .thenCommands([CancelTransfer, { transferId }]);
 * ```
 * @param make makes the process manager, where its constructor takes something
 */
export function scenario<P extends object>(processManager: Class<P> & NoMessage<P>, make?: () => P): ProcessScenario;
export function scenario(subject: Class | Decider, make?: () => object): ProcessScenario | Scenario {
  if (subject instanceof Decider) return new Scenario(subject.model, []);
  if (processManagerDeclarationOf(subject) === undefined) {
    const aggregate = subject as Class<AggregateRoot>;
    return new Scenario(classModel(aggregate, make as (() => AggregateRoot) | undefined), []);
  }
  const registry = new EventRegistry(eventHandlersOf(subject).keys());
  const makeManager = make ?? (() => new subject());
  return new ProcessScenario(processManagerModel(subject, registry, makeManager), []);
}

/** A type that no class of messages has: what has properties for all to see and no method among them. */
type NoMessage<T> = [keyof T] extends [never] ? unknown : [keyof T] extends [keyof Properties<T>] ? never : unknown;

/** A scenario that has begun: what has happened before. Each step gives a new one, so a beginning can be shared. */
export class Scenario {
  /** @internal */
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
