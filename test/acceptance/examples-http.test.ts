import { createServer } from 'node:http';
import { inMemory, ProjectionBehindError, type Application, type StorageProvider } from 'annals';
import { openApplication as openBank } from '../../examples/bank/src/application.js';
import * as bankOnExpress from '../../examples/bank/src/http/express.js';
import * as bankOnHono from '../../examples/bank/src/http/hono.js';
import { problemOf } from '../../examples/bank/src/http/problem.js';
import { listen, type Server } from '../../examples/bank/src/http/server.js';
import { openApplication as openBlank } from '../../examples/blank/src/application.js';
import * as blankOnExpress from '../../examples/blank/src/http/express.js';
import * as blankOnHono from '../../examples/blank/src/http/hono.js';
import { openApplication as openOrders } from '../../examples/orders/src/application.js';
import { PrintedMail } from '../../examples/orders/src/customers/index.js';
import * as ordersOnExpress from '../../examples/orders/src/http/express.js';
import * as ordersOnHono from '../../examples/orders/src/http/hono.js';
import { PretendedGateway } from '../../examples/orders/src/payments/index.js';
import { storageWith, withMethods } from '../support/storage.js';

interface Front {
  serve(app: Application, port: number): Promise<Server>;
}

/** What is asked, and the status and the words of the answer. */
type Step = readonly [request: string, body: unknown, status: number, words: RegExp, headers?: Record<string, string>];

