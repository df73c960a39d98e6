import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { testRunner } from '../test-runner.js';
import {
  assertNothingStored,
  assertRejects,
  collect,
  newStreamId,
  numbered,
  type EventStoreSubject,
} from '../support.js';

const badStreamIds = [
  { $gt: '' },
  { $regex: '.' },
  '',
  'a'.repeat(513),
  'é'.repeat(257),
  'a\0b',
  '\ud800',
  '$x',
  '$system',
  undefined,
  null,
  0,
  5,
  true,
  ['order-1'],
  Symbol('order'),
  () => 'order-1',
  Object('order-1') as object,
];

const badVersions = [NaN, Infinity, 1.5, '1', '-1', '', 'latest', -2, 2 ** 53, null, true, {}, [], { $gt: 0 }, 1n];

const badEvents = [
  null,
  undefined,
  'order.placed',
  5,
  [],
  [{ type: 'order.placed' }],
  {},
  { type: undefined },
  { type: '' },
  { type: 5 },
  { type: 'two words' },
  { type: 'order..placed' },
  { type: '.placed' },
  { type: 'order.' },
  { type: '$order' },
  { type: { $gt: '' } },
  { type: 'a'.repeat(1_000) },
  { type: 'order.placed', data: 'text' },
  { type: 'order.placed', data: 5 },
  { type: 'order.placed', data: null },
  { type: 'order.placed', data: [] },
  { type: 'order.placed', data: () => 1 },
  { type: 'order.placed', data: new Date(0) },
  { type: 'order.placed', metadata: 'text' },
  { type: 'order.placed', metadata: [] },
  { type: 'order.placed', metadata: null },
  { type: 'order.placed', metadata: new Date(0) },
  { type: 'order.placed', eventId: '' },
  { type: 'order.placed', eventId: 5 },
  { type: 'order.placed', eventId: null },
  { type: 'order.placed', eventId: 'a\0b' },
  { type: 'order.placed', eventId: '\ud800' },
  { type: 'order.placed', eventId: 'a'.repeat(129) },
  { type: 'order.placed', eventId: { $gt: '' } },
];

const badReadOptions = [
  { from: -1 },
  { from: NaN },
  { from: 1.5 },
  { from: '0' },
  { from: { $gt: 0 } },
  { to: -1 },
  { to: Infinity },
  { to: null },
  { maxCount: -1 },
  { maxCount: 0.5 },
  { maxCount: '1' },
  { direction: 'up' },
  { direction: null },
  { asOf: new Date(NaN) },
  { asOf: 0 },
  { asOf: '2020-01-01' },
];

const badFilters = [
  { after: -2 },
  { after: '0' },
  { after: NaN },
  { maxCount: -1 },
  { types: 'order.placed' },
  { types: [5] },
  { types: [{ $ne: null }] },
  { types: { $ne: null } },
  { types: null },
  { types: ['two words'] },
  { types: ['order.placed', 'order.pla*'] },
  { types: ['(a+)+$'] },
  { types: ['$order.*'] },
  { streams: 'order-1' },
  { streams: [null] },
  { streams: [{ $gt: '' }] },
];

const badListOptions = [
  { prefix: 5 },
  { prefix: { $gt: '' } },
  { after: null },
  { after: /a/u },
  { maxCount: -1 },
  { maxCount: '1' },
];

