import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testRunner } from '../test-runner.js';
import { range } from '../support.js';
import { hostileNames, newSubscription, ownSlice, parkedLane, type SubscriptionStoreSubject } from './subject.js';

export function describeSubscriptions(subject: SubscriptionStoreSubject): void {
  const { describe, it } = testRunner();
  const find = async (id: string) => (await subject.other.subscriptions()).find((found) => found.id === id);

  describe('subscriptions', () => {
    it('are created with all their slices at a position, without owners', async () => {
      const subscription = newSubscription();
      const before = Date.now();
      const { createdAt, ...created } = await subject.store.create(subscription, 41);
      assert.deepEqual(created, subscription);
      // The clocks may differ by a little.
      assert.ok(Math.abs(createdAt.getTime() - before) < 600_000);
      assert.deepEqual(await find(subscription.id), { ...subscription, createdAt });
      assert.deepEqual(
        await subject.other.slices([subscription.id]),
        range(4).map((slice) => ({ subscription: subscription.id, slice, position: 41, owner: null })),
      );
    });

    it('are found when they are there: only the patterns are replaced', async () => {
      const subscription = newSubscription();
      const created = await subject.store.create(subscription, 5);
      const claimed = await subject.store.claim({ subscription: subscription.id, slice: 1, owner: null }, 'me');
      const changed = {
        ...subscription,
        patterns: ['**', 'user.named'],
        kind: 'webhook' as const,
        name: 'x',
        sliceCount: 9,
      };
      const found = await subject.other.create(changed, 99);
      assert.deepEqual(found, { ...created, patterns: ['**', 'user.named'] });
      assert.deepEqual(await find(subscription.id), found);
      const slices = await subject.store.slices([subscription.id]);
      assert.deepEqual(
        slices.map(({ position }) => position),
        [5, 5, 5, 5],
      );
      assert.deepEqual(slices[1], claimed);
    });

    it('are created once by several processes at the same time', async () => {
      const subscription = newSubscription();
      const records = await Promise.all(
        range(16).map((number) =>
          (number % 2 === 0 ? subject.store : subject.other).create(
            { ...subscription, sliceCount: 2 + (number % 3), patterns: [`order.n${number}`] },
            number,
          ),
        ),
      );
      const [first] = records;
      assert.equal(new Set(records.map(({ createdAt }) => createdAt.getTime())).size, 1);
      assert.equal(new Set(records.map(({ sliceCount }) => sliceCount)).size, 1);
      const slices = await subject.store.slices([subscription.id]);
      assert.deepEqual(
        slices.map(({ slice }) => slice),
        range(first?.sliceCount ?? 0),
      );
      assert.equal(new Set(slices.map(({ position }) => position)).size, 1);
      assert.equal((slices[0]?.position ?? -1) % 3, (first?.sliceCount ?? 0) - 2);
    });

    it('keep every position exactly', async () => {
      for (const position of [-1, 0, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
        const { id } = await subject.store.create(newSubscription('far', 1), position);
        assert.equal((await subject.other.slices([id]))[0]?.position, position);
      }
    });

    it('are listed by id', async () => {
      const created = [];
      for (const name of ['b', 'a', 'B', 'é', '🐎', '\uffee']) {
        created.push(await subject.store.create(newSubscription(name), -1));
      }
      const ids = new Set(created.map(({ id }) => id));
      const bytes = ({ id }: { id: string }) => Buffer.from(id);
      const expected = created.toSorted((left, right) => Buffer.compare(bytes(left), bytes(right)));
      const listed = (await subject.other.subscriptions()).filter(({ id }) => ids.has(id));
      assert.deepEqual(listed, expected);
      const slices = await subject.other.slices([...ids]);
      assert.deepEqual(
        slices.map(({ subscription, slice }) => [subscription, slice]),
        expected.flatMap(({ id }) => range(4).map((slice) => [id, slice])),
      );
    });

    it('are forgotten with their slices and parked lanes, and nothing else is', async () => {
      const [gone, kept] = [await ownSlice(subject), await ownSlice(subject)];
      for (const slice of [gone, kept]) {
        await subject.store.park(slice.memberId, parkedLane(slice, { lane: 'order-1' }));
      }
      assert.equal(await subject.other.remove(gone.subscription), true);
      assert.equal(await subject.store.remove(gone.subscription), false);
      assert.equal(await find(gone.subscription), undefined);
      assert.deepEqual(await subject.store.slices([gone.subscription]), []);
      assert.deepEqual(await subject.store.parkedLanes(gone), []);
      assert.deepEqual(await subject.store.advance(gone.memberId, [{ ...slice(gone), position: 3 }]), [slice(gone)]);
      assert.equal(await subject.store.claim({ ...gone, owner: gone.memberId }, 'another'), null);
      assert.equal(await subject.store.park(gone.memberId, parkedLane(gone, { lane: 'order-2' })), false);
      assert.equal((await subject.store.slices([kept.subscription])).length, 4);
      assert.equal((await subject.store.parkedLanes(kept)).length, 1);
    });

    it('begin anew when they were removed', async () => {
      const subscription = newSubscription();
      await subject.store.create(subscription, 5);
      await subject.store.remove(subscription.id);
      await subject.other.create({ ...subscription, sliceCount: 2 }, 8);
      const slices = await subject.store.slices([subscription.id]);
      assert.deepEqual(
        slices.map(({ position }) => position),
        [8, 8],
      );
    });

    it('are whole or gone where one process creates and another removes', async () => {
      const subscription = newSubscription();
      await Promise.all(
        range(16).map((number) =>
          number % 2 === 0 ? subject.store.create(subscription, number) : subject.other.remove(subscription.id),
        ),
      );
      const slices = await subject.store.slices([subscription.id]);
      assert.equal(slices.length, (await find(subscription.id)) === undefined ? 0 : 4);
      assert.ok(new Set(slices.map(({ position }) => position)).size <= 1);
    });

    it('have names and patterns of any kind', async () => {
      for (const name of hostileNames) {
        const subscription = { ...newSubscription(), id: `webhook/${name}${randomUUID()}`, name, patterns: [name] };
        const created = await subject.store.create(subscription, 0);
        assert.deepEqual(await find(subscription.id), created);
        assert.deepEqual(created, { ...subscription, createdAt: created.createdAt });
        const again = await subject.other.create({ ...subscription, patterns: [name, 'b'] }, 7);
        assert.deepEqual(again.patterns, [name, 'b']);
        const ref = { subscription: subscription.id, slice: 3 };
        const owned = { ...ref, position: 0, owner: name };
        assert.deepEqual(await subject.store.claim({ ...ref, owner: null }, name), owned);
        assert.deepEqual(await subject.store.advance(name, [{ ...ref, position: 9 }]), []);
        const moved = { ...owned, position: 9 };
        assert.deepEqual((await subject.other.slices([subscription.id]))[3], moved);
        assert.equal(await subject.other.remove(subscription.id), true);
      }
    });

    it('whose names go on with digits keep their slices apart', async () => {
      const id = `subscriber/${randomUUID()}`;
      const ids = [id, `${id}1`, `${id}#1`];
      for (const [position, name] of ids.entries()) {
        await subject.store.create({ ...newSubscription('digits', 13), id: name }, position);
      }
      for (const [position, name] of ids.entries()) {
        const slices = await subject.other.slices([name]);
        assert.deepEqual(
          slices.map((found) => found.position),
          range(13).map(() => position),
        );
      }
    });

    it('are copies', async () => {
      const patterns = ['order.*'];
      const created = await subject.store.create({ ...newSubscription(), patterns }, 0);
      const { id } = created;
      patterns.push('a');
      created.createdAt.setTime(0);
      Object.assign(created.patterns, ['b']);
      const found = (await subject.store.subscriptions()).find((record) => record.id === id);
      assert.ok(found !== undefined && found.createdAt.getTime() > 0);
      assert.deepEqual(found.patterns, ['order.*']);
      Object.assign(found.patterns, ['c']);
      for (const found of await subject.store.slices([id])) Object.assign(found, { position: 99 });
      assert.deepEqual((await find(id))?.patterns, ['order.*']);
      assert.equal((await subject.store.slices([id]))[0]?.position, 0);
    });
  });
}

function slice({ subscription, slice: number }: { subscription: string; slice: number }) {
  return { subscription, slice: number };
}
