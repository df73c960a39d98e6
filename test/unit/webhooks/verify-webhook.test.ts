import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from '../../../src/webhooks/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { eventOf, otherSecret, secret } from './samples.js';

const refused = { code: 'WEBHOOK_VERIFICATION_FAILED', status: 401 };

function signed(body = JSON.stringify({ event: eventOf() }), by = secret, at = new Date()) {
  const headers = {
    'webhook-id': 'id-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(by).sign('id-1', at, body),
  };
  return { headers, body };
}

describe('verifyWebhook', () => {
  it('gives the event of a request in each form that receivers have', async () => {
    const { headers, body } = signed();
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    const requests = [
      { headers, body },
      { headers: upper, body: Buffer.from(body) },
      { headers: new Headers(headers), body: new TextEncoder().encode(body) },
      { headers, body: Readable.from([Buffer.from(body.slice(0, 9)), Buffer.from(body.slice(9))]) },
      new Request('https://example.com/', { method: 'POST', headers, body }),
    ];
    for (const request of requests) {
      const { event } = await verifyWebhook<{ name: string }>(request, secret);
      expect(event).toEqual({ ...eventOf(), data: { ...eventOf().data, at: '2026-01-02T03:04:05.678Z' } });
      expect(event.data.name).toBe('Ada — é😀');
      expect(Object.isFrozen(event.data)).toBe(true);
    }
  });

  it('takes one secret of several, on either side', async () => {
    await expect(verifyWebhook(signed(), [otherSecret, secret])).resolves.toBeDefined();
    await expect(verifyWebhook(signed(), secret.slice('whsec_'.length))).resolves.toBeDefined();
    expect(await annalsErrorOf(verifyWebhook(signed(), otherSecret))).toMatchObject(refused);
  });

  it('refuses whatever was changed on the way', async () => {
    const { headers, body } = signed();
    const changed = [
      { headers, body: `${body} ` },
      { headers, body: body.replace('Ada', 'Eve') },
      { headers: { ...headers, 'webhook-id': 'id-2' }, body },
      { headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }, body },
      { headers: { ...headers, 'webhook-timestamp': 'now' }, body },
      { headers: { ...headers, 'webhook-signature': 'v1,' }, body },
      { headers: { ...headers, 'webhook-signature': 'v1' }, body },
      { headers: { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1', 'v2') }, body },
      { headers: { ...headers, 'webhook-signature': '' }, body },
      { headers: { ...headers, 'webhook-signature': [headers['webhook-signature'], 'v1,a'] }, body },
      { headers: { ...headers, 'WEBHOOK-ID': 'id-1' }, body },
      { headers: {}, body },
      { headers, body: null },
      { headers, body: '' },
      { headers, body: Buffer.concat([Buffer.from(body), Buffer.from([0xff])]) },
    ];
    for (const request of changed) expect(await annalsErrorOf(verifyWebhook(request, secret))).toMatchObject(refused);
  });

  it('refuses what was signed more than five minutes ago, or ahead', async () => {
    for (const [minutes, isTaken] of [
      [-6, false],
      [-4, true],
      [4, true],
      [6, false],
    ] as const) {
      const request = signed(undefined, secret, new Date(Date.now() + minutes * 60_000));
      if (isTaken) await expect(verifyWebhook(request, secret)).resolves.toBeDefined();
      else expect(await annalsErrorOf(verifyWebhook(request, secret))).toMatchObject(refused);
    }
  });

  it('reads no more of a body than it may', async () => {
    const { headers, body } = signed();
    let read = 0;
    const endless = (async function* () {
      for (;;) {
        read++;
        yield Buffer.alloc(1_000);
      }
    })();
    const tooLong = { ...refused, status: 413 };
    expect(await annalsErrorOf(verifyWebhook({ headers, body: endless }, secret))).toMatchObject(tooLong);
    expect(read).toBe(1_049);
    for (const given of [body, Buffer.from(body)]) {
      const maxBytes = Buffer.byteLength(body);
      await expect(verifyWebhook({ headers, body: given }, secret, { maxBytes })).resolves.toBeDefined();
      const error = await annalsErrorOf(verifyWebhook({ headers, body: given }, secret, { maxBytes: maxBytes - 1 }));
      expect(error).toMatchObject(tooLong);
    }
  });

  it('refuses what is signed but no event', async () => {
    const { createdAt: _, ...rest } = eventOf();
    const bodies = ['', 'a', 'null', '[]', '{}', '{"event":null}', '{"event":{}}', JSON.stringify({ event: rest })];
    const odd = [{ data: null }, { data: [] }, { streamPosition: '1' }, { createdAt: 'yesterday' }, { type: 7 }];
    for (const fields of odd) bodies.push(JSON.stringify({ event: { ...eventOf(), ...fields } }));
    for (const body of bodies) expect(await annalsErrorOf(verifyWebhook(signed(body), secret))).toMatchObject(refused);
  });

  it('tells a developer who gives it what it cannot work with', async () => {
    const { headers, body } = signed();
    const wrong = { code: 'INVALID_WEBHOOK' };
    const used = new Request('https://example.com/', { method: 'POST', headers, body });
    await used.text();
    for (const request of [
      { headers, body: JSON.parse(body) },
      { headers, body: 7 as never },
      { headers, body: Readable.from(['text']) },
      used,
    ]) {
      expect(await annalsErrorOf(verifyWebhook(request, secret))).toMatchObject(wrong);
    }
    for (const bad of ['', 'whsec_', 'short', 'whsec_!!!', 7 as never, [], [secret, ''], `whsec_${'A'.repeat(200)}`]) {
      expect(await annalsErrorOf(verifyWebhook(signed(), bad))).toMatchObject(wrong);
    }
    expect(await annalsErrorOf(verifyWebhook(signed(), secret, { maxBytes: 0 }))).toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});
