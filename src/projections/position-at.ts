import type { EventLog, RecordedEvent } from '../event-store/index.js';

/**
 * The position of the last event that was stored at or before a moment, -1 when there is none. The order by time is that
 * by position, so a search by halves finds it.
 *
 * @param head the position of the log's last event
 */
export async function positionAt(log: EventLog, moment: Date, head: number): Promise<number> {
  let [at, end] = [-1, head];
  while (at < end) {
    const middle = Math.ceil((at + end) / 2);
    const event = await firstEventFrom(log, middle);
    if (event !== undefined && event.globalPosition <= end && event.createdAt <= moment) at = event.globalPosition;
    else end = middle - 1;
  }
  return at;
}

async function firstEventFrom(log: EventLog, position: number): Promise<RecordedEvent | undefined> {
  for (let after = position - 1; ;) {
    const page = await log.readPage({ after, maxCount: 1 });
    const event = page.events[0];
    if (event !== undefined || page.position === after) return event;
    after = page.position;
  }
}