export function describeBadInput(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();
  const assertRefused = (code: string, given: unknown, call: () => Promise<unknown>) =>
    assertNothingStored(subject, () =>
      assertRejects(call, { code, name: 'InvalidArgumentError' }, `Given: ${inspect(given)}`),
    );

  describe('a call with arguments of the wrong kind rejects and does nothing', () => {
    it('with a bad stream id', async () => {
      const { store } = subject;
      const fold = { initialState: () => 0, evolve: () => 0 };
      for (const bad of badStreamIds as string[]) {
        for (const call of [
          () => store.appendToStream(bad, [numbered(0)]),
          () => store.appendToStreams([{ streamId: bad, events: [numbered(0)] }]),
          () => store.readStream(bad),
          () => collect(store.iterateStream(bad)),
          () => store.aggregateStream(bad, fold),
          () => store.streamInfo(bad),
        ]) {
          await assertRefused('INVALID_STREAM_ID', bad, call);
        }
      }
    });

    it('with a bad expected version', async () => {
      const streamId = newStreamId();
      for (const expectedStreamVersion of badVersions as number[]) {
        await assertRefused('INVALID_EXPECTED_VERSION', expectedStreamVersion, () =>
          subject.store.appendToStream(streamId, [numbered(0)], { expectedStreamVersion }),
        );
      }
      assert.deepEqual(await subject.store.readStream(streamId), []);
    });

    it('with no events', async () => {
      for (const events of [[], undefined, null, {}, 'order.placed', numbered(0), new Set([numbered(0)])]) {
        await assertRefused('NO_EVENTS', events, () => subject.store.appendToStream(newStreamId(), events as never));
      }
    });

    it('with a bad event among good ones', async () => {
      const streamId = newStreamId();
      for (const bad of badEvents) {
        const events = [numbered(0), bad, numbered(1)] as never;
        await assertRefused('INVALID_EVENT', bad, () => subject.store.appendToStream(streamId, events));
      }
      assert.deepEqual(await subject.store.readStream(streamId), []);
    });

    it('with what cannot be looked at', async () => {
      const { store } = subject;
      const streamId = newStreamId();
      const throwing = () => {
        throw new Error('a trap');
      };
      const { proxy, revoke } = Proxy.revocable([], {});
      revoke();
      const names = ['type', 'data', 'metadata', 'eventId', 'constructor'];
      const events = names.map((name) => Object.defineProperty({ type: 'order.placed' }, name, { get: throwing }));
      for (const event of [...events, new Proxy({}, { get: throwing }), proxy, { type: 'order.placed', data: proxy }]) {
        await assertRefused('INVALID_EVENT', event, () => store.appendToStream(streamId, [numbered(0), event]));
      }
      const list = Object.defineProperty([numbered(0)], 0, { get: throwing });
      for (const hostile of [list, new Proxy([numbered(0)], { get: throwing }), proxy]) {
        await assertRefused('INVALID_EVENT', 'a list', () => store.appendToStream(streamId, hostile));
      }
      const options = Object.defineProperty({}, 'expectedStreamVersion', { get: throwing, enumerable: true });
      await assertRefused('INVALID_OPTION', 'options', () => store.appendToStream(streamId, [numbered(0)], options));
      const append = { streamId, events: [numbered(0)] };
      Object.defineProperty(append, 'expectedStreamVersion', { get: throwing, enumerable: true });
      await assertRefused('INVALID_OPTION', 'an append', () => store.appendToStreams([append]));
      await assertRefused('INVALID_STREAM_ID', 'a proxy', () => store.appendToStream(proxy as never, [numbered(0)]));
      assert.deepEqual(await store.readStream(streamId), []);
    });

    it('with bad options for a read', async () => {
      const { store } = subject;
      const streamId = newStreamId();
      for (const options of badReadOptions as object[]) {
        await assertRefused('INVALID_OPTION', options, () => store.readStream(streamId, options));
        await assertRefused('INVALID_OPTION', options, () => collect(store.iterateStream(streamId, options)));
      }
      for (const options of badFilters as object[]) {
        await assertRefused('INVALID_OPTION', options, () => collect(store.readAll(options)));
      }
      for (const options of badListOptions as object[]) {
        await assertRefused('INVALID_OPTION', options, () => collect(store.listStreams(options)));
      }
    });

    it('with ids of events that are no strings', async () => {
      for (const ids of ['abc', [5], [{ $gt: '' }], null]) {
        await assertRefused('INVALID_OPTION', ids, () => subject.store.findEvents(ids as never));
      }
    });
  });
}
