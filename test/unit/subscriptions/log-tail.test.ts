import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { InMemoryEventStore, type RecordedEvent } from '../../../src/index.js';
import { LogTail, type FollowedLog } from '../../../src/subscriptions/log-tail.js';
import { selectTypes } from '../../../src/event-store/index.js';

/** A log in which an upcaster has made two events of each `a.double`. */
class Split implements FollowedLog {
  reads = 0;
  constructor(private readonly store: InMemoryEventStore) {}
  async readPage(options: Parameters<FollowedLog['readPage']>[0]) {
    this.reads++;
    const page = await this.store.readPage(options);
    await turn(); // what is appended meanwhile is not in it
    return { ...page, events: page.events.flatMap((e) => (e.type === 'a.double' ? [e, { ...e }] : [e])) };
  }
  onAppend(listener: () => void) {
    return this.store.onAppend(listener);
  }
}

const types = ['a.one', 'a.double', 'b.one'];
const follower = fc.record({
  types: fc.constantFrom(['**'], ['a.*'], ['b.one'], ['a.double', 'b.*']),
  maxCount: fc.integer({ min: 1, max: 5 }),
  start: fc.nat(10),
});
const steps = fc.array(
  fc.oneof(
    fc.record({ append: fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 4 }) }),
    fc.record({ read: fc.nat(3) }),
  ),
  { maxLength: 60 },
);

describe('the end of the log, read once for all', () => {
  it('shows every follower what the log itself would, whoever reads when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(follower, { minLength: 1, maxLength: 4 }), steps, async (given, todo) => {
        const store = new InMemoryEventStore();
        const log = new Split(store);
        const tail = new LogTail(log);
        const followers = given.map((options) => ({
          ...options,
          position: options.start - 1,
          seen: [] as RecordedEvent[],
        }));
        const read = async (one: (typeof followers)[number]) => {
          const { position: after, maxCount } = one;
          const page = await tail.readPage({ types: one.types, after, maxCount });
          if (one.position !== after) return after; // it was read for elsewhere meanwhile
          one.seen.push(...page.events);
          one.position = page.position;
          return after;
        };
        const reading: Promise<unknown>[] = [];
        const busy = new Set<unknown>();
        for (const step of todo) {
          if ('append' in step)
            await store.appendToStream(
              's',
              step.append.map((type) => ({ type })),
            );
          else {
            const one = followers[step.read % followers.length]!;
            if (busy.has(one)) continue;
            busy.add(one);
            reading.push(read(one).finally(() => busy.delete(one)));
          }
          if ('read' in step && step.read % 2 === 0) await turn();
        }
        await Promise.all(reading);
        for (const one of followers) {
          for (let after = await read(one); after < one.position;) after = await read(one);
        }
        const all = (await new Split(store).readPage({ after: -1, maxCount: 1_000 })).events;
        for (const { types: wanted, start, seen } of followers) {
          const selection = selectTypes('types', wanted);
          const expected = all.filter((e) => e.globalPosition >= start && selection.has(e.type));
          expect(seen.map((e) => e.globalPosition)).toEqual(expected.map((e) => e.globalPosition));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('asks the log once for followers that ask at the same time, and again for whoever asks later', async () => {
    const store = new InMemoryEventStore();
    const log = new Split(store);
    const tail = new LogTail(log);
    const read = (after: number) => tail.readPage({ after, maxCount: 10 });
    await read(-1); // the end
    log.reads = 0;
    await store.appendToStream('s', [{ type: 'a.one' }]);
    const first = [read(-1), read(-1), read(-1)];
    await store.appendToStream('s', [{ type: 'a.one' }]);
    const later = read(-1);
    expect((await Promise.all(first)).every(({ position }) => position >= 0)).toBe(true);
    expect((await later).position).toBe(1);
    expect(log.reads).toBeLessThanOrEqual(2);
  });
});
