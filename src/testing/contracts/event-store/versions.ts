import assert from 'node:assert/strict';
import type { ExpectedStreamVersion } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import {
  assertNothingStored,
  assertRejects,
  newStreamId,
  numbered,
  numberedEvents,
  numbersOf,
  type EventStoreSubject,
} from '../support.js';

/** A stream's length, an expected version, and whether they fit. */
const cases: readonly (readonly [length: number, expected: ExpectedStreamVersion, fits: boolean])[] = [
  [0, 'any', true],
  [0, 'no_stream', true],
  [0, -1, true],
  [0, 'stream_exists', false],
  [0, 0, false],
  [0, 7, false],
  [0, Number.MAX_SAFE_INTEGER, false],
  [5, 'any', true],
  [5, 'stream_exists', true],
  [5, 4, true],
  [5, 'no_stream', false],
  [5, -1, false],
  [5, 0, false],
  [5, 1, false],
  [5, 2, false],
  [5, 3, false],
  [5, 5, false],
  [5, 6, false],
  [5, 1_000, false],
];

export function describeVersions(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** A stream of so many events, in appends of one, three and one. */
  const streamOf = async (length: number) => {
    const streamId = newStreamId();
    if (length > 0) for (const count of [1, 3, 1]) await subject.store.appendToStream(streamId, numberedEvents(count));
    return streamId;
  };

  describe('expected versions', () => {
    for (const [length, expectedStreamVersion, fits] of cases) {
      const title = `${String(expectedStreamVersion)} of a stream of ${length} events`;
      const append = async (process: EventStoreSubject['store']) => {
        const streamId = await streamOf(length);
        const call = () => process.appendToStream(streamId, [numbered(9), numbered(10)], { expectedStreamVersion });
        return { streamId, call };
      };

      if (fits) {
        it(`accepts ${title}`, async () => {
          const { streamId, call } = await append(subject.store);
          assert.equal((await call()).streamVersion, length + 1);
          assert.deepEqual(numbersOf(await subject.store.readStream(streamId)).slice(length), [9, 10]);
        });
      } else {
        it(`refuses ${title} and stores nothing`, async () => {
          for (const process of [subject.store, subject.other]) {
            const { streamId, call } = await append(process);
            await assertNothingStored(subject, () =>
              assertRejects(call, {
                code: 'STREAM_VERSION_CONFLICT',
                name: 'StreamVersionConflictError',
                status: 409,
                retryable: true,
                streamId,
                expectedStreamVersion,
                actualStreamVersion: length - 1,
              }),
            );
            assert.equal((await subject.store.readStream(streamId)).length, length);
          }
        });
      }
    }

    it('follows the stream from append to append', async () => {
      const streamId = newStreamId();
      let expectedStreamVersion = -1;
      for (const count of [1, 4, 2]) {
        const result = await subject.store.appendToStream(streamId, numberedEvents(count), { expectedStreamVersion });
        assert.equal(result.streamVersion, expectedStreamVersion + count);
        expectedStreamVersion = result.streamVersion;
      }
    });

    it('knows what another process appended', async () => {
      const other = subject.other;
      const streamId = newStreamId();
      await subject.store.appendToStream(streamId, numberedEvents(2), { expectedStreamVersion: 'no_stream' });
      await other.appendToStream(streamId, [numbered(2)], { expectedStreamVersion: 1 });
      await assertRejects(() => subject.store.appendToStream(streamId, [numbered(3)], { expectedStreamVersion: 1 }), {
        code: 'STREAM_VERSION_CONFLICT',
        actualStreamVersion: 2,
      });
      await subject.store.appendToStream(streamId, [numbered(3)], { expectedStreamVersion: 2 });
      assert.deepEqual(numbersOf(await other.readStream(streamId)), [0, 1, 2, 3]);
    });

    it('goes on after a conflict', async () => {
      const streamId = newStreamId();
      await assertRejects(
        () => subject.store.appendToStream(streamId, [numbered(0)], { expectedStreamVersion: 'stream_exists' }),
        { code: 'STREAM_VERSION_CONFLICT', actualStreamVersion: -1 },
      );
      const { streamVersion } = await subject.store.appendToStream(streamId, [numbered(0)], {
        expectedStreamVersion: -1,
      });
      assert.equal(streamVersion, 0);
    });
  });
}
