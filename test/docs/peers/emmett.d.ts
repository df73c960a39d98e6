/** What the pages use of @event-driven-io/emmett, checked against its version 0.42.0. */
export type Event<Type extends string, Data> = Readonly<{ type: Type; data: Data }>;
export type Command<Type extends string, Data> = Readonly<{ type: Type; data: Data }>;

interface Decider<State, C, E> {
  readonly decide: (command: C, state: State) => E | E[];
  readonly evolve: (state: State, event: E) => State;
  readonly initialState: () => State;
}

export declare function DeciderCommandHandler<State, C, E>(
  decider: Decider<State, C, E>,
): (store: unknown, streamName: string, command: C) => Promise<unknown>;
