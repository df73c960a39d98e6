import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { inMemory, type RecordedEvent, type Storage } from '../../../src/index.js';
import { retrySchedule, Subscriptions, type SubscriptionModel } from '../../../src/subscriptions/index.js';
import { until } from '../../support/until.js';

const renewEveryMs = 10;
/** So short that the dead are soon found out. */
const shortLease = { leaseMs: 100, renewEveryMs };
/** So long that none runs out by chance. */
const longLease = { leaseMs: 60_000, renewEveryMs };
const quiet = { warn: () => undefined };

/** What happens next: events for a stream, a process more, one that is killed, or one that closes. */
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        stream: fc.nat(5),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('start' as const, 'kill' as const, 'close' as const),
        stream: fc.nat(5),
        count: fc.constant(0),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

type Outcome = 'async' | 'fails' | 'sync';

/** Some go wrong, but not all. */
const outcomes = fc
  .array(fc.constantFrom<Outcome>('async', 'fails', 'sync'), { maxLength: 9 })
  .map((some): Outcome[] => [...some, 'async']);

/** Processes that share a subscription on one database, and what its handlers have seen. */
class Processes {
  readonly handled: RecordedEvent[] = [];
  readonly #running: { engine: Subscriptions; storage: Storage }[] = [];
  readonly #provider = inMemory();

  constructor(
    /** How the calls of a handler go, in turn. */
    private readonly outcomes: readonly Outcome[],
    private readonly lease = longLease,
  ) {}

  async start(): Promise<void> {
    const storage = await this.#provider.open();
    const engine = new Subscriptions({
      log: storage.eventStore,
      store: storage.subscriptions,
      logger: quiet,
      lease: this.lease,
    });
    await engine.run(this.#model());
    await engine.start();
    this.#running.push({ engine, storage });
  }

  async append(stream: number, count: number): Promise<void> {
    const storage = await this.#provider.open();
    await storage.eventStore.appendToStream(
      `stream-${stream}`,
      Array.from({ length: count }, () => ({ type: 'a.b' })),
    );
  }

  /** Ends the last process without a word to the others. */
  async kill(): Promise<void> {
    const last = this.#running.pop();
    last?.engine.abandon(new Error('killed'));
    await last?.storage.close();
  }

  async close(): Promise<void> {
    const last = this.#running.pop();
    await last?.engine.close();
    await last?.storage.close();
  }

  async closeAll(): Promise<void> {
    while (this.#running.length > 0) await this.close();
  }

  async log(): Promise<readonly RecordedEvent[]> {
    const { eventStore } = await this.#provider.open();
    return (await eventStore.readPage({ after: -1, maxCount: 1_000 })).events;
  }

  #model(): SubscriptionModel {
    let calls = 0;
    return {
      kind: 'subscriber',
      name: 'one',
      group: 'one',
      patterns: ['**'],
      sliceCount: 4,
      from: 'start',
      concurrency: 2,
      timeLimitMs: 10_000,
      retry: retrySchedule('one', { attempts: 1_000, initialDelayMs: 1, maxDelayMs: 4 }),
      handle: (event) => {
        const outcome = this.outcomes[calls++ % this.outcomes.length];
        if (outcome === 'fails') throw new Error('this time it fails');
        if (outcome === 'sync') return void this.handled.push(event);
        return turn().then(() => this.handled.push(event));
      },
    };
  }
}

describe('a subscription that processes share', () => {
  it('skips no event and keeps the order of each stream, whoever dies when', async () => {
    await fc.assert(
      fc.asyncProperty(steps, outcomes, async (todo, calls) => {
        const processes = new Processes(calls, shortLease);
        await processes.start();
        for (const { kind, stream, count } of todo) {
          if (kind === 'append') await processes.append(stream, count);
          else await processes[kind]();
          await turn();
        }
        await processes.start();
        const log = await processes.log();
        const isHandled = () => new Set(processes.handled.map(({ eventId }) => eventId)).size === log.length;
        await until(isHandled, 10_000);
        await processes.closeAll();
        const reached = new Map<string, number>();
        for (const { streamId, streamPosition } of processes.handled) {
          const last = reached.get(streamId) ?? -1;
          expect(streamPosition).toBeLessThanOrEqual(last + 1);
          reached.set(streamId, Math.max(last, streamPosition));
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('handles each event once as long as nobody dies', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const processes = new Processes(['async']);
        await processes.start();
        for (const { kind, stream, count } of todo) {
          if (kind === 'append') await processes.append(stream, count);
          else if (kind === 'start') await processes.start();
          else await processes.close();
        }
        await processes.start();
        const log = await processes.log();
        await until(() => processes.handled.length >= log.length, 10_000);
        await processes.closeAll();
        expect(processes.handled.map(({ eventId }) => eventId).toSorted()).toEqual(
          log.map(({ eventId }) => eventId).toSorted(),
        );
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});
