import { InMemorySubscriptionStore } from '../../../src/adapters/in-memory/in-memory-subscription-store.js';
import { InMemoryEventStore } from '../../../src/index.js';
import { retrySchedule, sliceOf } from '../../../src/subscriptions/index.js';
import { PositionWriter } from '../../../src/subscriptions/position-writer.js';
import { SubscriptionRunner } from '../../../src/subscriptions/subscription-runner.js';
import { latch } from '../../support/latch.js';
import { until } from '../../support/until.js';

const names = Array.from({ length: 50 }, (_, index) => `stream-${index}`);
const [a, b] = names.filter((name) => sliceOf(name, 2) === 0);
const [c] = names.filter((name) => sliceOf(name, 2) === 1);

it('gives a slice that joins in the middle of a page all of its events', async () => {
  const log = new InMemoryEventStore();
  for (const stream of [a!, c!, b!, c!]) await log.appendToStream(stream, [{ type: 'x' }]);
  const store = new InMemorySubscriptionStore();
  const id = 'subscriber/one';
  const record = { id, kind: 'subscriber', name: 'one', patterns: ['**'], sliceCount: 2 } as const;
  await store.create(record, -1);
  await store.join({ id: 'me', groups: ['one'] }, 60_000);
  const seen: string[] = [];
  const gate = latch();
  const runner = new SubscriptionRunner({
    model: {
      ...record,
      group: 'one',
      from: 'start',
      concurrency: 1,
      timeLimitMs: 60_000,
      retry: retrySchedule('one'),
      handle: async ({ streamId, streamPosition }) => {
        seen.push(`${streamId}#${streamPosition}`);
        if (streamId === a) await gate.opened;
      },
    },
    sliceCount: 2,
    log,
    positions: new PositionWriter(store, () => 'me'),
    store,
    lease: { isValid: () => true, memberId: 'me', wake: () => undefined },
    logger: { warn: () => undefined },
  });
  const take = async (slice: number) => {
    const claimed = await store.claim({ subscription: id, slice, owner: null }, 'me');
    await runner.take(claimed!);
  };
  await take(0);
  runner.start();
  await until(() => seen.length === 1); // the next stream of the page waits for its turn
  await take(1);
  gate.open();
  await until(() => seen.length === 4);
  expect(seen.filter((one) => one.startsWith(`${c!}#`))).toEqual([`${c!}#0`, `${c!}#1`]);
  await runner.stop();
  runner.end();
});
