import type { CheckedReadStream } from '../../event-store/index.js';
import { firstIndexWhere } from './binary-search.js';
import type { StoredEvent } from './stored-event.js';

/** The events of a stream that a read asks for, in its direction, one at a time. */
export function* streamRange(stream: readonly StoredEvent[], read: CheckedReadStream): Generator<StoredEvent> {
  const low = read.from;
  const high = Math.min(read.to, countUntil(stream, read.asOf) - 1);
  const step = read.backwards ? -1 : 1;
  const first = read.backwards ? high : low;
  const count = Math.min(high - low + 1, read.maxCount);
  for (let index = 0; index < count; index++) {
    const event = stream[first + index * step];
    if (event !== undefined) yield event;
  }
}

/** How many events of a stream were stored by a moment: the order by time is that of the positions. */
function countUntil(stream: readonly StoredEvent[], asOf: Date | undefined): number {
  if (asOf === undefined) return stream.length;
  const moment = asOf.getTime();
  return firstIndexWhere(stream, ({ append }) => append.storedAt > moment);
}
