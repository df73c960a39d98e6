import assert from 'node:assert/strict';
import type { NewEvent } from '../../../event-store/index.js';
import { testRunner } from '../test-runner.js';
import { unstorable } from '../storable-values.js';
import {
  assertNothingStored,
  assertRejects,
  newStreamId,
  numbered,
  numberedEvents,
  numbersOf,
  type EventStoreSubject,
} from '../support.js';

export function describeUnstorableData(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  const assertRefused = async (events: readonly NewEvent[], path: string) => {
    const streamId = newStreamId();
    await subject.store.appendToStream(streamId, numberedEvents(2));
    await assertNothingStored(subject, () =>
      assertRejects(() => subject.store.appendToStream(streamId, events), {
        code: 'UNSTORABLE_DATA',
        name: 'UnstorableDataError',
        path,
      }),
    );
    assert.deepEqual(numbersOf(await subject.store.readStream(streamId)), [0, 1]);
  };

  describe('what would not come back as it went in', () => {
    for (const [name, { path, make }] of Object.entries(unstorable)) {
      it(`is refused: ${name}`, async () => {
        await assertRefused(
          [numbered(2), { type: 'order.placed', data: make() }, numbered(3)],
          `events[1].data${path}`,
        );
      });
    }

    for (const [name, { path, make }] of Object.entries(unstorable)) {
      it(`is refused in the metadata and in an append to several streams: ${name}`, async () => {
        await assertRefused([numbered(2), { type: 'order.placed', metadata: make() }], `events[1].metadata${path}`);
        const [one, two] = [newStreamId(), newStreamId()];
        const bad = [numbered(0), { type: 'order.placed', data: make() }];
        await assertNothingStored(subject, () =>
          assertRejects(
            () =>
              subject.store.appendToStreams([
                { streamId: one, events: [numbered(0)] },
                { streamId: two, events: bad },
              ]),
            { code: 'UNSTORABLE_DATA', path: `events[1].data${path}` },
          ),
        );
        assert.deepEqual(await subject.store.readStream(one), []);
      });
    }

    it('is refused over 16 MB in one event', async () => {
      await assertRefused([{ type: 'order.placed', data: { text: 'x'.repeat(17_000_000) } }], 'events[0].data');
      await assertRefused([{ type: 'order.placed', data: { text: 'é'.repeat(8_500_000) } }], 'events[0].data');
    });

    it('is refused over 16 MB in all events together', async () => {
      const events = numberedEvents(20).map((event) => ({ ...event, metadata: { text: 'x'.repeat(1_000_000) } }));
      await assertRefused(events, 'events[16]');
    });
  });
}