const [ada, grace, nobody] = ['a', 'b', 'c'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const order = { customer: 'Ada', product: 'teapot', quantity: 1, total: 450 };
const once = { 'Idempotency-Key': 'opened-once' };

const badRequests = (path: string): Step[] => [
  [`POST ${path}`, '{"owner":', 400, /no JSON object/],
  [`POST ${path}`, '"text"', 400, /no JSON object/],
  [`POST ${path}`, 'null', 400, /no JSON object/],
  [`POST ${path}`, [], 400, /VALIDATION_FAILED/],
  [`POST ${path}`, '{"__proto__":{"owner":"Eve"},"constructor":1}', 400, /VALIDATION_FAILED/],
  [`POST ${path}`, { owner: 'x'.repeat(200_000) }, 413, /longer than 100000 bytes/],
  [`POST ${path}`, 'owner=Ada', 415, /application\/json/, { 'Content-Type': 'application/x-www-form-urlencoded' }],
  [`POST ${path}`, '{}', 415, /application\/json/, { 'Content-Type': 'application/jsonp' }],
  ['GET /nothing', undefined, 404, /Not Found/],
  ['GET /__proto__', undefined, 404, /Not Found/],
  [`DELETE ${path}`, undefined, 404, /Not Found/],
];

const bank: Step[] = [
  ['GET /health', undefined, 200, /"isHealthy":true/],
  ['POST /accounts', { accountId: ada, owner: 'Ada' }, 201, /globalPosition/, once],
  ['POST /accounts', { accountId: ada, owner: 'Ada' }, 201, /globalPosition/, once],
  ['POST /accounts', { accountId: ada, owner: 'Ada' }, 409, /AccountAlreadyOpen/],
  ['POST /accounts', { accountId: grace, owner: 'Grace' }, 201, /globalPosition/],
  [
    'POST /accounts',
    { accountId: nobody, owner: 'Eve' },
    400,
    /INVALID_COMMAND_ID/,
    { 'Idempotency-Key': 'x'.repeat(201) },
  ],
  ['POST /accounts', { owner: 7, admin: true }, 400, /"path":"admin".*"path":"owner"/],
  [`POST /accounts/${ada}/deposits`, { amount: 500 }, 202, /globalPosition/],
  [`POST /accounts/${ada}/deposits`, { amount: '500' }, 400, /"path":"amount"/],
  [`POST /accounts/${ada}/deposits`, { amount: 500, accountId: grace }, 202, /globalPosition/],
  [`POST /accounts/${nobody}/deposits`, { amount: 500 }, 404, /AccountNotOpen/],
  ['POST /accounts/x/deposits', { amount: 500 }, 400, /"path":"accountId"/],
  [`POST /accounts/${ada}/withdrawals`, { amount: 100 }, 202, /globalPosition/],
  [
    `POST /accounts/${ada}/withdrawals`,
    { amount: 901 },
    422,
    /9\.01 € is more than the balance of 9\.00 €.*InsufficientFunds/,
  ],
  ['POST /transfers', { from: ada, to: grace, amount: 200 }, 202, /globalPosition/],
  ['POST /transfers', { from: ada, to: nobody, amount: 200 }, 404, /AccountNotOpen/],
  [`GET /accounts/${ada}?after=5`, undefined, 200, /"balance":700/],
  [`GET /accounts/${grace}?after=5`, undefined, 200, /"balance":200/],
  [`GET /accounts/${ada}?after=x`, undefined, 400, /globalPosition/],
  [`GET /accounts/${ada}?after=`, undefined, 400, /globalPosition/],
  [`GET /accounts/${nobody}`, undefined, 404, /AccountNotOpen/],
  [`GET /accounts/${ada}/history`, undefined, 200, /account\.opened.*money\.deposited.*transfer\.sent/],
  [`GET /accounts/${ada}/history?asOf=2020-01-01`, undefined, 404, /AccountNotOpen/],
  [`GET /accounts/${ada}/history?asOf=2999-01-01`, undefined, 200, /"balance":700/],
  [`GET /accounts/${ada}/history?asOf=yesterday`, undefined, 400, /asOf takes a moment/],
  ...badRequests('/accounts'),
];

const orders: Step[] = [
  ['GET /health', undefined, 200, /"isHealthy":true/],
  ['POST /orders', { ...order, orderId: ada }, 201, /globalPosition/, once],
  ['POST /orders', { ...order, orderId: ada }, 201, /globalPosition/, once],
  ['POST /orders', { ...order, orderId: ada }, 409, /OrderAlreadyPlaced/],
  ['POST /orders', { ...order, quantity: 0.5 }, 400, /"path":"quantity"/],
  [`GET /orders/${ada}?after=0`, undefined, 200, /"customer":"Ada"/],
  [`GET /orders/${nobody}`, undefined, 404, /There is no order/],
  ['GET /orders/x', undefined, 400, /"path":"orderId"/],
  ['GET /orders?status=shipped', undefined, 200, /^\[\]$/],
  ['GET /orders?status=lost', undefined, 400, /"path":"status"/],
  ['GET /orders', undefined, 400, /"path":"status"/],
  ['POST /stock', { product: 'kettle', quantity: 2 }, 202, /globalPosition/],
  ['POST /stock', { product: '', quantity: 2 }, 400, /"path":"product"/],
  ...badRequests('/orders'),
];

const services = () => ({ gateway: new PretendedGateway(), mail: new PrintedMail(() => undefined) });

describe('the fronts of an example', () => {
  const open: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
    jest.restoreAllMocks();
  });

  async function start(front: Front, openApp: () => Promise<Application>): Promise<Server> {
    const app = await openApp();
    open.push(app);
    const server = await front.serve(app, 0);
    open.push(server);
    return server;
  }

  async function ask({ url }: Server, [request, body, , , headers]: Step) {
    const [method = '', path = ''] = request.split(' ');
    const response = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      location: response.headers.get('Location'),
      type: response.headers.get('Content-Type')?.split(';')[0],
      text: (await response.text()).replaceAll(/"createdAt":"[^"]*"/g, '"createdAt":"…"'),
    };
  }

  it.each<[string, Front, Front, () => Promise<Application>, Step[]]>([
    ['bank', bankOnHono, bankOnExpress, () => openBank(inMemory()), bank],
    ['orders', ordersOnHono, ordersOnExpress, () => openOrders(inMemory(), services()), orders],
    ['blank', blankOnHono, blankOnExpress, () => openBlank(inMemory()), [bank[0]!, ...badRequests('/').slice(-3)]],
  ])('answer the same: %s', async (_, hono, express, openApp, steps) => {
    const [one, other] = [await start(hono, openApp), await start(express, openApp)];
    for (const step of steps) {
      const [request, body, status, words] = step;
      const answers = [await ask(one, step), await ask(other, step)];
      const what = [request, typeof body === 'string' ? body : JSON.stringify(body ?? null).slice(0, 80)].join(' ');
      expect([what, answers[0]]).toEqual([what, answers[1]]);
      expect([what, answers[0]?.status, answers[0]?.text]).toEqual([what, status, expect.stringMatching(words)]);
      expect(answers[0]?.type).toBe(status < 400 ? 'application/json' : 'application/problem+json');
    }
  });

  it.each<[string, unknown]>([
    ['POST /accounts', ''],
    ['GET /accounts/%ff', undefined],
    ['GET /accounts/..%2f..%2fhealth', undefined],
  ])('each refuse in their own words: %s %p', async (request, body) => {
    for (const front of [bankOnHono, bankOnExpress]) {
      const server = await start(front, () => openBank(inMemory()));
      const answer = await ask(server, [request, body, 400, /./]);
      expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    }
  });

  it.each<[string, Front]>([
    ['Hono', bankOnHono],
    ['Express', bankOnExpress],
  ])('say what a client can do nothing about without its text: %s', async (_, front) => {
    const told = jest.spyOn(console, 'error').mockImplementation();
    const broken = storageWith(({ eventStore }) => ({
      eventStore: withMethods(eventStore, {
        appendToStream: async () => {
          throw new Error('the password is xyzzy');
        },
      }),
    }));
    const server = await start(front, () => openBank(broken));
    const answer = await ask(server, ['POST /accounts', { owner: 'Ada' }, 500, /./]);
    expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
    expect(JSON.parse(answer.text)).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ message: 'the password is xyzzy' }));
  });

  it.each<[string, Front]>([
    ['Hono', bankOnHono],
    ['Express', bankOnExpress],
  ])('say so when another writer was always faster: %s', async (_, front) => {
    const server = await start(front, () => openBank(withRival()));
    await ask(server, ['POST /accounts', { accountId: ada, owner: 'Ada' }, 201, /./]);
    const answer = await ask(server, [`POST /accounts/${ada}/deposits`, { amount: 1 }, 409, /./]);
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'STREAM_VERSION_CONFLICT', title: 'Conflict' });
  });

  it('ask to try again when a read model is behind', () => {
    jest.spyOn(console, 'error').mockImplementation();
    const problem = problemOf(new ProjectionBehindError('account-summaries', 9, 1, 5_000));
    expect(problem).toMatchObject({ status: 503, code: 'PROJECTION_BEHIND', detail: 'Try again in a moment.' });
  });

  it('do not start on a port that is taken, and say what to do', async () => {
    const { url } = await start(bankOnHono, () => openBank(inMemory()));
    const port = Number(new URL(url).port);
    await expect(listen(createServer(), port)).rejects.toThrow(/port \d+ of 127\.0\.0\.1; set PORT or HOST/);
  });

  it('close while a client keeps its connection', async () => {
    const server = await start(bankOnExpress, () => openBank(inMemory()));
    await ask(server, bank[0]!);
    await server.close();
    open.pop();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});

/** A storage on which a deposit is always overtaken by another one. */
function withRival(): StorageProvider {
  return storageWith(({ eventStore }) => ({
    eventStore: withMethods(eventStore, {
      appendToStream: async (...args) => {
        const [streamId] = args;
        if ((await eventStore.streamInfo(streamId)) !== null) {
          await eventStore.appendToStream(streamId, [{ type: 'money.deposited', data: { amount: 1 } }]);
        }
        return eventStore.appendToStream(...args);
      },
    }),
  }));
}
