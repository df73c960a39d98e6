import { inspect } from 'node:util';
import { testRunner } from '../test-runner.js';
import { assertRejects, range, type EventStoreSubject } from '../support.js';

const badQueries = [
  null,
  5,
  'order.*',
  [],
  { types: 'order.*' },
  { types: null },
  { types: { $ne: null } },
  { types: [5] },
  { types: ['order.*', { $gt: '' }] },
  { types: [''] },
  { types: ['two words'] },
  { types: ['order.'] },
  { types: ['.placed'] },
  { types: ['order..*'] },
  { types: ['order*'] },
  { types: ['order.pla*'] },
  { types: ['***'] },
  { types: ['^order'] },
  { types: ['(a+)+.*'] },
  { types: ['order.*\n'] },
  { types: [`${'*.'.repeat(100)}*`] },
  {
    types: range(1_001)
      .map(String)
      .map((word) => `order.n${word}`),
  },
  { streamPrefix: 5 },
  { streamPrefix: null },
  { streamPrefix: { $gt: '' } },
  { streamPrefix: /./u },
  { streamPrefix: '\ud800' },
  { createdFrom: 0 },
  { createdFrom: new Date(NaN) },
  { createdFrom: null },
  { createdTo: '2020-01-01' },
  { createdTo: { $gt: new Date(0) } },
  { correlationId: 5 },
  { correlationId: null },
  { correlationId: { $ne: null } },
  { correlationId: ['c'] },
  { direction: 'up' },
  { direction: null },
  { after: -2 },
  { after: 0.5 },
  { after: '0' },
  { after: null },
  { after: { $gt: 0 } },
  { after: 2 ** 53 },
  { maxCount: 0 },
  { maxCount: -1 },
  { maxCount: 10_001 },
  { maxCount: '1' },
  { maxCount: null },
];

const badStreamIds = ['', '$tombstones', 5, null, { $gt: '' }, ['order-1']];

export function describeBadQueries(subject: EventStoreSubject): void {
  const { describe, it } = testRunner();

  describe('a query over events that is none', () => {
    it('is refused', async () => {
      for (const bad of badQueries as object[]) {
        const about = `Given: ${inspect(bad).slice(0, 200)}`;
        const fields = { code: 'INVALID_OPTION', name: 'InvalidArgumentError' };
        await assertRejects(() => subject.store.queryEvents(bad), fields, about);
      }
    });

    it('is refused for its stream id', async () => {
      for (const streamId of badStreamIds as string[]) {
        await assertRejects(() => subject.store.queryEvents({ streamId }), { code: 'INVALID_STREAM_ID' });
      }
    });
  });
}
