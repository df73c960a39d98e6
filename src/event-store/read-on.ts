import type { RecordedEvent } from './recorded-event.js';

/** Where a read goes on: after the last stored event that was read, and for so many. */
export interface ReadOn {
  readonly last: RecordedEvent;
  readonly maxCount: number;
}

/**
 * Reads stored events, and reads on where nothing is left of some of them, until `maxCount` have given something.
 *
 * @param read reads stored events: first as it was asked, then on from a place; `undefined` where nothing can follow
 * @param upcast what is left of a stored event, in the order of the read
 */
export async function* readOn(
  maxCount: number | undefined,
  read: (on?: ReadOn) => AsyncIterable<RecordedEvent> | undefined,
  upcast: (event: RecordedEvent) => readonly RecordedEvent[],
): AsyncGenerator<RecordedEvent, void, undefined> {
  let left = maxCount ?? Number.MAX_SAFE_INTEGER;
  let events = read();
  while (events !== undefined) {
    let unread = left;
    let last: RecordedEvent | undefined;
    for await (const event of events) {
      unread--;
      last = event;
      const results = upcast(event);
      if (results.length > 0) left--;
      for (const result of results) yield result;
    }
    const isCut = unread === 0 && left > 0;
    events = isCut && last !== undefined ? read({ last, maxCount: left }) : undefined;
  }
}
