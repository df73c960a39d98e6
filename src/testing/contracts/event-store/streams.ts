import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { testRunner } from '../test-runner.js';
import { collect, newStreamId, numbered, numberedEvents, type EventStoreSubject } from '../support.js';

export function describeStreams(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  /** Appends one event to a stream for each ending, in the order given. */
  const arrange = async (...endings: readonly string[]) => {
    const prefix = `${randomUUID()}/`;
    for (const ending of endings) await subject.store.appendToStream(prefix + ending, [numbered(0)]);
    const endingsOf = async (options: { prefix?: string; after?: string; maxCount?: number }) => {
      const after = options.after === undefined ? {} : { after: prefix + options.after };
      const infos = await collect(
        subject.store.listStreams({ ...options, prefix: prefix + (options.prefix ?? ''), ...after }),
      );
      return infos.map(({ streamId }) => streamId.slice(prefix.length));
    };
    return { prefix, endingsOf };
  };

  describe('listing streams', () => {
    it('orders them by the UTF-8 bytes of their ids', async () => {
      const ordered = ['A', 'B', 'a', 'a-1', 'a-10', 'a-2', 'a1', 'b', 'é', '\uffee', '😀'];
      const { endingsOf } = await arrange(...[...ordered].reverse());
      assert.deepEqual(await endingsOf({}), ordered);
    });

    it('takes a prefix by its letters', async () => {
      const { endingsOf } = await arrange('a.b', 'axb', 'a.bc', 'A.b', '^a', 'a', '(', '[a', 'a\\', 'a*');
      assert.deepEqual(await endingsOf({ prefix: 'a.b' }), ['a.b', 'a.bc']);
      assert.deepEqual(await endingsOf({ prefix: '^' }), ['^a']);
      assert.deepEqual(await endingsOf({ prefix: '(' }), ['(']);
      assert.deepEqual(await endingsOf({ prefix: '[' }), ['[a']);
      assert.deepEqual(await endingsOf({ prefix: 'a\\' }), ['a\\']);
      assert.deepEqual(await endingsOf({ prefix: 'a*' }), ['a*']);
      assert.deepEqual(await endingsOf({ prefix: 'nothing' }), []);
    });

    it('takes a prefix at the beginning only', async () => {
      const { prefix, endingsOf } = await arrange('a', 'b');
      await subject.store.appendToStream(`${prefix}aa${prefix}b`, [numbered(0)]);
      assert.deepEqual(await endingsOf({ prefix: 'b' }), ['b']);
      await subject.store.appendToStream(`${prefix}b${prefix}b`, [numbered(0)]);
      await subject.store.appendToStream(`${prefix}c${prefix}b`, [numbered(0)]);
      assert.deepEqual(await endingsOf({ prefix: 'b' }), ['b', `b${prefix}b`]);
    });

    it('goes on after an id, whether it exists or not', async () => {
      const { endingsOf } = await arrange('a', 'b', 'c', 'd');
      assert.deepEqual(await endingsOf({ after: 'a' }), ['b', 'c', 'd']);
      assert.deepEqual(await endingsOf({ after: 'bb' }), ['c', 'd']);
      assert.deepEqual(await endingsOf({ after: 'd' }), []);
      assert.deepEqual(await endingsOf({ after: 'a', maxCount: 2 }), ['b', 'c']);
      assert.deepEqual(await endingsOf({ maxCount: 0 }), []);
      assert.deepEqual(await endingsOf({ prefix: 'c', after: 'a' }), ['c']);
      assert.deepEqual(await endingsOf({ prefix: 'a', after: 'c' }), []);
    });

    it('lists every stream when it is asked for nothing in particular', async () => {
      const { prefix } = await arrange('a', 'b');
      const ids = (await collect(subject.store.listStreams())).map(({ streamId }) => streamId);
      assert.deepEqual(
        ids.filter((id) => id.startsWith(prefix)),
        [`${prefix}a`, `${prefix}b`],
      );
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(
        ids.every((id) => !id.startsWith('$')),
        'streams of Annals itself are not shown',
      );
    });

    it('tells the version and the times of each', async () => {
      const { prefix } = await arrange('a', 'b');
      const first = (await subject.store.readStream(`${prefix}a`))[0];
      const last = (await subject.store.appendToStream(`${prefix}a`, numberedEvents(3))).events.at(-1);
      const infos = await collect(subject.other.listStreams({ prefix }));
      assert.deepEqual(infos[0], {
        streamId: `${prefix}a`,
        streamVersion: 3,
        createdAt: first?.createdAt,
        updatedAt: last?.createdAt,
      });
      assert.equal(infos[1]?.streamVersion, 0);
    });
  });

  describe('the info of a stream', () => {
    it('is null for a stream that is missing', async () => {
      assert.equal(await subject.store.streamInfo(newStreamId()), null);
    });

    it('tells its version and its times', async () => {
      const streamId = newStreamId();
      const first = await subject.store.appendToStream(streamId, numberedEvents(2));
      const second = await subject.store.appendToStream(streamId, numberedEvents(3));
      assert.deepEqual(await subject.other.streamInfo(streamId), {
        streamId,
        streamVersion: 4,
        createdAt: first.events[0]?.createdAt,
        updatedAt: second.events[0]?.createdAt,
      });
    });
  });
}
