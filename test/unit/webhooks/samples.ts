import type { RecordedEvent } from '../../../src/index.js';
import type { WebhookRecord } from '../../../src/webhooks/index.js';

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const otherSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

export function webhookOf(changes: Partial<WebhookRecord> = {}): WebhookRecord {
  return {
    name: 'crm',
    patterns: ['user.*'],
    url: 'https://example.com/hooks',
    secrets: [secret],
    headers: {},
    allowPrivateNetwork: true,
    from: 'now',
    state: 'active',
    pausedBecause: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    ...changes,
  };
}

export function eventOf(changes: Partial<RecordedEvent> = {}): RecordedEvent {
  return {
    type: 'user.registered',
    data: { name: 'Ada — é😀', tags: ['a'], at: new Date('2026-01-02T03:04:05.678Z') },
    metadata: { correlationId: 'c-1', who: 'ada' },
    streamId: 'user-1',
    streamPosition: 3,
    globalPosition: 40,
    eventId: '0199a5c2-7c1f-7000-8000-000000000001',
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    ...changes,
  };
}
