import type { Class, Properties } from '../messages/index.js';

/** When a deadline is due: so many milliseconds after what is being handled has happened, or at a moment. */
export type DeadlineMoment = { readonly after: number } | { readonly at: Date };

export interface ProcessDispatchOptions {
  /** Facts about the command that are stored with each of its events, beside those of the event being handled. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/**
 * One instance of a process manager, as its handlers see it.
 *
 * What a handler does to it is stored all together when the handler has ended, and only then are commands sent: what
 * throws in between leaves no trace.
 */
export interface Process<State = unknown> {
  /** The correlation value. */
  readonly id: string;

  /** Plain data as in events; `undefined`, or the option `initialState`, until a handler has set it. */
  state: State;

  /** Sends a command once the state is stored, after those that were dispatched before; it is carried out once. */
  dispatch<C extends object>(
    command: Class<C>,
    properties: NoInfer<Properties<C>>,
    options?: ProcessDispatchOptions,
  ): void;

  /**
   * Lets the `@DeadlineHandler` of this name run at a moment, once, late rather than never; one that is set already is
   * replaced.
   *
   * @param when `after` counts from the time of the event, or of the deadline, that is being handled
   */
  setDeadline(name: string, when: DeadlineMoment): void;

  /** Forgets a deadline; nothing happens when none of this name is set. */
  cancelDeadline(name: string): void;

  /** Ends the process: its deadlines are forgotten and it takes no more events. What was dispatched is still sent. */
  complete(): void;
}
