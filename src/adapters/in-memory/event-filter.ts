import type { CheckedEventFilter } from '../../event-store/index.js';
import type { StoredEvent } from './stored-event.js';

/** Makes the test that a filter stands for. */
export function eventFilter({ types, streams }: CheckedEventFilter): (event: StoredEvent) => boolean {
  const wantedStreams = streams && new Set(streams);
  return ({ type, streamId }) => (types?.has(type) ?? true) && (wantedStreams?.has(streamId) ?? true);
}
