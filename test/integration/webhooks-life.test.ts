import { InMemoryEventStore } from '../../src/index.js';
import { InMemorySubscriptionStore } from '../../src/adapters/in-memory/in-memory-subscription-store.js';
import { InMemoryWebhookStore } from '../../src/adapters/in-memory/in-memory-webhook-store.js';
import { OpenState } from '../../src/adapters/in-memory/open-state.js';
import { SubscriptionData } from '../../src/adapters/in-memory/subscription-data.js';
import { MongoConnection } from '../../src/adapters/mongodb/connection/mongo-connection.js';
import { MongoSubscriptionStore } from '../../src/adapters/mongodb/mongo-subscription-store.js';
import { MongoWebhookStore } from '../../src/adapters/mongodb/mongo-webhook-store.js';
import type { EventLog, EventStore } from '../../src/event-store/index.js';
import { MongoEventStore } from '../../src/mongodb.js';
import { Subscriptions, type SubscriptionStore } from '../../src/subscriptions/index.js';
import {
  verifyWebhook,
  webhookRetry,
  Webhooks,
  WebhookSender,
  type WebhookOptions,
  type WebhookRecord,
  type WebhookStore,
} from '../../src/webhooks/index.js';
import { annalsErrorOf } from '../support/errors.js';
import { latch } from '../support/latch.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { otherSecret, secret } from '../unit/webhooks/samples.js';

interface Data {
  readonly log: EventStore & EventLog;
  readonly subscriptions: SubscriptionStore;
  readonly webhooks: WebhookStore;
}

/** What one process runs. */
interface Process extends Data {
  readonly app: Webhooks;
  readonly engine: Subscriptions;
  close(): Promise<void>;
}

const mongo = testDatabase();
const closing: (() => Promise<unknown>)[] = [];

const adapters: Record<string, () => Promise<() => Promise<Data>>> = {
  'in memory': async () => {
    const log = new InMemoryEventStore();
    const data = new SubscriptionData();
    const records = new Map<string, WebhookRecord>();
    return async () => ({
      log,
      subscriptions: new InMemorySubscriptionStore(data, new OpenState()),
      webhooks: new InMemoryWebhookStore(records),
    });
  },
  'on MongoDB': async () => {
    const provider = { uri: mongo.uri, database: `${mongo.database}_${String(++databases)}` };
    const connection = await MongoConnection.open(provider);
    closing.push(async () => {
      await connection.database.dropDatabase();
      await connection.close();
    });
    return async () => {
      const log = await MongoEventStore.connect(provider);
      closing.push(() => log.close());
      const subscriptions = new MongoSubscriptionStore(connection.database);
      await subscriptions.prepare();
      return { log, subscriptions, webhooks: new MongoWebhookStore(connection.database) };
    };
  },
};
let databases = 0;

