import { checkStrings, type EventFilter } from '../../event-store/index.js';
import type { StoredEvent } from './stored-event.js';

/** Makes the test that a filter stands for. @throws InvalidArgumentError */
export function eventFilter({ types, streams }: EventFilter): (event: StoredEvent) => boolean {
  const wantedTypes = types === undefined ? undefined : new Set(checkStrings('types', types));
  const wantedStreams = streams === undefined ? undefined : new Set(checkStrings('streams', streams));
  return ({ type, streamId }) => (wantedTypes?.has(type) ?? true) && (wantedStreams?.has(streamId) ?? true);
}
