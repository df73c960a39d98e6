import { ConfigurationError, describeValue } from '../errors/index.js';
import { createEvent, eventTypeOf, type Class, type Properties } from '../messages/index.js';
import type { ProcessManagerModel } from '../process-managers/index.js';
import { ProcessOutcome } from './process-outcome.js';
import {
  commandIsRefused,
  eventHappens,
  timePasses,
  type HappeningOptions,
  type ProcessHappening,
} from './process-situation.js';
import { millisecondsOf, type Duration } from './process-duration.js';

/**
 * A scenario of a process manager that has begun: what has happened before. Each step gives a new one, so a beginning
 * can be shared. No time passes but by {@link whenTimePasses} and {@link givenTimePasses}.
 */
export class ProcessScenario {
  /** @internal */
  constructor(
    private readonly model: ProcessManagerModel,
    private readonly history: readonly ProcessHappening[],
  ) {}

  /** An event has happened before, and what it has led to is carried out. @throws ValidationError when it breaks its rules */
  given<E extends object>(
    event: Class<E>,
    properties: NoInfer<Properties<E>>,
    options: HappeningOptions = {},
  ): ProcessScenario {
    return this.#after(eventHappens(createEvent(event, properties), options));
  }

  /** Time has passed, and the deadlines that were due have been handled. */
  givenTimePasses(duration: Duration): ProcessScenario {
    return this.#after(timePasses(millisecondsOf(duration)));
  }

  /** The event to handle. @throws ValidationError when it breaks its rules */
  when<E extends object>(
    event: Class<E>,
    properties: NoInfer<Properties<E>>,
    options: HappeningOptions = {},
  ): ProcessOutcome {
    const happening = eventHappens(createEvent(event, properties), options);
    if (!this.model.types.includes(eventTypeOf(event) ?? '')) throw unhandled(this.model, event);
    return new ProcessOutcome(this.model, this.history, happening);
  }

  /** Time passes: the deadlines that are due by then are handled, in order. */
  whenTimePasses(duration: Duration): ProcessOutcome {
    return new ProcessOutcome(this.model, this.history, timePasses(millisecondsOf(duration)));
  }

  /** The last command of this class that was dispatched is refused with an error. */
  whenRefused(command: Class, error: Error): ProcessOutcome {
    return new ProcessOutcome(this.model, this.history, commandIsRefused(command, error));
  }

  #after(happening: ProcessHappening): ProcessScenario {
    return new ProcessScenario(this.model, [...this.history, happening]);
  }
}

function unhandled(model: ProcessManagerModel, event: Class): ConfigurationError {
  return new ConfigurationError(
    'INVALID_DECLARATION',
    `${model.label} does not handle ${describeValue(event)}. Put @EventHandler(${event.name}) on one of its methods.`,
  );
}
