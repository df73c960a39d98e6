import { randomUUID } from 'node:crypto';
import { inMemory, type Application } from 'annals';
import { openApplication } from '../src/application.js';
import { serve } from '../src/http/hono.js';
import type { Server } from '../src/http/server.js';

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: Record<string, unknown>;
}

describe('the bank over HTTP', () => {
  let app: Application;
  let server: Server;

  beforeAll(async () => {
    app = await openApplication(inMemory());
    server = await serve(app, 0);
  });

  afterAll(async () => {
    await server.close();
    await app.close();
  });

  async function call(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(new URL(path, server.url), init);
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, location: response.headers.get('Location'), body };
  }

  function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const json = { 'Content-Type': 'application/json', ...headers };
    return call(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  }

  async function openAccount(owner: string): Promise<string> {
    const accountId = randomUUID();
    expect((await post('/accounts', { accountId, owner })).status).toBe(201);
    return accountId;
  }

  it('is healthy', async () => {
    expect(await call('/health')).toMatchObject({ status: 200, body: { isHealthy: true } });
  });

  it('opens an account and says where it is', async () => {
    const { status, location, body } = await post('/accounts', { owner: 'Ada' });
    expect([status, location]).toEqual([201, `/accounts/${String(body['accountId'])}`]);
    const account = await call(`${String(location)}?after=${String(body['globalPosition'])}`);
    expect(account.body).toEqual({ owner: 'Ada', balance: 0, movements: 0 });
  });

  it('moves money between accounts', async () => {
    const [from, to] = [await openAccount('Ada'), await openAccount('Grace')];
    await post(`/accounts/${from}/deposits`, { amount: 1_000 });
    await post(`/accounts/${from}/withdrawals`, { amount: 200 });
    const { status, body } = await post('/transfers', { from, to, amount: 300 });
    expect(status).toBe(202);
    const after = `after=${String(body['globalPosition'])}`;
    expect((await call(`/accounts/${from}?${after}`)).body).toMatchObject({ balance: 500 });
    expect((await call(`/accounts/${to}?${after}`)).body).toMatchObject({ balance: 300 });
  });

  it('tells the history, also as it was', async () => {
    const accountId = await openAccount('Ada');
    await post(`/accounts/${accountId}/deposits`, { amount: 100 });
    const now = await call(`/accounts/${accountId}/history`);
    expect(now.body).toMatchObject({ balance: 100, events: [{ type: 'account.opened' }, { type: 'money.deposited' }] });
    const before = await call(`/accounts/${accountId}/history?asOf=2020-01-01`);
    expect(before.status).toBe(404);
  });

  it('does once what comes twice with one Idempotency-Key', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const [first, second] = [
      await post('/accounts', { owner: 'Ada' }, key),
      await post('/accounts', { owner: 'Ada' }, key),
    ];
    expect(second).toEqual(first);
  });

  it('refuses what breaks a rule, and says which', async () => {
    const accountId = await openAccount('Ada');
    const overdraft = await post(`/accounts/${accountId}/withdrawals`, { amount: 1 });
    expect(overdraft).toMatchObject({ status: 422, body: { code: 'InsufficientFunds' } });
    const again = await post('/accounts', { accountId, owner: 'Ada' });
    expect(again).toMatchObject({ status: 409, body: { code: 'AccountAlreadyOpen' } });
    const invalid = await post('/accounts', { owner: '' });
    expect(invalid).toMatchObject({ status: 400, body: { issues: [{ path: 'owner' }] } });
    const nobody = await post(`/accounts/${randomUUID()}/deposits`, { amount: 1 });
    expect(nobody).toMatchObject({ status: 404, body: { code: 'AccountNotOpen' } });
  });
});
