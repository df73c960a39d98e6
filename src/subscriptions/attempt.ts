import { HandlerTimeoutError } from '../errors/index.js';
import type { RecordedEvent } from '../event-store/index.js';
import { withinMessage } from '../messages/index.js';
import { eventContext } from './event-context.js';
import { subscriptionId, type Delivery, type SubscriptionModel } from './subscription-model.js';

/** One attempt to handle an event. */
export class Attempt implements Delivery {
  #controller: AbortController | undefined;
  #fail: ((reason: Error) => void) | undefined;

  constructor(
    private readonly model: SubscriptionModel,
    private readonly event: RecordedEvent,
    readonly attempt: number,
  ) {}

  /** Made when somebody asks for it: most handlers do not. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Waits no longer for the handler, and tells it so. */
  abort(reason: Error): void {
    this.#fail?.(reason);
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }

  /**
   * Runs the handler in the context of its event: what it sets going has the event as its cause.
   *
   * @returns nothing when it came to its end at once
   * @throws whatever it throws, also as a rejection; HandlerTimeoutError when it takes too long
   */
  run(): Promise<void> | undefined {
    const { event, model } = this;
    const result = withinMessage(eventContext(event), () => model.handle(event, this));
    return isThenable(result) ? this.#within(model.timeLimitMs, result) : undefined;
  }

  async #within(timeLimitMs: number, result: PromiseLike<unknown>): Promise<void> {
    const givenUp = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    const timer = setTimeout(() => {
      this.abort(new HandlerTimeoutError(subscriptionId(this.model), timeLimitMs));
    }, timeLimitMs);
    try {
      await Promise.race([result, givenUp]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
