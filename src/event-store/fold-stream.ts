import { InvalidArgumentError } from '../errors/index.js';
import type { EventLog } from './event-log.js';
import type { AggregateStreamOptions } from './event-store.js';

/** Folds a stream of a store, event by event: what `aggregateStream` is on every adapter. @throws InvalidArgumentError */
export async function foldStream<State>(
  store: Pick<EventLog, 'streamPages'>,
  streamId: string,
  { initialState, evolve, asOf }: AggregateStreamOptions<State>,
): Promise<{ state: State; streamVersion: number }> {
  if (typeof initialState !== 'function' || typeof evolve !== 'function') {
    throw new InvalidArgumentError('INVALID_OPTION', 'aggregateStream needs initialState and evolve, two functions.');
  }
  const pages = store.streamPages(streamId, asOf === undefined ? {} : { asOf });
  let state = initialState();
  let streamVersion = -1;
  for await (const page of pages) {
    for (const event of page) state = evolve(state, event);
    streamVersion = page.at(-1)?.streamPosition ?? streamVersion;
  }
  return { state, streamVersion };
}
