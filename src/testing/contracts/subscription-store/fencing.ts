import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testRunner } from '../test-runner.js';
import { range } from '../support.js';
import { ownSlice, parkedLane, type SubscriptionStoreSubject } from './subject.js';

export function describeFencing(subject: SubscriptionStoreSubject): void {
  const { describe, it } = testRunner();

  describe('whoever does not own a slice', () => {
    it('parks and removes nothing there', async () => {
      const slice = await ownSlice(subject);
      const lane = parkedLane(slice, { lane: 'a' });
      await subject.store.park(slice.memberId, lane);
      const assertKept = async () => assert.deepEqual(await subject.store.parkedLanes(slice), [lane]);
      const attempts = { ...lane, attempts: 9 };

      assert.equal(await subject.other.park(randomUUID(), attempts), false);
      assert.equal(await subject.other.park(randomUUID(), parkedLane(slice, { lane: 'b' })), false);
      assert.equal(await subject.other.unpark(randomUUID(), lane), false);
      await assertKept();

      await subject.other.claim({ ...slice, owner: slice.memberId }, 'new');
      assert.equal(await subject.store.park(slice.memberId, attempts), false);
      assert.equal(await subject.store.unpark(slice.memberId, lane), false);
      await assertKept();

      await subject.other.release('new', [slice]);
      assert.equal(await subject.store.park(slice.memberId, attempts), false);
      assert.equal(await subject.store.park('new', attempts), false);
      assert.equal(await subject.store.unpark('new', lane), false);
      await assertKept();
    });

    it('parks nothing in a slice that there is not', async () => {
      const slice = await ownSlice(subject);
      const missing = { ...slice, slice: 4 };
      assert.equal(await subject.store.park(slice.memberId, parkedLane(missing, { lane: 'a' })), false);
      assert.deepEqual(await subject.store.parkedLanes(missing), []);
      assert.equal(await subject.store.unpark(slice.memberId, { ...missing, lane: 'a' }), false);
    });

    it('hides nothing from the one that has claimed it', async () => {
      for (const _ of range(5)) {
        const slice = await ownSlice(subject);
        const parking = range(8).map((number) =>
          subject.store.park(slice.memberId, parkedLane(slice, { lane: `lane-${number}` })),
        );
        const claimed = await subject.other.claim({ ...slice, owner: slice.memberId }, 'new');
        assert.equal(claimed?.owner, 'new');
        const seen = (await subject.other.parkedLanes(slice)).map(({ lane }) => lane).sort();
        const parked = (await Promise.all(parking)).flatMap((isParked, number) => (isParked ? [`lane-${number}`] : []));
        assert.deepEqual(seen, parked);
        assert.equal((await subject.other.parkedLanes(slice)).length, parked.length);
      }
    });
  });

  describe('the owner of a slice', () => {
    it('parks and removes many lanes at the same time as it moves on', async () => {
      const slice = await ownSlice(subject);
      const { memberId, subscription } = slice;
      const lanes = range(16).map((number) => parkedLane(slice, { lane: `lane-${number}` }));
      const outcomes = await Promise.all([
        ...lanes.map((lane, number) => (number % 2 === 0 ? subject.store : subject.other).park(memberId, lane)),
        ...range(16).map(async (position) => {
          const lost = await subject.store.advance(memberId, [{ subscription, slice: 0, position }]);
          return lost.length === 0;
        }),
      ]);
      assert.ok(outcomes.every(Boolean));
      assert.equal((await subject.other.parkedLanes(slice)).length, 16);
      assert.equal((await subject.other.slices([subscription]))[0]?.position, 15);
      const removed = await Promise.all(
        lanes.map((lane, number) => (number % 2 === 0 ? subject.store : subject.other).unpark(memberId, lane)),
      );
      assert.ok(removed.every(Boolean));
      assert.deepEqual(await subject.other.parkedLanes(slice), []);
    });
  });
}
