import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { WebhookRecord, WebhookStore } from '../../webhooks/index.js';
import { useSubject, type CreateContractSubject } from './subject.js';
import { range } from './support.js';
import { testRunner } from './test-runner.js';

function webhookOf(name: string, changes: Partial<WebhookRecord> = {}): WebhookRecord {
  return {
    name,
    patterns: ['order.*', 'user.registered'],
    url: 'https://example.com/hooks?key=é',
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    headers: { authorization: 'Bearer a', '$x.y': '$z' },
    allowPrivateNetwork: false,
    from: 7,
    state: 'active',
    pausedBecause: null,
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    updatedAt: new Date('2026-01-02T03:04:05.678Z'),
    ...changes,
  };
}

/**
 * Tests every promise of the webhook store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 */
export function describeWebhookStoreContract(name: string, create: CreateContractSubject<WebhookStore>): void {
  const { describe, it } = testRunner();

  describe(`${name} keeps the webhook store contract`, () => {
    const subject = useSubject(create);

    it('has none at first', async () => {
      const unknown = randomUUID();
      assert.equal(await subject.store.load(unknown), null);
      assert.equal(await subject.store.change(unknown, { state: 'paused' }), false);
      assert.equal(await subject.store.remove(unknown), false);
      assert.equal(await subject.store.load(unknown), null);
    });

    it('gives back what was created, to every process', async () => {
      const webhook = webhookOf(randomUUID());
      assert.equal(await subject.store.create(webhook), true);
      assert.deepEqual(await subject.other.load(webhook.name), webhook);
      const paused = webhookOf(randomUUID(), {
        state: 'paused',
        pausedBecause: '410 Gone',
        from: 'start',
        headers: {},
      });
      assert.equal(await subject.store.create(paused), true);
      assert.deepEqual(await subject.other.load(paused.name), paused);
    });

    it('shares nothing with its caller', async () => {
      const webhook = webhookOf(randomUUID());
      const { createdAt, headers } = webhook;
      await subject.store.create(webhook);
      createdAt.setTime(0);
      (headers as Record<string, string>)['x-later'] = '1';
      (await subject.store.load(webhook.name))?.createdAt.setTime(1);
      assert.deepEqual(await subject.store.load(webhook.name), webhookOf(webhook.name));
    });

    it('creates a name once, whoever comes at the same time', async () => {
      const taken = randomUUID();
      const created = await Promise.all(
        range(16).map((from) => (from % 2 === 0 ? subject.store : subject.other).create(webhookOf(taken, { from }))),
      );
      assert.equal(created.filter(Boolean).length, 1);
      assert.equal(await subject.store.create(webhookOf(taken)), false);
      assert.deepEqual(await subject.store.load(taken), webhookOf(taken, { from: created.indexOf(true) }));
    });

    it('lists all by name', async () => {
      const prefix = randomUUID();
      const names = ['b', 'a', 'B', 'a-1', 'a.1', 'c'].map((suffix) => `${prefix}-${suffix}`);
      for (const listed of names) await subject.store.create(webhookOf(listed));
      const webhooks = (await subject.other.list()).filter((webhook) => names.includes(webhook.name));
      assert.deepEqual(
        webhooks,
        ['B', 'a', 'a-1', 'a.1', 'b', 'c'].map((suffix) => webhookOf(`${prefix}-${suffix}`)),
      );
    });

    it('changes what is given, and nothing else', async () => {
      const webhook = webhookOf(randomUUID());
      const neighbour = webhookOf(randomUUID());
      await subject.store.create(webhook);
      await subject.store.create(neighbour);
      const paused = { state: 'paused', pausedBecause: '410 Gone', updatedAt: new Date() } as const;
      assert.equal(await subject.other.change(webhook.name, paused), true);
      assert.deepEqual(await subject.store.load(webhook.name), { ...webhook, ...paused });
      const defined = {
        patterns: ['**'],
        secrets: ['whsec_a', 'whsec_b'],
        headers: { 'a.$b': 'c' },
        url: 'http://b.example/',
      };
      assert.equal(await subject.store.change(webhook.name, defined), true);
      assert.equal(await subject.store.change(webhook.name, defined), true);
      assert.deepEqual(await subject.other.load(webhook.name), { ...webhook, ...paused, ...defined });
      assert.deepEqual(await subject.other.load(neighbour.name), neighbour);
    });

    it('changes one only while it has the URL that is expected', async () => {
      const webhook = webhookOf(randomUUID());
      await subject.store.create(webhook);
      const paused = { state: 'paused' } as const;
      assert.equal(await subject.store.change(webhook.name, paused, { url: 'https://old.example/' }), false);
      assert.deepEqual(await subject.store.load(webhook.name), webhook);
      assert.equal(await subject.store.change(webhook.name, paused, { url: webhook.url }), true);
      assert.deepEqual(await subject.store.load(webhook.name), { ...webhook, ...paused });
    });

    it('forgets one that is removed, whose name is free again', async () => {
      const webhook = webhookOf(randomUUID());
      await subject.store.create(webhook);
      assert.equal(await subject.other.remove(webhook.name), true);
      assert.equal(await subject.store.load(webhook.name), null);
      assert.equal(await subject.store.remove(webhook.name), false);
      assert.equal(await subject.store.create(webhook), true);
    });
  });
}
