import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { inMemory, type Application } from 'annals';
import { openApplication } from '../src/application.js';
import { PrintedMail } from '../src/customers/index.js';
import { serve } from '../src/http/hono.js';
import type { Server } from '../src/http/server.js';
import { PretendedGateway } from '../src/payments/index.js';

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

const newOrder = { customer: 'Ada', product: 'teapot', quantity: 1, total: 4_500 };

describe('the shop over HTTP', () => {
  let app: Application;
  let server: Server;

  beforeAll(async () => {
    const services = { gateway: new PretendedGateway(), mail: new PrintedMail(() => undefined) };
    app = await openApplication(inMemory(), services);
    server = await serve(app, 0);
  });

  afterAll(async () => {
    await server.close();
    await app.close();
  });

  async function call(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(new URL(path, server.url), init);
    const body: unknown = await response.json();
    return { status: response.status, location: response.headers.get('Location'), body };
  }

  function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const json = { 'Content-Type': 'application/json', ...headers };
    return call(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  }

  it('is healthy', async () => {
    expect(await call('/health')).toMatchObject({ status: 200, body: { isHealthy: true } });
  });

  it('takes an order and says where it is', async () => {
    const { status, location, body } = await post('/orders', newOrder);
    const { orderId, globalPosition } = body as { orderId: string; globalPosition: number };
    expect([status, location]).toEqual([201, `/orders/${orderId}`]);
    const order = await call(`/orders/${orderId}?after=${String(globalPosition)}`);
    expect(order.body).toMatchObject({ orderId, customer: 'Ada', product: 'teapot', total: 4_500 });
  });

  it('ships what is in stock, and lists it', async () => {
    const stocked = await post('/stock', { product: 'kettle', quantity: 1 });
    expect(stocked.status).toBe(202);
    const events = new EventEmitter();
    await app.eventBus.subscribe('order.shipped', ({ globalPosition }) => events.emit('shipped', globalPosition));
    const shipped = once(events, 'shipped');
    const orderId = randomUUID();
    await post('/orders', { ...newOrder, orderId, product: 'kettle' });
    const orders = await call(`/orders?status=shipped&after=${String((await shipped)[0])}`);
    expect(orders.body).toMatchObject([{ orderId, status: 'shipped' }]);
  });

  it('takes an order once that comes twice with one Idempotency-Key', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const [first, second] = [await post('/orders', newOrder, key), await post('/orders', newOrder, key)];
    expect(second).toEqual(first);
  });

  it('refuses what breaks a rule, and says which', async () => {
    const orderId = randomUUID();
    await post('/orders', { ...newOrder, orderId });
    const again = await post('/orders', { ...newOrder, orderId });
    expect(again).toMatchObject({ status: 409, body: { code: 'OrderAlreadyPlaced' } });
    const invalid = await post('/orders', { ...newOrder, quantity: 0 });
    expect(invalid).toMatchObject({ status: 400, body: { issues: [{ path: 'quantity' }] } });
    expect((await call(`/orders/${randomUUID()}`)).status).toBe(404);
    expect((await call('/orders?status=lost')).status).toBe(400);
  });
});
