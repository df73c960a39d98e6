import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../../event-store/index.js';
import { AnnalsError } from '../../../errors/index.js';
import { testRunner } from '../test-runner.js';
import {
  assertRejects,
  newStreamId,
  numbered,
  numberedEvents,
  numbersOf,
  range,
  type EventStoreSubject,
} from '../support.js';

export function describeConcurrency(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();
  const storeOf = (number: number) => (number % 2 === 0 ? subject.store : subject.other);

  describe('at the same time', () => {
    for (const [processes, stores] of [
      ['one process', () => [subject.store]],
      ['two processes', () => [subject.store, subject.other]],
    ] as const) {
      for (const length of [0, 3]) {
        it(`one of 32 writers of ${processes} wins a stream of ${length} events`, async () => {
          const streamId = newStreamId();
          if (length > 0) await subject.store.appendToStream(streamId, numberedEvents(length));
          const writers = range(32).map((number) => stores()[number % stores().length] ?? subject.store);
          const outcomes = await Promise.allSettled(
            writers.map((store, number) =>
              store.appendToStream(streamId, [numbered(100 + number), numbered(200 + number)], {
                expectedStreamVersion: length - 1,
              }),
            ),
          );
          const winners = range(32).filter((number) => outcomes[number]?.status === 'fulfilled');
          assert.equal(winners.length, 1);
          const winner = winners[0] ?? NaN;
          assert.deepEqual(numbersOf(await subject.store.readStream(streamId)).slice(length), [
            100 + winner,
            200 + winner,
          ]);
          for (const outcome of outcomes) {
            if (outcome.status === 'fulfilled') continue;
            await assertRejects(() => Promise.reject(outcome.reason as Error), {
              code: 'STREAM_VERSION_CONFLICT',
              expectedStreamVersion: length - 1,
              actualStreamVersion: length + 1,
            });
          }
        });
      }
    }

    it('50 appends of any version all land on one stream, without gaps or doubles', async () => {
      const streamId = newStreamId();
      const results = await Promise.all(
        range(50).map((number) =>
          storeOf(number).appendToStream(
            streamId,
            range(1 + (number % 3)).map(() => numbered(number)),
          ),
        ),
      );
      const events = await subject.store.readStream(streamId);
      assert.deepEqual(
        events.map(({ streamPosition }) => streamPosition),
        range(results.reduce((sum, { events: appended }) => sum + appended.length, 0)),
      );
      for (const { events: appended, streamVersion } of results) {
        const start = streamVersion - appended.length + 1;
        assert.deepEqual(events.slice(start, streamVersion + 1), appended);
      }
    });

    it('no update is lost by writers that read, decide, and try again after a conflict', async () => {
      const streamId = newStreamId();
      const increment = async (number: number): Promise<void> => {
        const store = storeOf(number);
        for (const _ of range(1_000)) {
          const { state, streamVersion } = await store.aggregateStream(streamId, {
            initialState: () => 0,
            evolve: (_, event) => Number(event.data.number),
          });
          try {
            await store.appendToStream(streamId, [numbered(state + 1)], { expectedStreamVersion: streamVersion });
            return;
          } catch (error) {
            if (!(AnnalsError.is(error) && error.code === 'STREAM_VERSION_CONFLICT')) throw error;
          }
        }
        assert.fail('1 000 attempts met a conflict each');
      };
      await Promise.all(range(16).map(increment));
      assert.deepEqual(
        numbersOf(await subject.store.readStream(streamId)),
        range(16).map((number) => number + 1),
      );
    });

    it('a reader of pages sees every event once and in order while writers write', async () => {
      const after = await subject.store.headPosition();
      let writing = true;
      const acknowledged: RecordedEvent[] = [];

      const write = async (writer: number) => {
        const streamIds = range(3).map(() => newStreamId());
        for (const round of range(20)) {
          const append = { streamId: streamIds[round % 3] ?? '', events: numberedEvents(1 + ((writer + round) % 3)) };
          const { events } = await storeOf(writer).appendToStream(append.streamId, append.events);
          acknowledged.push(...events);
          if (round % 5 !== 0) continue;
          // A refused append may leave a hole in the positions, which the reader must get over.
          await assertRejects(
            () => storeOf(writer).appendToStream(append.streamId, append.events, { expectedStreamVersion: -1 }),
            { code: 'STREAM_VERSION_CONFLICT' },
          );
        }
      };
      const read = async (number: number) => {
        const seen: RecordedEvent[] = [];
        for (let position = after; ;) {
          const isLastRound = !writing;
          const page = await storeOf(number).readPage({ after: position, maxCount: 7 });
          seen.push(...page.events);
          if (isLastRound && page.position === position) return seen;
          position = page.position;
        }
      };

      const reading = Promise.all([read(0), read(1)]);
      await Promise.all(range(16).map(write)).finally(() => (writing = false));
      const expected = acknowledged.sort((left, right) => left.globalPosition - right.globalPosition);
      for (const seen of await reading) assert.deepEqual(seen, expected);
    });
  });
}
