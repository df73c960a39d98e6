import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SubscriptionStore } from '../../../subscriptions/subscription-store.js';
import { testRunner } from '../test-runner.js';
import { range } from '../support.js';
import { hostileNames, longLeaseMs, newMember, ownSlice, sliceAt, type SubscriptionStoreSubject } from './subject.js';

async function isMember(store: SubscriptionStore, memberId: string): Promise<boolean> {
  return (await store.members()).some(({ id }) => id === memberId);
}

async function untilDead(store: SubscriptionStore, memberId: string): Promise<void> {
  while (await isMember(store, memberId)) await wait(10);
}

export function describeMembership(subject: SubscriptionStoreSubject): void {
  const { describe, it } = testRunner();

  describe('members', () => {
    it('are seen by every process, with their groups and homes, ordered by id', async () => {
      const home = { machine: '$a.b', pid: 7, process: '' };
      const [plain, varied, none] = [newMember(), { ...newMember(['b', 'a', 'a.$x']), home }, newMember([])];
      for (const member of [plain, varied, none]) await subject.store.join(member, longLeaseMs);
      const ids = new Set([plain.id, varied.id, none.id]);
      for (const store of [subject.store, subject.other]) {
        const members = await store.members();
        assert.deepEqual(
          members.filter(({ id }) => ids.has(id)),
          [plain, varied, none].sort((left, right) => (left.id < right.id ? -1 : 1)),
        );
        assert.deepEqual(
          members.map(({ id }) => id),
          members.map(({ id }) => id).sort(),
        );
      }
      for (const { id } of [plain, varied, none]) await subject.store.leave(id);
    });

    it('live until their lease ends, and the dead stay dead', async () => {
      const member = newMember();
      await subject.store.join(member, 50);
      await untilDead(subject.other, member.id);
      assert.equal(await subject.store.renew(member, longLeaseMs), false);
      assert.equal(await subject.other.renew(member, longLeaseMs), false);
      assert.equal(await isMember(subject.store, member.id), false);
      await subject.store.join(member, longLeaseMs);
      assert.equal(await isMember(subject.store, member.id), false);
    });

    it('live on where they renew, counted from then, with their groups of then', async () => {
      const member = newMember(['old']);
      await subject.store.join(member, longLeaseMs);
      assert.equal(await subject.other.renew({ ...member, groups: ['new', '$old'] }, longLeaseMs), true);
      const found = (await subject.store.members()).find(({ id }) => id === member.id);
      assert.deepEqual(found, { id: member.id, groups: ['new', '$old'] });
      assert.equal(await subject.store.renew(member, 50), true);
      await untilDead(subject.other, member.id);
      assert.equal(await subject.store.renew(member, longLeaseMs), false);
    });

    it('do not come to life by renewing', async () => {
      const member = newMember();
      assert.equal(await subject.store.renew(member, longLeaseMs), false);
      assert.equal(await isMember(subject.store, member.id), false);
    });

    it('join once however often they are told to', async () => {
      const member = newMember();
      const stores = range(16).map((number) => (number % 2 === 0 ? subject.store : subject.other));
      await Promise.all(stores.map((store) => store.join(member, longLeaseMs)));
      assert.equal((await subject.store.members()).filter(({ id }) => id === member.id).length, 1);
      await subject.store.leave(member.id);
    });

    it('leave with all that they own, and nobody else loses anything', async () => {
      const [member, staying] = [newMember(), newMember()];
      for (const { id, groups } of [member, staying]) await subject.store.join({ id, groups }, longLeaseMs);
      const [moved, other] = [await ownSlice(subject, member.id), await ownSlice(subject, member.id)];
      const kept = await ownSlice(subject, staying.id);
      await subject.store.advance(member.id, [{ ...moved, position: 7 }]);
      await subject.store.leave(member.id);
      assert.equal(await isMember(subject.other, member.id), false);
      assert.equal(await subject.other.renew(member, longLeaseMs), false);
      for (const slice of [moved, other]) assert.equal((await sliceAt(subject.other, slice))?.owner, null);
      assert.equal((await sliceAt(subject.other, moved))?.position, 7);
      assert.equal((await sliceAt(subject.other, kept))?.owner, staying.id);
      assert.equal(await isMember(subject.other, staying.id), true);
      await subject.store.leave(staying.id);
    });

    it('may leave when they are dead, or unknown', async () => {
      const member = newMember();
      const slice = await ownSlice(subject, member.id);
      await subject.store.leave(member.id);
      assert.equal((await sliceAt(subject.store, slice))?.owner, null);
      await subject.store.leave(randomUUID());
    });

    it('have names of any kind', async () => {
      const unique = randomUUID();
      const members = hostileNames.map((name) => ({ id: `${name}${unique}`, groups: [name, `${name}.x`] }));
      for (const member of members) await subject.store.join(member, longLeaseMs);
      for (const member of members) assert.equal(await subject.other.renew(member, longLeaseMs), true);
      const found = (await subject.store.members()).filter(({ id }) => id.endsWith(unique));
      assert.deepEqual(new Set(found), new Set(members));
      for (const { id } of members) await subject.store.leave(id);
      assert.ok(!(await subject.store.members()).some(({ id }) => id.endsWith(unique)));
    });

    it('are copies', async () => {
      const groups = ['a'];
      const member = newMember(groups);
      await subject.store.join(member, longLeaseMs);
      groups.push('b');
      const read = async () => (await subject.store.members()).find(({ id }) => id === member.id);
      const found = await read();
      assert.ok(found !== undefined);
      Object.assign(found.groups, ['c']);
      assert.deepEqual((await read())?.groups, ['a']);
      await subject.store.leave(member.id);
    });
  });
}
