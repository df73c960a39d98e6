import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AnnalsError, AppendOutcomeUnknownError, type EventStore } from '../../../src/index.js';
import { Random } from './random.js';

const tickStreams = 300;
const ticksPerAppend = 10;
const appendsPerParcel = 10;
const appendsInFlight = 64;
const pauseMs = 15;
const travelling = 10;
const patientMs = 3_600_000;
const pauseBeforeRepeatMs = 50;

/** What becomes of a parcel in the end. */
export type Fate = 'arrived' | 'lost';

type Data = Readonly<Record<string, unknown>>;

/** Appends what the processes of a test react to, whatever the database does. */
export class PostOffice {
  /** All parcels that were sent. */
  readonly parcels = new Map<string, Fate>();
  readonly #random: Random;
  readonly #onTheRoad: string[] = [];
  #isClosing = false;
  #work: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    seed: number,
  ) {
    this.#random = new Random(seed + 2);
  }

  /** Appends about so many events, as fast as it can. */
  async fill(events: number): Promise<void> {
    let left = Math.ceil(events / ticksPerAppend);
    const work = async () => {
      while (left-- > 0) {
        await this.#tick(ticksPerAppend);
        if (left % appendsPerParcel === 0) await this.#send();
      }
    };
    await Promise.all(Array.from({ length: appendsInFlight }, work));
  }

  /** Goes on appending at a walking pace. */
  open(): void {
    this.#work ??= this.#keepWorking();
  }

  /** Ends the work; all parcels that are not lost have arrived then. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#work;
    while (this.#onTheRoad.length > 0) await this.#arrive();
  }

  async #keepWorking(): Promise<void> {
    while (!this.#closing()) {
      await this.#tick(this.#random.between(1, 3));
      await this.#send();
      await wait(this.#random.below(2 * pauseMs));
    }
  }

  async #tick(count: number): Promise<void> {
    const streamId = `ticks-${this.#random.below(tickStreams)}`;
    await this.#append(
      streamId,
      Array.from({ length: count }, () => ({ type: 'ticked', data: {} })),
    );
  }

  async #send(): Promise<void> {
    const parcelId = randomUUID();
    const fate = this.#random.pick<Fate>(['arrived', 'lost']);
    this.parcels.set(parcelId, fate);
    const patienceMs = fate === 'lost' ? this.#random.between(50, 1_500) : patientMs;
    await this.#append(`parcel-${parcelId}`, [{ type: 'parcel.sent', data: { parcelId, patienceMs } }]);
    if (fate === 'arrived') this.#onTheRoad.push(parcelId);
    if (this.#onTheRoad.length > travelling) await this.#arrive();
  }

  async #arrive(): Promise<void> {
    const parcelId = this.#onTheRoad.shift();
    if (parcelId !== undefined)
      await this.#append(`parcel-${parcelId}`, [{ type: 'parcel.arrived', data: { parcelId } }]);
  }

  /** Again and again until it is known to be stored; the event ids see to it that it is so once. */
  async #append(streamId: string, events: readonly { readonly type: string; readonly data: Data }[]): Promise<void> {
    const identified = events.map((event) => ({ ...event, eventId: randomUUID() }));
    for (;;) {
      try {
        await this.store.appendToStream(streamId, identified);
        return;
      } catch (error) {
        const mayPass = AnnalsError.is(error) && (error.retryable || error instanceof AppendOutcomeUnknownError);
        if (!mayPass) throw error;
        await wait(pauseBeforeRepeatMs);
      }
    }
  }

  /** A method, for the field changes while the loop awaits. */
  #closing(): boolean {
    return this.#isClosing;
  }
}
