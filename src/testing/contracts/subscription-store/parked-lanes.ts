import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ParkedLane, ParkedLaneQuery } from '../../../subscriptions/parked-lanes.js';
import { testRunner } from '../test-runner.js';
import { hostileNames, ownSlice, parkedLane, type SubscriptionStoreSubject } from './subject.js';

export function describeParkedLanes(subject: SubscriptionStoreSubject): void {
  const { describe, it } = testRunner();
  const byLane = (lanes: readonly ParkedLane[]) => lanes.toSorted((left, right) => (left.lane < right.lane ? -1 : 1));

  /** A slice with four parked lanes, two of them dead letters. */
  const arrange = async () => {
    const slice = await ownSlice(subject);
    const lanes = [
      parkedLane(slice, { lane: 'a' }),
      parkedLane(slice, { lane: 'b', nextAttemptAt: null }),
      parkedLane(slice, { lane: 'c' }),
      parkedLane(slice, { lane: 'd', nextAttemptAt: null }),
    ] as const;
    for (const lane of lanes) assert.equal(await subject.store.park(slice.memberId, lane), true);
    return { slice, lanes, memberId: slice.memberId, subscription: slice.subscription };
  };

  describe('parked lanes', () => {
    it('are kept whole, by slice', async () => {
      const { slice, lanes, memberId } = await arrange();
      const second = { ...slice, slice: 1 };
      await subject.store.claim({ ...second, owner: null }, memberId);
      const elsewhere = parkedLane(second, { lane: 'e', failure: { name: 'E', message: '', code: 'ECONNRESET' } });
      await subject.store.park(memberId, elsewhere);
      assert.deepEqual(byLane(await subject.other.parkedLanes(slice)), lanes);
      assert.deepEqual(await subject.other.parkedLanes(second), [elsewhere]);
      assert.deepEqual(await subject.other.parkedLanes({ ...slice, slice: 2 }), []);
      assert.deepEqual(await subject.other.parkedLanes({ ...slice, subscription: randomUUID() }), []);
    });

    it('take the place of what was parked for the lane before, at the same event or another', async () => {
      const { slice, lanes, memberId } = await arrange();
      const again = { ...lanes[0], attempts: 3, lastFailedAt: new Date(5_000), nextAttemptAt: null };
      assert.equal(await subject.store.park(memberId, again), true);
      const later = parkedLane(slice, {
        lane: 'b',
        event: { ...lanes[1].event, eventId: 'later', streamPosition: 9 },
        attempts: 1,
      });
      assert.notEqual(later.id, lanes[1].id);
      assert.equal(await subject.store.park(memberId, later), true);
      assert.deepEqual(byLane(await subject.other.parkedLanes(slice)), [again, later, lanes[2], lanes[3]]);
    });

    it('are removed', async () => {
      const { slice, lanes, memberId } = await arrange();
      const { subscription } = slice;
      assert.equal(await subject.store.unpark(memberId, { subscription, slice: 0, lane: 'b' }), true);
      assert.equal(await subject.store.unpark(memberId, { subscription, slice: 0, lane: 'b' }), true);
      assert.equal(await subject.store.unpark(memberId, { subscription, slice: 0, lane: 'never' }), true);
      assert.deepEqual(byLane(await subject.other.parkedLanes(slice)), [lanes[0], lanes[2], lanes[3]]);
    });

    it('have names of any kind', async () => {
      const slice = await ownSlice(subject);
      const lanes = hostileNames.map((name) =>
        parkedLane(slice, {
          lane: name,
          event: { eventId: name, type: 'a.b', streamId: name, streamPosition: 0, globalPosition: 0 },
          failure: { name, message: name, code: name },
          nextAttemptAt: null,
        }),
      );
      for (const lane of lanes) assert.equal(await subject.store.park(slice.memberId, lane), true);
      assert.deepEqual(byLane(await subject.other.parkedLanes(slice)), byLane(lanes));
      for (const lane of lanes) assert.equal(await subject.other.request(lane.id, 'retry'), true);
      for (const lane of lanes) assert.equal(await subject.other.unpark(slice.memberId, lane), true);
      assert.deepEqual(await subject.store.parkedLanes(slice), []);
    });

    it('of the same name in two subscriptions are two', async () => {
      const [one, two] = [await ownSlice(subject), await ownSlice(subject)];
      for (const slice of [one, two]) await subject.store.park(slice.memberId, parkedLane(slice, { lane: 'same' }));
      await subject.store.unpark(one.memberId, { ...one, lane: 'same' });
      assert.deepEqual(await subject.store.parkedLanes(one), []);
      assert.deepEqual(await subject.store.parkedLanes(two), [parkedLane(two, { lane: 'same' })]);
    });

    it('are found a page at a time, ordered by id', async () => {
      const [{ lanes, subscription }] = [await arrange(), await arrange()];
      const find = (query: Partial<ParkedLaneQuery>) =>
        subject.other.findParked({ subscription, maxCount: 100, ...query });
      assert.deepEqual(await find({}), lanes);
      assert.deepEqual(await find({ isDead: true }), [lanes[1], lanes[3]]);
      assert.deepEqual(await find({ isDead: false }), [lanes[0], lanes[2]]);
      assert.deepEqual(await find({ maxCount: 3 }), lanes.slice(0, 3));
      assert.deepEqual(await find({ after: lanes[1].id, maxCount: 1 }), [lanes[2]]);
      assert.deepEqual(await find({ after: lanes[1].id, isDead: true }), [lanes[3]]);
      assert.deepEqual(await find({ after: lanes[3].id }), []);
      assert.deepEqual(await find({ subscription: randomUUID() }), []);
      const everywhere = await subject.other.findParked({ maxCount: 10_000 });
      const ids = everywhere.map(({ id }) => id);
      assert.ok(lanes.every(({ id }) => ids.includes(id)) && ids.length >= 8);
      assert.deepEqual(
        ids,
        ids.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
      );
    });

    it('are counted by subscription', async () => {
      const { slice, lanes, memberId, subscription } = await arrange();
      const count = async () => (await subject.other.countParked()).get(subscription);
      assert.deepEqual(await count(), { retrying: 2, dead: 2 });
      await subject.store.park(memberId, { ...lanes[0], nextAttemptAt: null });
      assert.deepEqual(await count(), { retrying: 1, dead: 3 });
      for (const lane of lanes) await subject.store.unpark(memberId, lane);
      assert.deepEqual(await subject.store.parkedLanes(slice), []);
      assert.equal(await count(), undefined);
    });

    it('that are dead letters take requests, until they are parked anew or removed', async () => {
      const { slice, lanes, memberId, subscription } = await arrange();
      const [retrying, dead, , other] = lanes;
      assert.deepEqual(await subject.store.requested([subscription]), []);
      assert.equal(await subject.other.request(retrying.id, 'retry'), false);
      assert.equal(await subject.other.request(`${subscription}/never`, 'retry'), false);
      assert.equal(await subject.other.request(dead.id, 'retry'), true);
      assert.equal(await subject.other.request(other.id, 'discard'), true);
      const requested = async (...subscriptions: string[]) => byLane(await subject.store.requested(subscriptions));
      const expected = [
        { ...dead, request: 'retry' },
        { ...other, request: 'discard' },
      ];
      assert.deepEqual(await requested(subscription), expected);
      assert.deepEqual(await requested(randomUUID(), subscription, subscription), expected);
      assert.deepEqual(await requested(randomUUID()), []);
      assert.deepEqual(await requested(), []);
      assert.deepEqual(byLane(await subject.store.parkedLanes(slice)), [retrying, expected[0], lanes[2], expected[1]]);

      assert.equal(await subject.other.request(other.id, 'retry'), true);
      assert.equal((await requested(subscription))[1]?.request, 'retry');
      await subject.store.unpark(memberId, other);
      assert.equal(await subject.other.request(other.id, 'retry'), false);
      await subject.store.park(memberId, dead);
      assert.deepEqual(await requested(subscription), []);
    });

    it('are copies', async () => {
      const slice = await ownSlice(subject);
      const lane = parkedLane(slice, { lane: 'a' });
      await subject.store.park(slice.memberId, lane);
      const expected = parkedLane(slice, { lane: 'a' });
      const spoil = (spoilt: ParkedLane) => {
        spoilt.firstFailedAt.setTime(0);
        spoilt.nextAttemptAt?.setTime(0);
        Object.assign(spoilt.event, { eventId: 'x' });
        Object.assign(spoilt.failure, { message: 'x' });
      };
      spoil(lane);
      for (const found of await subject.store.parkedLanes(slice)) spoil(found);
      for (const found of await subject.store.findParked({ subscription: slice.subscription, maxCount: 9 })) {
        spoil(found);
      }
      assert.deepEqual(await subject.store.parkedLanes(slice), [expected]);
    });
  });
}
