import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AppendOptions, AppendResult, NewEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import { assertRejects, newStreamId, numbered, numberedEvents, range, type EventStoreSubject } from '../support.js';

/** An append, and the code of the error that it is to be refused with. */
interface Neighbour {
  readonly streamId: string;
  readonly events: readonly NewEvent[];
  readonly options?: AppendOptions;
  readonly code?: string;
}

const large = (bytes: number) => ({ type: 'order.noted', data: { text: 'x'.repeat(bytes) } });

export function describeBatches(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** Makes all appends in one turn, and asserts that each is stored exactly or refused as it is to be. */
  const appendTogether = async (neighbours: readonly Neighbour[]): Promise<void> => {
    const appending = neighbours.map(({ streamId, events, options }) =>
      subject.store.appendToStream(streamId, events, options),
    );
    const outcomes = await Promise.allSettled(appending);
    for (const [index, { streamId, code }] of neighbours.entries()) {
      const outcome = outcomes[index];
      if (code !== undefined) {
        await assertRejects(() => appending[index] ?? Promise.resolve(), { code }, `Append ${String(index)}`);
      } else {
        if (outcome?.status !== 'fulfilled') throw outcome?.reason;
        assert.deepEqual(await subject.other.readStream(streamId), outcome.value.events);
        assert.deepEqual(dataOf(outcome.value), dataOf(neighbours[index]), 'stored as it was given');
      }
    }
  };
  const dataOf = (of: Neighbour | AppendResult | undefined) =>
    of?.events.map((event) => Reflect.get(event, 'data') as unknown);
  const good = (count = 2): Neighbour => ({ streamId: newStreamId(), events: numberedEvents(count) });

  describe('appends of one turn', () => {
    it('are stored whatever becomes of their neighbours', async () => {
      const taken = { ...numbered(0), eventId: randomUUID() };
      const existing = newStreamId();
      await subject.store.appendToStream(existing, [taken]);
      const bad = (): Neighbour[] => [
        {
          streamId: newStreamId(),
          events: [numbered(0), { type: 'order.noted', data: { at: new Date(NaN) } }],
          code: 'UNSTORABLE_DATA',
        },
        { streamId: newStreamId(), events: [large(17_000_000)], code: 'UNSTORABLE_DATA' },
        { streamId: newStreamId(), events: [numbered(0), taken], code: 'DUPLICATE_EVENT_ID' },
        {
          streamId: newStreamId(),
          events: [numbered(0)],
          options: { expectedStreamVersion: 7 },
          code: 'STREAM_VERSION_CONFLICT',
        },
        {
          streamId: existing,
          events: [numbered(0)],
          options: { expectedStreamVersion: -1 },
          code: 'STREAM_VERSION_CONFLICT',
        },
        { streamId: '', events: [numbered(0)], code: 'INVALID_STREAM_ID' },
        { streamId: newStreamId(), events: [], code: 'NO_EVENTS' },
        { streamId: newStreamId(), events: [{ type: 'no type' }], code: 'INVALID_EVENT' },
      ];
      await appendTogether(range(10).flatMap(() => [good(), ...bad().flatMap((neighbour) => [neighbour, good(3)])]));
      assert.equal((await subject.store.readStream(existing)).length, 1);
    });

    it('are stored when two of them have the same event id: one of these two is refused', async () => {
      const twin = { ...numbered(7), eventId: randomUUID() };
      const neighbours = range(20).map(() => good());
      const twins = [newStreamId(), newStreamId()];
      const together = appendTogether(neighbours);
      const outcomes = await Promise.allSettled(
        twins.map((id) => subject.store.appendToStream(id, [numbered(0), twin])),
      );
      await together;
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const stored = await Promise.all(twins.map((streamId) => subject.store.readStream(streamId)));
      assert.deepEqual(stored.map(({ length }) => length).sort(), [0, 2]);
    });

    it('are stored when each of several nearly fills 16 MB', async () => {
      const full = (bytes: number): Neighbour => ({ streamId: newStreamId(), events: [large(bytes)] });
      await appendTogether([
        good(),
        full(16_700_000),
        good(),
        full(16_700_000),
        full(8_400_000),
        full(8_400_000),
        good(),
        full(4_000_000),
        full(4_000_000),
        full(4_000_000),
        { ...full(16_800_000), code: 'UNSTORABLE_DATA' },
        full(16_700_000),
        good(),
      ]);
    });

    it('are stored when they go to several streams and together are far over 16 MB', async () => {
      const together = range(4).map(() => ({ streamId: newStreamId(), events: [large(9_000_000), numbered(1)] }));
      const [results] = await Promise.all([subject.store.appendToStreams(together), appendTogether([good(), good()])]);
      for (const [index, { streamId }] of together.entries()) {
        const events = await subject.other.readStream(streamId);
        assert.deepEqual(events, results[index]?.events);
        assert.equal(String(events[0]?.data.text).length, 9_000_000);
      }
    });

    it('are stored beside one of 10 000 events', async () => {
      await appendTogether([good(), good(10_000), ...range(50).map(() => good()), good(10_000), good()]);
    });

    it('are stored when there are very many', async () => {
      await appendTogether(range(2_500).map(() => good(1)));
    });
  });
}
