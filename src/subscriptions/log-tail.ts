import {
  selectTypes,
  type EventLog,
  type EventPage,
  type ReadPageOptions,
  type RecordedEvent,
  type TypeSelection,
} from '../event-store/index.js';

/** So many events are kept at most; who is further behind reads the log. */
const maximumEvents = 1_000;
const pageSize = 500;

/** The part of the log that subscriptions need. */
export type FollowedLog = Pick<EventLog, 'onAppend' | 'readPage'>;

/**
 * The end of the log in memory, read once for all that follow it: however many subscriptions a process runs, an append
 * costs it one query.
 */
export class LogTail implements FollowedLog {
  /** Everything in `(#from, #to]`. */
  #events: RecordedEvent[] = [];
  #from = Infinity;
  #to = Infinity;
  #reading: Promise<void> | undefined;
  /** Begins when the one under way has ended, so that it sees whatever was there before it was asked for. */
  #next: Promise<void> | undefined;
  readonly #selections = new WeakMap<readonly string[], TypeSelection>();

  constructor(private readonly log: FollowedLog) {}

  async readPage(options: ReadPageOptions): Promise<EventPage> {
    const { after } = options;
    if (after === this.#to) await this.#readOn();
    if (after >= this.#from && after <= this.#to) return this.#page(options);
    const page = await this.log.readPage(options);
    if (page.position === after && (this.#to === Infinity || after > this.#to)) this.#beginAt(after);
    return page;
  }

  onAppend(listener: () => void): () => void {
    return this.log.onAppend(listener);
  }

  #beginAt(position: number): void {
    if (this.#reading !== undefined) return;
    this.#events = [];
    this.#from = this.#to = position;
  }

  #readOn(): Promise<void> {
    if (this.#reading === undefined) return (this.#reading = this.#read());
    this.#next ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return (this.#reading = this.#read());
      });
    return this.#next;
  }

  async #read(): Promise<void> {
    try {
      const page = await this.log.readPage({ after: this.#to, maxCount: pageSize });
      this.#events.push(...page.events);
      this.#to = page.position;
      const surplus = this.#events.splice(0, Math.max(0, this.#events.length - maximumEvents));
      this.#from = surplus.at(-1)?.globalPosition ?? this.#from;
    } finally {
      this.#reading = undefined;
    }
  }

  #page({ after, maxCount, types, streams }: ReadPageOptions): EventPage {
    const selection = types && this.#selectionOf(types);
    const events: RecordedEvent[] = [];
    for (let index = this.#firstAfter(after); index < this.#events.length; index++) {
      const event = this.#events[index];
      if (event === undefined) break;
      if (selection?.has(event.type) === false || streams?.includes(event.streamId) === false) continue;
      // What an upcaster has made of one event has one position, and stays together.
      const last = events.at(-1);
      if (last !== undefined && events.length >= maxCount && last.globalPosition < event.globalPosition) {
        return { events, position: last.globalPosition };
      }
      events.push(event);
    }
    return { events, position: this.#to };
  }

  /** The index of the first event after a position. */
  #firstAfter(position: number): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.globalPosition ?? Infinity) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #selectionOf(types: readonly string[]): TypeSelection {
    let selection = this.#selections.get(types);
    if (selection === undefined) {
      selection = selectTypes('types', types);
      this.#selections.set(types, selection);
    }
    return selection;
  }
}
