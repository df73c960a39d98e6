import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo, LookupFunction } from 'node:net';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookSender, type WebhookSenderOptions } from '../../src/webhooks/index.js';
import { checkWebhookUrl } from '../../src/webhooks/webhook-url.js';
import { annalsErrorOf, errorOf } from '../support/errors.js';
import { latch } from '../support/latch.js';
import { until } from '../support/until.js';
import { privateHosts } from '../unit/webhooks/addresses.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { eventOf, otherSecret, secret, webhookOf } from '../unit/webhooks/samples.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...args);
  closing.push(() => started.close());
  return started;
}

function sender(options: WebhookSenderOptions = {}): WebhookSender {
  const made = new WebhookSender(options);
  closing.push(() => made.close());
  return made;
}

/** A server that answers with bytes of its own. */
async function rawReceiver(answer: (write: (text: string) => void, end: () => void) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      answer(
        (text) => socket.write(text),
        () => socket.destroy(),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}

/** Answers every name with these addresses. */
const answering =
  (...addresses: string[]): LookupFunction =>
  (_, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };

describe('a delivery', () => {
  it('is one POST with the event, signed so that the library and verifyWebhook take it', async () => {
    const { received, url } = await receiver();
    const event = eventOf();
    const webhook = webhookOf({ url: `${url}?a=b#c`, headers: { authorization: 'Bearer t', 'user-agent': 'mine' } });
    await expect(sender().send(webhook, event)).resolves.toBe(204);
    expect(received).toHaveLength(1);
    const { method, headers, body, url: path } = received[0]!;
    expect({ method, path }).toEqual({ method: 'POST', path: '/hooks?a=b' });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': event.eventId,
      authorization: 'Bearer t',
      'user-agent': 'mine',
      host: new URL(url).host,
    });
    const parsed = JSON.parse(body) as unknown;
    expect(parsed).toEqual({ event: JSON.parse(JSON.stringify(event)) as unknown });
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(parsed);
    const verified = await verifyWebhook({ headers, body }, secret);
    expect(verified.event).toEqual({ ...event, data: { ...event.data, at: '2026-01-02T03:04:05.678Z' } });
  });

  it('is signed with each of several secrets', async () => {
    const { received, url } = await receiver();
    await sender().send(webhookOf({ url, secrets: [secret, otherSecret] }), eventOf());
    const { headers, body } = received[0]!;
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const one of [secret, otherSecret]) {
      expect(() => new Webhook(one).verify(body, headers as Record<string, string>)).not.toThrow();
      await expect(verifyWebhook({ headers, body }, one)).resolves.toMatchObject({
        event: { type: 'user.registered' },
      });
    }
  });

  it('keeps its id over attempts, also where the event id is no text for a header', async () => {
    const { received, url } = await receiver((response) =>
      response.writeHead(received.length % 2 === 1 ? 503 : 200).end(),
    );
    for (const eventId of ['order-1', 'é\r\nx: y 😀']) {
      await errorOf(sender().send(webhookOf({ url }), eventOf({ eventId })));
      await sender().send(webhookOf({ url }), eventOf({ eventId }));
    }
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(['order-1', 'order-1', '%C3%A9%0D%0Ax%3A%20y%20%F0%9F%98%80', ids[2]]);
    expect((await verifyWebhook(received[3]!, secret)).event.eventId).toBe('é\r\nx: y 😀');
  });

  it.each([400, 401, 404, 429, 500, 503, 599])('fails when the answer is %i', async (status) => {
    const { url } = await receiver((response) => response.writeHead(status).end('no'));
    const error = await annalsErrorOf(sender().send(webhookOf({ url }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_REFUSED', status, webhook: 'crm', retryable: true });
    expect(error.message).toContain(String(status));
  });

  it('tells that the receiver is gone when it answers 410', async () => {
    const { url } = await receiver((response) => response.writeHead(410).end());
    const error = await annalsErrorOf(sender().send(webhookOf({ url }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_GONE', status: 410 });
  });

  it.each([301, 302, 303, 307, 308, 304, 300])('follows no redirect: %i', async (status) => {
    const target = await receiver();
    const location = target.url.replace('http://', 'http://ada:s3cret@') + '?key=s3cret';
    const { url, received } = await receiver((response) => response.writeHead(status, { location }).end());
    const error = await annalsErrorOf(sender().send(webhookOf({ url }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_REDIRECTED', status });
    expect(error.message).toContain(`to ${target.url}. Redirects are not followed`);
    expect(error.message).not.toMatch(/s3cret|ada/);
    expect(received).toHaveLength(1);
    expect(target.connections).toBe(0);
  });

  it('fails on a redirect to an address that nobody can read, or to none', async () => {
    for (const location of ['http://[', '']) {
      const { url } = await receiver((response) => response.writeHead(302, { location }).end());
      const error = await annalsErrorOf(sender().send(webhookOf({ url }), eventOf()));
      expect(error).toMatchObject({ code: 'WEBHOOK_REDIRECTED' });
    }
  });

  it('reads no more than 64 KB of an answer, and takes its status', async () => {
    let sent = 0;
    let isClosed = false;
    const chunk = Buffer.alloc(65_536, 97);
    const { url } = await receiver((response) => {
      response.on('close', () => (isClosed = true));
      response.writeHead(200);
      const write = (): void => {
        while (!isClosed && sent < 2 ** 30) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    await expect(sender().send(webhookOf({ url }), eventOf())).resolves.toBe(200);
    await until(() => isClosed);
    expect(sent).toBeLessThan(2 ** 26);
  });

  it('does not begin to read an answer that says that it has 1 GB', async () => {
    const url = await rawReceiver((write) => write('HTTP/1.1 201 Created\r\ncontent-length: 1073741824\r\n\r\na'));
    await expect(sender().send(webhookOf({ url }), eventOf())).resolves.toBe(201);
  });

  it.each([
    ['says nothing', () => undefined],
    ['says half of a status line', (write: (text: string) => void) => write('HTTP/1.1 20')],
    ['says half of its headers', (write: (text: string) => void) => write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n')],
    [
      'says half of its body',
      (write: (text: string) => void) => write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\na'),
    ],
  ] as const)('fails at its time limit when the receiver %s', async (_, answer) => {
    const url = await rawReceiver(answer);
    const error = await annalsErrorOf(sender({ timeLimitMs: 50 }).send(webhookOf({ url }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_TIMED_OUT', status: null });
  });

  it.each(['headers', 'body'])('fails at its time limit when the %s drip byte by byte', async (part) => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n';
    const url = await rawReceiver((write) => {
      if (part === 'body') write(head);
      else write('HTTP/1.1 200 OK\r\nx: ');
      const timer = setInterval(() => write('a'), 5);
      closing.push(async () => clearInterval(timer));
    });
    const error = await annalsErrorOf(sender({ timeLimitMs: 100 }).send(webhookOf({ url }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_TIMED_OUT' });
  });

  it('fails at its time limit when the name is not found out', async () => {
    const made = sender({ timeLimitMs: 50, lookup: () => undefined });
    const error = await annalsErrorOf(made.send(webhookOf({ url: 'http://hooks.example/' }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_TIMED_OUT' });
  });

  it('ends when its signal is aborted, also before it began, with the reason of that', async () => {
    const reason = new Error('closing');
    const { url, received } = await receiver(() => undefined);
    const end = new AbortController();
    const sending = errorOf(sender().send(webhookOf({ url }), eventOf(), end.signal));
    await until(() => received.length === 1);
    end.abort(reason);
    expect(await sending).toBe(reason);
    expect(await errorOf(sender().send(webhookOf({ url }), eventOf(), end.signal))).toBe(reason);
    expect(received).toHaveLength(1);
  });

  it('ends at once when its signal is aborted before there is a connection', async () => {
    const asked = latch();
    const made = sender({ timeLimitMs: 120_000, lookup: () => asked.open() });
    const end = new AbortController();
    const sending = errorOf(made.send(webhookOf({ url: 'http://hooks.example/' }), eventOf(), end.signal));
    await asked.opened;
    end.abort(new Error('closing'));
    expect((await sending).message).toBe('closing');
  });

  it('fails when the connection is refused, closed, or speaks something else, and shows no secret', async () => {
    const gone = await startReceiver();
    await gone.close();
    const urls = [
      gone.url,
      await rawReceiver((_, end) => end()),
      await rawReceiver((write, end) => {
        write('HTTP/1.1 200 OK\r\n');
        end();
      }),
      await rawReceiver((write) => write('SSH-2.0-OpenSSH_9.6\r\n')),
      await rawReceiver((write) => write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`)),
      (await receiver()).url.replace('http:', 'https:'),
    ];
    for (const url of urls) {
      const webhook = webhookOf({ url: `${url}?key=s3cret`, headers: { authorization: 's3cret' } });
      const error = await annalsErrorOf(sender().send(webhook, eventOf()));
      expect(error).toMatchObject({ code: 'WEBHOOK_CONNECTION_FAILED', status: null, retryable: true });
      expect(error.message).toContain(new URL(url).host);
      expect(error.message).not.toMatch(/s3cret|whsec/);
      expect(error.message).not.toContain(secret.slice(6));
    }
  });

  it('counts a status from 200 to 299 whose body breaks off', async () => {
    const url = await rawReceiver((write, end) => {
      write('HTTP/1.1 202 Accepted\r\ncontent-length: 10\r\n\r\n');
      setImmediate(end);
    });
    await expect(sender().send(webhookOf({ url }), eventOf())).resolves.toBe(202);
  });

  it('carries an event as large as the store takes', async () => {
    const { received, url } = await receiver();
    const text = 'é'.repeat(7_000_000);
    await sender().send(webhookOf({ url }), eventOf({ data: { text } }));
    const digest = (value: string) => createHash('sha256').update(value).digest('hex');
    const { event } = await verifyWebhook<{ text: string }>(received[0]!, secret, { maxBytes: 2 ** 24 });
    expect(digest(event.data.text)).toBe(digest(text));
  });
});

describe('a delivery to a private network', () => {
  const lookups = ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254', 'fd00::1', '64:ff9b::7f00:1'];

  it.each(lookups)('is refused when the name stands for %s', async (address) => {
    const target = await receiver();
    const url = `http://hooks.example:${String(target.port)}/?key=s3cret`;
    for (const addresses of [[address], ['8.8.8.8', address]]) {
      const made = sender({ lookup: answering(...addresses) });
      const error = await annalsErrorOf(made.send(webhookOf({ url, allowPrivateNetwork: false }), eventOf()));
      expect(error).toMatchObject({ code: 'WEBHOOK_ADDRESS_REFUSED' });
      expect(error.message).toContain('hooks.example');
      expect(error.message).not.toContain('s3cret');
    }
    expect(target.connections).toBe(0);
  });

  it('is refused at each delivery, whatever was checked before', async () => {
    const target = await receiver();
    for (const host of privateHosts) {
      const webhook = webhookOf({ url: `http://${host}:${String(target.port)}/`, allowPrivateNetwork: false });
      expect(await annalsErrorOf(sender().send(webhook, eventOf()))).toMatchObject({ code: 'INVALID_WEBHOOK_URL' });
    }
    expect(target.connections).toBe(0);
  });

  it('is refused also while another webhook that may has a connection open', async () => {
    const { received, port } = await receiver();
    const made = sender({ lookup: answering('127.0.0.1') });
    const url = `http://hooks.example:${String(port)}/`;
    await made.send(webhookOf({ url }), eventOf());
    const error = await annalsErrorOf(made.send(webhookOf({ url, allowPrivateNetwork: false }), eventOf()));
    expect(error).toMatchObject({ code: 'WEBHOOK_ADDRESS_REFUSED' });
    expect(received).toHaveLength(1);
  });

  it('goes through when it is allowed', async () => {
    const { received, port } = await receiver();
    await sender({ lookup: answering('127.0.0.1') }).send(
      webhookOf({ url: `http://hooks.example:${String(port)}/` }),
      eventOf(),
    );
    expect(received).toHaveLength(1);
  });

  it('fails as a name that is not known does', async () => {
    const lookup: LookupFunction = (_host, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND hooks.example'), { code: 'ENOTFOUND' }), []);
    const error = await annalsErrorOf(
      sender({ lookup }).send(webhookOf({ url: 'http://hooks.example/', allowPrivateNetwork: false }), eventOf()),
    );
    expect(error).toMatchObject({ code: 'WEBHOOK_CONNECTION_FAILED' });
    expect(error.message).toContain('ENOTFOUND');
  });

  it('never comes about, whatever the URL and whatever the name stands for', async () => {
    const target = await receiver();
    const digits = fc.constantFrom(
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0',
      '[::1]',
      '[::]',
    );
    const mapped = fc.constantFrom('[::ffff:127.0.0.1]', '[::ffff:0:7f00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]');
    const anyNumber = fc.nat({ max: 0xffffff }).map((rest) => String(0x7f000000 + rest));
    const host = fc.oneof(digits, mapped, anyNumber, fc.domain(), fc.ipV4Extended(), fc.constantFrom(...privateHosts));
    const prefix = fc.constantFrom('', '', 'user@', 'a:b@', '%00', ' ', '\t');
    const suffix = fc.constantFrom('', '', '.', '%00', '.localhost', '.nip.example', '%2e');
    const address = fc.oneof(
      fc.constantFrom('127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::'),
      fc.ipV4(),
      fc.ipV6(),
    );
    const parts = fc.tuple(
      fc.constantFrom('http:', 'http:/', 'HTTP://', 'http:\\\\', ' http://'),
      prefix,
      host,
      suffix,
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(parts, fc.array(address, { maxLength: 3 }), async ([scheme, before, name, after], others) => {
        const url = `${scheme}${before}${name}${after}:${String(target.port)}/`;
        try {
          checkWebhookUrl(url, false);
          accepted++;
        } catch {
          return;
        }
        const lookup = answering(...others, '127.0.0.1');
        await errorOf(
          sender({ lookup, timeLimitMs: 20 }).send(webhookOf({ url, allowPrivateNetwork: false }), eventOf()),
        );
        expect(target.connections).toBe(0);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(10);
    expect(target.connections).toBe(0);
  });
});
