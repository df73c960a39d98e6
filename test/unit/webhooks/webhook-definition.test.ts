import { webhookRetry } from '../../../src/webhooks/index.js';
import { checkDefinition } from '../../../src/webhooks/webhook-definition.js';
import { newSecret } from '../../../src/webhooks/webhook-secrets.js';
import { annalsErrorOf } from '../../support/errors.js';
import { otherSecret, secret } from './samples.js';

const url = 'https://example.com/hooks';
const define = (options: object = {}, pattern: unknown = 'user.*', to: unknown = url) =>
  checkDefinition(pattern, to, options);

describe('the definition of a webhook', () => {
  it('has defaults for all that is not said', () => {
    expect(define()).toEqual({
      name: expect.stringMatching(/^webhook-example-com-[0-9a-f]{12}$/),
      patterns: ['user.*'],
      url,
      secrets: undefined,
      headers: {},
      allowPrivateNetwork: false,
      from: 'now',
    });
    expect(define({}, '**', 'https://[2606:4700::1111]/').name).toMatch(
      /^webhook-2606-4700-1111-[0-9a-f]{12}$|^webhook--2606/,
    );
  });

  it('is what was given, once each', () => {
    const given = {
      name: 'crm',
      secret: [secret, otherSecret, secret, secret.slice(6)],
      headers: { 'X-B': '1', authorization: 'Bearer a, b' },
      from: 7,
      allowPrivateNetwork: true,
    };
    expect(define(given, ['a', 'b.*', 'a'], 'http://localhost:80')).toEqual({
      name: 'crm',
      patterns: ['a', 'b.*'],
      url: 'http://localhost/',
      secrets: [secret, otherSecret],
      headers: { 'x-b': '1', authorization: 'Bearer a, b' },
      allowPrivateNetwork: true,
      from: 7,
    });
  });

  it.each<[string, object]>([
    ['a header with a line break in its value', { headers: { 'x-a': 'a\r\nhost: b' } }],
    ['a header with a line feed in its value', { headers: { 'x-a': 'a\nb' } }],
    ['a header with a NUL in its value', { headers: { 'x-a': 'a\0b' } }],
    ['a header with other letters in its value', { headers: { 'x-a': '😀' } }],
    ['a header with a line break in its name', { headers: { 'x\r\ny': 'a' } }],
    ['a header with a space in its name', { headers: { 'x y': 'a' } }],
    ['a header with a colon in its name', { headers: { 'x:': 'a' } }],
    ['a header without a name', { headers: { '': 'a' } }],
    ['a header whose value is no text', { headers: { 'x-a': 7 } }],
    ['a header whose value is a list', { headers: { 'x-a': ['a'] } }],
    ['a header that is the name of a prototype', { headers: JSON.parse('{"__proto__":"a"}') as object }],
    ['a header twice', { headers: { 'x-a': 'a', 'X-A': 'b' } }],
    ['headers that are too long', { headers: { 'x-a': 'a'.repeat(8_192) } }],
    ['headers that are no object', { headers: [['x-a', 'a']] }],
    ['headers that are an instance', { headers: new Headers() }],
    ...[
      'webhook-id',
      'Webhook-Signature',
      'webhook-timestamp',
      'webhook-anything',
      'Host',
      'content-length',
      'Content-Type',
      'content-encoding',
      'transfer-encoding',
      'Connection',
      'keep-alive',
      'Expect',
      'upgrade',
      'te',
      'trailer',
      'proxy-authorization',
    ].map((name) => [`the header ${name}`, { headers: { [name]: 'a' } }] as [string, object]),
    ['a name with a slash', { name: 'a/b' }],
    ['an empty name', { name: '' }],
    ['a name that is too long', { name: 'a'.repeat(101) }],
    ['a name that is no text', { name: 7 }],
    ['a secret that is too short', { secret: `whsec_${Buffer.alloc(23).toString('base64')}` }],
    ['a secret that is too long', { secret: `whsec_${Buffer.alloc(65).toString('base64')}` }],
    ['a secret that is no base64', { secret: `whsec_${'é'.repeat(32)}` }],
    ['an empty secret', { secret: '' }],
    ['no secret', { secret: [] }],
    ['too many secrets', { secret: Array.from({ length: 11 }, () => secret) }],
    ['a secret that is no text', { secret: Buffer.alloc(32) }],
    ['a place to begin that is none', { from: 'end' }],
    ['a position to begin that is none', { from: -2 }],
    ['a half position', { from: 1.5 }],
    ['a permission that is none', { allowPrivateNetwork: 'false' }],
  ])('is refused for %s', async (_, options) => {
    expect(await annalsErrorOf(() => define(options))).toMatchObject({ code: 'INVALID_WEBHOOK' });
  });

  it('is refused for patterns that are none', async () => {
    expect(await annalsErrorOf(() => define({}, []))).toMatchObject({ code: 'INVALID_WEBHOOK' });
    for (const pattern of [null, 7, '', '(a+)+$', 'user.[', 'a'.repeat(201), ['user.*', 7]]) {
      expect(await annalsErrorOf(() => define({}, pattern))).toMatchObject({ code: 'INVALID_OPTION' });
    }
  });

  it('is refused without showing a secret', async () => {
    for (const options of [
      { secret: 'whsec_s3cret' },
      { secret: ['s3cret!'] },
      { headers: { authorization: 's3cret\n' } },
      { headers: { 'webhook-id': 's3cret' } },
    ]) {
      expect((await annalsErrorOf(() => define(options))).message).not.toContain('s3cret');
    }
  });

  it('can do with a secret that was made', () => {
    const made = [newSecret(), newSecret()];
    expect(define({ secret: made }).secrets).toEqual(made);
    expect(made[0]).not.toBe(made[1]);
  });
});

describe('the retry schedule of webhooks', () => {
  it('takes three days, each pause shorter by chance and at most by half', () => {
    const retry = webhookRetry();
    const [minute, hour] = [60_000, 3_600_000];
    const longest = [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
    for (const [index, ceiling] of longest.entries()) {
      const pauses = Array.from({ length: 100 }, () => retry.delayMs(index + 1)!);
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(ceiling / 2);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(ceiling);
      expect(new Set(pauses).size).toBeGreaterThan(1);
    }
    expect(retry.delayMs(10)).toBeUndefined();
    expect(retry.delayMs(1_000)).toBeUndefined();
  });
});
