import type { CheckedEventQuery, EventQueryPage } from '../../event-store/index.js';
import { toRecordedEvent, type StoredEvent } from './stored-event.js';

/** Finds a page of events among all of a log, in the direction of the query. */
export function queryEvents(log: readonly StoredEvent[], query: CheckedEventQuery): EventQueryPage {
  const { backwards, after = backwards ? log.length : -1, maxCount } = query;
  const step = backwards ? -1 : 1;
  const found: StoredEvent[] = [];
  for (let position = Math.min(after, log.length) + step; ; position += step) {
    const event = log[position];
    if (event === undefined) return page(found, null);
    if (!isWanted(event, query)) continue;
    const last = found.at(-1);
    if (last !== undefined && found.length === maxCount) return page(found, last.globalPosition);
    found.push(event);
  }
}

function isWanted({ type, streamId, metadata, append }: StoredEvent, query: CheckedEventQuery): boolean {
  return (
    (query.types?.has(type) ?? true) &&
    streamId.startsWith(query.streamPrefix) &&
    streamId === (query.streamId ?? streamId) &&
    metadata.correlationId === (query.correlationId ?? metadata.correlationId) &&
    append.storedAt >= (query.createdFrom?.getTime() ?? append.storedAt) &&
    append.storedAt <= (query.createdTo?.getTime() ?? append.storedAt)
  );
}

function page(found: readonly StoredEvent[], next: number | null): EventQueryPage {
  return { events: found.map(toRecordedEvent), next };
}
