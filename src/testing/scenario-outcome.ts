import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { AggregateModel } from '../domain/index.js';
import { ConfigurationError } from '../errors/index.js';
import { copyStorable } from '../event-store/index.js';
import {
  aggregateIdPropertyOf,
  commandTypeOf,
  createEvent,
  createMessage,
  eventTypeOf,
  instantiate,
  serializeEvent,
  type Class,
  type Properties,
} from '../messages/index.js';

/** An event class with its properties. */
export type ExpectedEvent<E extends object = object> = readonly [event: Class<E>, properties: NoInfer<Properties<E>>];

/** An event as a failure shows it. */
interface ShownEvent {
  readonly type: string;
  readonly data: object;
}

/** What a command led to in a scenario; say what it should be. */
export class ScenarioOutcome {
  /** @internal */
  constructor(
    private readonly model: AggregateModel,
    private readonly history: readonly object[],
    private readonly command: Class,
    private readonly properties: object,
  ) {}

  /**
   * Expects exactly this event, or these in this order, as `.then([A, { … }], [B, { … }])`.
   *
   * @returns a promise that rejects with a diff of the expected and the actual events
   */
  then<E extends object>(event: Class<E>, properties: NoInfer<Properties<E>>): Promise<void>;
  then<Events extends readonly object[]>(...events: { [I in keyof Events]: ExpectedEvent<Events[I]> }): Promise<void>;
  then(...args: readonly unknown[]): Promise<void> {
    const [first, second] = args;
    if (typeof first === 'function' && eventTypeOf(first) === undefined && typeof second === 'function') {
      // `await` on the outcome itself calls then(resolve, reject).
      (second as (reason: unknown) => void)(unfinished());
      return Promise.resolve();
    }
    return this.#expectEvents((typeof first === 'function' ? [[first, second]] : args) as readonly ExpectedEvent[]);
  }

  /** Expects that the command is accepted and nothing happens. */
  thenNothing(): Promise<void> {
    return this.#expectEvents([]);
  }

  /** Expects that the command is refused with an error of this class. */
  async thenRejects(error: abstract new (...args: never[]) => Error): Promise<void> {
    const outcome = await this.#run();
    if (!('refusal' in outcome)) {
      throw this.#failure(`should be refused with ${error.name}, but was accepted`, outcome.events, error.name);
    }
    if (!(outcome.refusal instanceof error)) {
      throw this.#failure(
        `should be refused with ${error.name}, but ${describe(outcome.refusal)}`,
        outcome.refusal,
        error.name,
      );
    }
  }

  async #expectEvents(expected: readonly ExpectedEvent[]): Promise<void> {
    const wanted = expected.map(([event, properties]) => show(serializeEvent(createEvent(event, properties))));
    const outcome = await this.#run();
    if ('refusal' in outcome)
      throw this.#failure(`should be accepted, but ${describe(outcome.refusal)}`, outcome.refusal, wanted);
    if (isDeepStrictEqual(outcome.events, wanted)) return;
    const { message: diff } = new AssertionError({
      actual: outcome.events,
      expected: wanted,
      operator: 'deepStrictEqual',
    });
    const comparison = diff.split('\n').slice(1).join('\n');
    throw this.#failure(`led to other events than expected:\n${comparison}`, outcome.events, wanted);
  }

  async #run(): Promise<{ readonly events: readonly ShownEvent[] } | { readonly refusal: unknown }> {
    if (!this.model.commands.includes(this.command)) throw unhandled(this.model, this.command);
    try {
      const command = await createMessage(this.command, this.properties);
      const events = await this.model.decide(this.#stateFor(command), command);
      return { events: events.map(show) };
    } catch (refusal) {
      return { refusal };
    }
  }

  #stateFor(command: object): unknown {
    const property = aggregateIdPropertyOf(this.command);
    const id = property === undefined ? undefined : (command as Record<string, unknown>)[property];
    const initial = this.model.create(typeof id === 'string' ? id : 'scenario');
    // As it would be read again: what one scenario does to an event does not reach the next one.
    const state = this.history.map(readAgain).reduce((current, event) => this.#evolve(current, event), initial);
    this.model.settle(state, this.history.length - 1);
    return state;
  }

  #evolve(state: unknown, event: object): unknown {
    const type = event.constructor as Class;
    return this.model.events.includes(type) ? this.model.evolverOf(type).evolve(state, event) : state;
  }

  #failure(reason: string, actual: unknown, expected: unknown): AssertionError {
    const name = commandTypeOf(this.command) ?? this.command.name;
    return new AssertionError({
      message: `${this.model.label}: '${name}' ${reason}`,
      actual,
      expected,
      operator: 'scenario',
    });
  }
}

function readAgain(event: object): object {
  return instantiate(event.constructor as Class, show(serializeEvent(event)).data);
}

/** As it would be stored: without properties that are undefined. */
function show({ type, data }: ShownEvent): ShownEvent {
  return { type, data: copyStorable(data, type).copy };
}

function describe(refusal: unknown): string {
  return refusal instanceof Error
    ? `was refused with ${refusal.constructor.name}: ${refusal.message}`
    : `was refused with ${String(refusal)}`;
}

function unhandled(model: AggregateModel, command: Class): ConfigurationError {
  return new ConfigurationError(
    'INVALID_DECLARATION',
    `${model.label} does not handle ${command.name}. Put @CommandHandler(${command.name}) on one of its methods.`,
  );
}

function unfinished(): ConfigurationError {
  return new ConfigurationError(
    'INVALID_DECLARATION',
    'This scenario expects nothing. End it with .then(Event, { … }), .thenRejects(ErrorClass) or .thenNothing().',
  );
}
