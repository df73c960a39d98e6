import fc from 'fast-check';
import { isPublicAddress } from '../../../src/webhooks/public-address.js';
import { checkWebhookUrl } from '../../../src/webhooks/webhook-url.js';
import { annalsErrorOf } from '../../support/errors.js';
import { privateHosts, publicHosts } from './addresses.js';

const refused = { code: 'INVALID_WEBHOOK_URL' };

describe('the URL of a webhook', () => {
  it.each(privateHosts)('does not lead to %s', async (host) => {
    for (const url of [`http://${host}/hook`, `https://${host}:8443/`, `HTTP:\\\\${host}\\hook`, `http:${host}`]) {
      expect(await annalsErrorOf(() => checkWebhookUrl(url, false))).toMatchObject(refused);
      expect(() => checkWebhookUrl(url, true)).not.toThrow();
    }
  });

  it.each([
    '[fe80::1%25eth0]',
    '[fe80::1%eth0]',
    '[::1%25lo]',
    '127.0.0.1%00.example.com',
    '1.2.3.4.5',
    '256.1.1.1',
    '',
  ])('has no host such as %s at all', async (host) => {
    for (const allowed of [true, false]) {
      expect(await annalsErrorOf(() => checkWebhookUrl(`http://${host}/`, allowed))).toMatchObject(refused);
    }
  });

  it.each(publicHosts)('may lead to %s', (host) => {
    expect(() => checkWebhookUrl(`https://${host}/hook?a=b`, false)).not.toThrow();
  });

  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:,a',
    'ws://example.com',
    'gopher://a/',
    'unix:/run/docker.sock',
  ])('has no other scheme: %s', async (url) => {
    for (const allowed of [true, false]) {
      expect(await annalsErrorOf(() => checkWebhookUrl(url, allowed))).toMatchObject(refused);
    }
  });

  it.each([
    undefined,
    null,
    7,
    {},
    [],
    '',
    'example.com',
    '/hook',
    '//example.com/',
    'http://',
    'https://a b/',
    `https://example.com/${'a'.repeat(2_029)}`,
  ])('is not %p', async (url) => {
    expect(await annalsErrorOf(() => checkWebhookUrl(url, true))).toMatchObject(refused);
  });

  it('is at most 2 048 characters long, and goes without a fragment', () => {
    expect(checkWebhookUrl(`https://example.com/${'a'.repeat(2_028)}`, false).href).toHaveLength(2_048);
    expect(checkWebhookUrl('https://example.com/a?b=c#d', false).href).toBe('https://example.com/a?b=c');
  });

  it('holds no credentials, which the refusal does not show', async () => {
    for (const credentials of ['ada:s3cret', 'ada', ':s3cret', 's3cret%40:']) {
      const error = await annalsErrorOf(() => checkWebhookUrl(`https://${credentials}@example.com/?key=s3cret`, true));
      expect(error).toMatchObject(refused);
      expect(error.message).not.toMatch(/s3cret|ada/);
    }
    const error = await annalsErrorOf(() => checkWebhookUrl('https://10.0.0.1/s3cret?key=s3cret', false));
    expect(error.message).not.toContain('s3cret');
  });
});

describe('a public address', () => {
  it.each([
    '',
    'example.com',
    '8.8.8',
    '0x08.8.8.8',
    '010.8.8.8',
    '[2606:4700::1111]',
    '2606:4700::1111%eth0',
    '::8.8.8.8',
  ])('is not %p', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });

  it('is the same one in each form of IPv6 that holds IPv4', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const isPublic = isPublicAddress(address);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublic);
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(isPublic);
        expect(isPublicAddress(`::${address}`)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lies in 2000::/3 in IPv6', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (!isPublicAddress(address)) return;
        const { hostname } = new URL(`http://[${address}]/`);
        expect(hostname).toMatch(/^\[([23][0-9a-f]{3}:|::ffff:|64:ff9b::)/);
      }),
      { numRuns: 1_000 },
    );
  });
});
