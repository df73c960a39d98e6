import { InvalidArgumentError } from '../errors/index.js';
import type { AggregateStreamOptions, EventStore } from './event-store.js';

/** Folds a stream of a store, event by event: what `aggregateStream` is on every adapter. @throws InvalidArgumentError */
export async function foldStream<State>(
  store: Pick<EventStore, 'iterateStream'>,
  streamId: string,
  { initialState, evolve, asOf }: AggregateStreamOptions<State>,
): Promise<{ state: State; streamVersion: number }> {
  if (typeof initialState !== 'function' || typeof evolve !== 'function') {
    throw new InvalidArgumentError('INVALID_OPTION', 'aggregateStream needs initialState and evolve, two functions.');
  }
  const events = store.iterateStream(streamId, asOf === undefined ? {} : { asOf });
  let state = initialState();
  let streamVersion = -1;
  for await (const event of events) {
    state = evolve(state, event);
    streamVersion = event.streamPosition;
  }
  return { state, streamVersion };
}