describe.each(Object.keys(adapters))('webhooks %s', (adapter) => {
  let open: () => Promise<Data>;
  let running: Process;

  /** A process on the data of the test. */
  async function start({ delaysMs = [20, 20, 20, 20], timeLimitMs = 5_000 } = {}): Promise<Process> {
    const data = await open();
    const engine: Subscriptions = new Subscriptions({
      log: data.log,
      store: data.subscriptions,
      logger: { warn: () => undefined },
      lease: { leaseMs: 2_000, renewEveryMs: 100 },
    });
    const app = new Webhooks({
      store: data.webhooks,
      engine: {
        start: (model) => engine.run(model),
        stop: (id) => engine.stop(id),
        remove: (id) => engine.remove(id),
      },
      sender: new WebhookSender({ timeLimitMs }),
      retry: webhookRetry(delaysMs),
    });
    await engine.start();
    await app.start();
    let isClosed = false;
    const close = async () => {
      if (isClosed) return;
      isClosed = true;
      await engine.close();
      await app.close();
    };
    closing.push(close);
    return { ...data, app, engine, close };
  }

  async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
    const started = await startReceiver(...args);
    closing.push(() => started.close());
    return started;
  }

  const append = (stream: string, ...types: string[]) =>
    running.log.appendToStream(
      stream,
      types.map((type) => ({ type })),
    );

  const subscribe = (url: string, options: WebhookOptions = {}, pattern = 'user.*') =>
    running.app.subscribe(pattern, url, { name: 'crm', allowPrivateNetwork: true, ...options });

  const typesOf = ({ received }: Receiver) =>
    received.map(({ body }) => (JSON.parse(body) as { event: { type: string } }).event.type);

  beforeEach(async () => {
    open = await adapters[adapter]!();
    running = await start();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it('deliver what is appended from then on, signed with a secret that was made', async () => {
    const target = await receiver();
    await append('user-1', 'user.registered');
    const made = await subscribe(target.url);
    expect(made).toMatchObject({ name: 'crm', url: target.url, patterns: ['user.*'], state: 'active' });
    expect(made.secrets).toEqual([expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
    await append('user-1', 'user.renamed', 'order.placed', 'user.removed');
    await until(() => target.received.length === 2);
    expect(typesOf(target)).toEqual(['user.renamed', 'user.removed']);
    const { event } = await verifyWebhook(target.received[1]!, made.secrets[0]!);
    const stored = await running.log.readStream('user-1', { from: 3 });
    expect(event).toEqual(stored[0]);
  });

  it('begin at the start when they are told to', async () => {
    const target = await receiver();
    await append('user-1', 'user.registered', 'user.renamed');
    await subscribe(target.url, { from: 'start' });
    await until(() => target.received.length === 2);
  });

  it('try again under the same id, while the stream waits and all others go on', async () => {
    let isUp = false;
    const target = await receiver((response, { body }) => {
      response.writeHead(body.includes('"user-1"') && !isUp ? 500 : 200).end();
    });
    await subscribe(target.url);
    await append('user-1', 'user.registered', 'user.renamed');
    await append('user-2', 'user.registered');
    await until(() => target.received.length >= 3 && typesOf(target).length >= 3);
    expect(target.received.some(({ body }) => body.includes('"user-2"'))).toBe(true);
    expect(typesOf(target)).not.toContain('user.renamed');
    isUp = true;
    await until(() => typesOf(target).includes('user.renamed'));
    const ids = target.received
      .filter(({ body }) => body.includes('"user-1"') && body.includes('user.registered'))
      .map(({ headers }) => headers['webhook-id']);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
  });

  it('give an event up at the end of the schedule: it is a dead letter', async () => {
    const target = await receiver((response) => response.writeHead(500).end());
    await subscribe(target.url);
    await append('user-1', 'user.registered');
    const dead = () => running.subscriptions.findParked({ isDead: true, maxCount: 10 });
    await until(async () => (await dead()).length === 1);
    expect(target.received).toHaveLength(5);
    expect((await dead())[0]).toMatchObject({ attempts: 5, failure: { code: 'WEBHOOK_REFUSED' } });
  });

  it('are paused by 410, and deliver first what was refused when they are resumed', async () => {
    let isGone = true;
    const target = await receiver((response) => response.writeHead(isGone ? 410 : 200).end());
    await subscribe(target.url);
    for (let stream = 0; stream < 6; stream++)
      await append(`user-${String(stream)}`, 'user.registered', 'user.renamed');
    await until(async () => (await running.app.list())[0]?.state === 'paused');
    expect(await running.app.list()).toMatchObject([{ pausedBecause: expect.stringMatching(/^410 Gone/) }]);
    await until(() => !running.engine.isRunning('webhook/crm'));
    expect(typesOf(target)).not.toContain('user.renamed');
    expect(target.received.length).toBeLessThanOrEqual(4); // as many as are sent at the same time
    const before = target.received.length;
    isGone = false;
    await running.app.resume('crm');
    await until(() => target.received.length >= before + 12);
    expect(await running.app.list()).toMatchObject([{ state: 'active', pausedBecause: null }]);
    for (let stream = 0; stream < 6; stream++) {
      const types = target.received
        .slice(before)
        .filter(({ body }) => body.includes(`"user-${String(stream)}"`))
        .map(({ body }) => (JSON.parse(body) as { event: { type: string } }).event.type);
      expect(types).toEqual(['user.registered', 'user.renamed']);
    }
    await expect(running.subscriptions.findParked({ isDead: true, maxCount: 10 })).resolves.toEqual([]);
  });

  it('go on after 410 when the code gives them another URL, unless somebody paused them', async () => {
    const gone = await receiver((response) => response.writeHead(410).end());
    const target = await receiver();
    await subscribe(gone.url);
    await append('user-1', 'user.registered');
    await until(async () => (await running.app.list())[0]?.state === 'paused');
    await subscribe(gone.url);
    expect(await running.app.list()).toMatchObject([{ state: 'paused' }]);
    await subscribe(target.url);
    await until(() => target.received.length === 1);
    await running.app.pause('crm');
    await subscribe(gone.url);
    expect(await running.app.list()).toMatchObject([{ state: 'paused', pausedBecause: null, url: gone.url }]);
  });

  it('are not paused by a 410 of a URL that they have no more', async () => {
    const held = latch();
    const old = await receiver((response) => void held.opened.then(() => response.writeHead(410).end()));
    const target = await receiver();
    await subscribe(old.url);
    await append('user-1', 'user.registered');
    await until(() => old.received.length === 1);
    const subscribing = subscribe(target.url);
    await until(async () => (await running.app.list())[0]?.url === target.url);
    held.open();
    await subscribing;
    await until(() => target.received.length === 1);
    expect(await running.app.list()).toMatchObject([{ state: 'active', url: target.url }]);
  });

  it('send nothing while they are paused, and lose nothing', async () => {
    const target = await receiver();
    await subscribe(target.url);
    await running.app.pause('crm');
    await append('user-1', 'user.registered', 'user.renamed');
    const other = await receiver();
    await subscribe(other.url, { name: 'other', from: 'start' });
    await until(() => other.received.length === 2);
    expect(target.received).toEqual([]);
    await running.app.resume('crm');
    await until(() => target.received.length === 2);
    expect(typesOf(target)).toEqual(['user.registered', 'user.renamed']);
  });

  it('are not held up by one whose receiver never answers', async () => {
    const slow = await receiver(() => undefined);
    const fast = await receiver();
    await subscribe(slow.url, { name: 'slow' });
    await subscribe(fast.url, { name: 'fast' });
    for (let stream = 0; stream < 50; stream++) await append(`user-${String(stream)}`, 'user.registered');
    await until(() => fast.received.length === 50);
    expect(slow.received.length).toBeLessThanOrEqual(4);
  });

  it('go on in another process where they were, with what waits for another attempt', async () => {
    let isUp = false;
    const target = await receiver((response) => response.writeHead(isUp ? 200 : 503).end());
    const { secrets } = await subscribe(target.url);
    await append('user-1', 'user.registered');
    await until(() => target.received.length >= 1);
    await running.close();
    isUp = true;
    const before = target.received.length;
    running = await start();
    await append('user-1', 'user.renamed');
    await until(() => target.received.length === before + 2);
    expect(typesOf(target).slice(before)).toEqual(['user.registered', 'user.renamed']);
    await expect(verifyWebhook(target.received[before]!, secrets)).resolves.toBeDefined();
  });

  it('stay as they are when the same code runs again, and become what other code says', async () => {
    const target = await receiver();
    const first = await subscribe(target.url, { headers: { 'x-a': '1', Authorization: 't' } });
    expect(await subscribe(target.url, { headers: { authorization: 't', 'X-A': '1' } })).toEqual(first);
    const second = await subscribe(target.url, { secret: [secret, otherSecret], headers: { 'x-b': '2' } }, 'order.*');
    expect(second).toMatchObject({
      secrets: [secret, otherSecret],
      headers: { 'x-b': '2' },
      patterns: ['order.*'],
      createdAt: first.createdAt,
    });
    expect((await subscribe(target.url, { headers: { 'x-b': '2' } }, 'order.*')).secrets).toEqual(second.secrets);
    await append('user-1', 'user.registered');
    await append('order-1', 'order.placed');
    await until(() => target.received.length === 1);
    expect(target.received[0]!.headers).toMatchObject({ 'x-b': '2' });
    expect(target.received[0]!.headers).not.toHaveProperty('x-a');
    expect(typesOf(target)).toEqual(['order.placed']);
  });

  it('are one when several processes subscribe at the same time', async () => {
    const target = await receiver();
    const others = await Promise.all([start(), start()]);
    const made = await Promise.all(
      [running, ...others].map(({ app }) =>
        app.subscribe('user.*', target.url, { name: 'crm', allowPrivateNetwork: true }),
      ),
    );
    expect(new Set(made.map(({ secrets }) => secrets[0])).size).toBe(1);
    await append('user-1', 'user.registered', 'user.renamed');
    await until(() => target.received.length === 2);
    expect(typesOf(target)).toEqual(['user.registered', 'user.renamed']);
  });

  it('are what another process made of them after a refresh', async () => {
    const other = await start();
    const target = await receiver();
    await subscribe(target.url);
    await other.app.refresh();
    expect(other.engine.isRunning('webhook/crm')).toBe(true);
    await running.app.pause('crm');
    await Promise.all([other.app.refresh(), other.app.refresh()]);
    expect(other.engine.isRunning('webhook/crm')).toBe(false);
    await other.app.resume('crm');
    await other.app.remove('crm');
    await running.app.refresh();
    expect(running.engine.isRunning('webhook/crm')).toBe(false);
    await expect(running.app.list()).resolves.toEqual([]);
  });

  it('are gone for good when they are removed', async () => {
    const target = await receiver();
    await subscribe(target.url);
    await running.app.remove('crm');
    expect(running.engine.isRunning('webhook/crm')).toBe(false);
    await expect(running.subscriptions.subscriptions()).resolves.toEqual([]);
    await append('user-1', 'user.registered');
    await subscribe(target.url);
    await append('user-1', 'user.renamed');
    await until(() => target.received.length === 1);
    expect(typesOf(target)).toEqual(['user.renamed']);
  });

  it('are listed by name, without what must not be shown', async () => {
    const { url } = await receiver();
    await subscribe(url, { name: 'b', secret, headers: { authorization: 'Bearer s3cret' } });
    await subscribe(url, { name: 'a' });
    const listed = await running.app.list();
    expect(listed.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(JSON.stringify(listed)).not.toContain('s3cret');
    expect(listed[1]).toMatchObject({ secrets: ['whsec_***'], headers: { authorization: '***' } });
  });

  it('send a test on demand, also while paused, and tell what came of it', async () => {
    let status = 200;
    const target = await receiver((response) => response.writeHead(status).end());
    await subscribe(target.url, { secret });
    await running.app.pause('crm');
    expect(await running.app.test('crm')).toEqual({
      ok: true,
      status: 200,
      durationMs: expect.any(Number),
      error: null,
    });
    const { event } = await verifyWebhook(target.received[0]!, secret);
    expect(event).toMatchObject({ type: 'annals.webhook_test', data: { webhook: 'crm' }, globalPosition: -1 });
    status = 410;
    await running.app.resume('crm');
    expect(await running.app.test('crm')).toMatchObject({
      ok: false,
      status: 410,
      error: expect.stringContaining('410'),
    });
    expect(await running.app.list()).toMatchObject([{ state: 'active' }]);
    await target.close();
    expect(await running.app.test('crm')).toMatchObject({ ok: false, status: null, error: expect.any(String) });
    expect(target.received).toHaveLength(2);
  });

  it('are named in the error for a name that there is not', async () => {
    const { url } = await receiver();
    const act = [
      () => running.app.pause('crn'),
      () => running.app.resume('crn'),
      () => running.app.remove('crn'),
      () => running.app.test('crn'),
    ];
    expect((await annalsErrorOf(act[0]!())).message).toContain('There are none');
    await subscribe(url);
    for (const call of act) {
      const error = await annalsErrorOf(call());
      expect(error).toMatchObject({ code: 'UNKNOWN_WEBHOOK' });
      expect(error.message).toContain(`'crm'`);
    }
  });

  it('have a name of their own when none is given', async () => {
    const { url } = await receiver();
    const nameOf = async (pattern: string, address = url) =>
      (await running.app.subscribe(pattern, address, { allowPrivateNetwork: true })).name;
    const name = await nameOf('user.*');
    expect(await nameOf('user.*')).toBe(name);
    expect(await nameOf('order.*')).not.toBe(name);
    expect(await nameOf('user.*', `${url}?a`)).not.toBe(name);
    expect(await running.app.list()).toHaveLength(3);
  });
});
