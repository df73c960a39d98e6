import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testRunner } from '../test-runner.js';
import { range } from '../support.js';
import { newSubscription, ownSlice, sliceAt, type SubscriptionStoreSubject } from './subject.js';

export function describeSlices(subject: SubscriptionStoreSubject): void {
  const { describe, it } = testRunner();

  /** A subscription whose slices 0 and 1 belong to one member, and 2 to another. */
  const arrange = async () => {
    const { id: subscription } = await subject.store.create(newSubscription(), 10);
    const [mine, theirs] = [randomUUID(), randomUUID()];
    for (const [slice, owner] of [mine, mine, theirs].entries()) {
      await subject.store.claim({ subscription, slice, owner: null }, owner);
    }
    const positions = async () => (await subject.other.slices([subscription])).map(({ position }) => position);
    const owners = async () => (await subject.other.slices([subscription])).map(({ owner }) => owner);
    const ref = (slice: number) => ({ subscription, slice });
    return { subscription, mine, theirs, positions, owners, ref };
  };

  describe('slices', () => {
    it('are claimed only from the owner that is given', async () => {
      const { mine, theirs, owners, ref } = await arrange();
      const claim = (slice: number, owner: string | null) => subject.other.claim({ ...ref(slice), owner }, 'new');
      assert.equal(await claim(0, null), null);
      assert.equal(await claim(0, theirs), null);
      assert.equal(await claim(3, mine), null);
      assert.equal(await claim(4, null), null);
      assert.equal(await subject.other.claim({ subscription: randomUUID(), slice: 0, owner: null }, 'new'), null);
      assert.deepEqual(await owners(), [mine, mine, theirs, null]);
      assert.deepEqual(await claim(0, mine), { ...ref(0), position: 10, owner: 'new' });
      assert.deepEqual(await claim(3, null), { ...ref(3), position: 10, owner: 'new' });
      assert.deepEqual(await owners(), ['new', mine, theirs, 'new']);
    });

    it('tell whoever claims them how far they have come', async () => {
      const { mine, ref } = await arrange();
      await subject.store.advance(mine, [{ ...ref(1), position: 2 ** 40 }]);
      const claimed = await subject.other.claim({ ...ref(1), owner: mine }, 'new');
      assert.deepEqual(claimed, { ...ref(1), position: 2 ** 40, owner: 'new' });
    });

    for (const before of [null, 'dead']) {
      it(`are claimed by one of several at the same time (from ${String(before)})`, async () => {
        const { id: subscription } = await subject.store.create(newSubscription(), 0);
        if (before !== null) await subject.store.claim({ subscription, slice: 2, owner: null }, before);
        const claims = await Promise.all(
          range(16).map((number) =>
            (number % 2 === 0 ? subject.store : subject.other).claim(
              { subscription, slice: 2, owner: before },
              `member-${number}`,
            ),
          ),
        );
        const won = claims.flatMap((claimed, number) => (claimed === null ? [] : [`member-${number}`]));
        assert.equal(won.length, 1);
        assert.equal((await sliceAt(subject.store, { subscription, slice: 2 }))?.owner, won[0]);
      });
    }

    it('are found for the subscriptions that are asked for', async () => {
      const [one, two] = [await arrange(), await arrange()];
      assert.deepEqual(await subject.store.slices([]), []);
      assert.deepEqual(await subject.store.slices([randomUUID()]), []);
      const found = await subject.store.slices([two.subscription, one.subscription, two.subscription]);
      assert.equal(found.length, 8);
      assert.deepEqual(new Set(found.map(({ subscription }) => subscription)).size, 2);
    });

    it('move on, each by itself, where they belong to the member', async () => {
      const { subscription, mine, positions, owners, theirs, ref } = await arrange();
      assert.deepEqual(await subject.store.advance(mine, []), []);
      const moves = [0, 1, 2, 3, 4].map((slice) => ({ ...ref(slice), position: 20 + slice }));
      const lost = await subject.store.advance(mine, moves);
      assert.deepEqual(
        [...lost].sort((left, right) => left.slice - right.slice),
        [ref(2), ref(3), { subscription, slice: 4 }],
      );
      assert.deepEqual(await positions(), [20, 21, 10, 10]);
      assert.deepEqual(await owners(), [mine, mine, theirs, null]);
      assert.deepEqual(await subject.other.advance(theirs, [{ ...ref(2), position: 30 }]), []);
      assert.deepEqual(await positions(), [20, 21, 30, 10]);
    });

    it('of several subscriptions move on together', async () => {
      const [one, two] = [await arrange(), await ownSlice(subject)];
      await subject.store.claim({ ...one.ref(3), owner: null }, two.memberId);
      const { subscription, slice, memberId } = two;
      const moves = [
        { ...one.ref(3), position: 50 },
        { ...one.ref(0), position: 51 },
        { subscription, slice, position: 52 },
      ];
      assert.deepEqual(await subject.store.advance(memberId, moves), [one.ref(0)]);
      assert.deepEqual(await one.positions(), [10, 10, 10, 50]);
      assert.equal((await sliceAt(subject.store, two))?.position, 52);
    });

    it('never go back', async () => {
      const { mine, positions, ref } = await arrange();
      for (const [position, expected] of [
        [9, 10],
        [2 ** 40, 2 ** 40],
        [2 ** 40 - 1, 2 ** 40],
        [-1, 2 ** 40],
        [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
        [0, Number.MAX_SAFE_INTEGER],
      ] as const) {
        assert.deepEqual(await subject.store.advance(mine, [{ ...ref(0), position }]), []);
        assert.equal((await positions())[0], expected);
      }
      await Promise.all(
        range(16).map((number) =>
          (number % 2 === 0 ? subject.store : subject.other).advance(mine, [
            { ...ref(1), position: 100 + ((number * 7) % 16) },
          ]),
        ),
      );
      assert.equal((await positions())[1], 115);
    });

    it('that were claimed by another move no more for the old owner', async () => {
      const { mine, positions, ref } = await arrange();
      await subject.other.claim({ ...ref(0), owner: mine }, 'new');
      assert.deepEqual(await subject.store.advance(mine, [{ ...ref(0), position: 99 }]), [ref(0)]);
      assert.deepEqual((await positions())[0], 10);
    });

    it('are given up by their owner alone, and keep their position', async () => {
      const { mine, theirs, owners, positions, ref } = await arrange();
      await subject.store.release(mine, []);
      await subject.store.advance(mine, [{ ...ref(0), position: 20 }]);
      await subject.store.release(mine, [ref(0), ref(2), ref(3), ref(9)]);
      assert.deepEqual(await owners(), [null, mine, theirs, null]);
      assert.deepEqual(await positions(), [20, 10, 10, 10]);
      assert.deepEqual(await subject.store.advance(mine, [{ ...ref(0), position: 30 }]), [ref(0)]);
    });
  });
}
