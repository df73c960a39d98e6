import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Application, Properties } from 'annals';
import { Hono } from 'hono';
import { FindOrders, GetOrder, PlaceOrder, type OrderStatus } from '../orders/index.js';
import { ReceiveStock } from '../stock/index.js';
import { answer, bodyOf, limited, once } from './hono-requests.js';
import { RequestError } from './problem.js';
import { askOptions } from './request.js';
import { listen, type Server } from './server.js';

/** What a client says of an order; its id is made unless it is named. */
type NewOrder = Omit<Properties<PlaceOrder>, 'orderId'>;

/** Serves the application over HTTP. */
export function serve(app: Application, port: number): Promise<Server> {
  const listener = getRequestListener(routes(app).fetch);
  return listen(
    createServer((request, response) => void listener(request, response)),
    port,
  );
}

function routes(app: Application): Hono {
  const { commands, queries } = app;
  const http = new Hono();
  http.use(limited);

  http.get('/health', async (c) => {
    const { isHealthy, head } = await app.status();
    return c.json({ isHealthy, head }, isHealthy ? 200 : 503);
  });

  http.post('/orders', async (c) => {
    const command = { orderId: randomUUID(), ...(await bodyOf<NewOrder>(c)) };
    const { streamId, globalPosition } = await commands.dispatch(PlaceOrder, command, once(c));
    // Where the key is known, it is the order that was placed then.
    const orderId = streamId.replace('order-', '');
    return c.json({ orderId, globalPosition }, 201, { Location: `/orders/${orderId}` });
  });

  http.get('/orders', async (c) => {
    const query = { status: c.req.query('status') as OrderStatus };
    return c.json(await queries.ask(FindOrders, query, askOptions(c.req.query('after'))));
  });

  http.get('/orders/:id', async (c) => {
    const orderId = c.req.param('id');
    const order = await queries.ask(GetOrder, { orderId }, askOptions(c.req.query('after')));
    if (order === null) throw new RequestError(404, `There is no order ${orderId}.`);
    return c.json(order);
  });

  http.post('/stock', async (c) => {
    const { globalPosition } = await commands.dispatch(ReceiveStock, await bodyOf<ReceiveStock>(c), once(c));
    return c.json({ globalPosition }, 202);
  });

  http.notFound((c) => answer(c, new RequestError(404)));
  http.onError((error, c) => answer(c, error));
  return http;
}
