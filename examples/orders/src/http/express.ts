import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Application, Properties } from 'annals';
import express, { type Express } from 'express';
import { FindOrders, GetOrder, PlaceOrder, type OrderStatus } from '../orders/index.js';
import { ReceiveStock } from '../stock/index.js';
import { answer, bodyOf, once } from './express-requests.js';
import { RequestError } from './problem.js';
import { askOptions, maxBodySize } from './request.js';
import { listen, type Server } from './server.js';

/** What a client says of an order; its id is made unless it is named. */
type NewOrder = Omit<Properties<PlaceOrder>, 'orderId'>;

/** Serves the application over HTTP. */
export function serve(app: Application, port: number): Promise<Server> {
  return listen(createServer(routes(app)), port);
}

function routes(app: Application): Express {
  const { commands, queries } = app;
  const http = express();
  http.disable('x-powered-by');
  http.use(express.json({ limit: maxBodySize }));

  http.get('/health', async (_request, response) => {
    const { isHealthy, head } = await app.status();
    response.status(isHealthy ? 200 : 503).json({ isHealthy, head });
  });

  http.post('/orders', async (request, response) => {
    const command = { orderId: randomUUID(), ...bodyOf<NewOrder>(request) };
    const { streamId, globalPosition } = await commands.dispatch(PlaceOrder, command, once(request));
    // Where the key is known, it is the order that was placed then.
    const orderId = streamId.replace('order-', '');
    response.status(201).location(`/orders/${orderId}`).json({ orderId, globalPosition });
  });

  http.get('/orders', async (request, response) => {
    const query = { status: request.query['status'] as OrderStatus };
    response.json(await queries.ask(FindOrders, query, askOptions(request.query['after'])));
  });

  http.get('/orders/:id', async (request, response) => {
    const orderId = request.params.id;
    const order = await queries.ask(GetOrder, { orderId }, askOptions(request.query['after']));
    if (order === null) throw new RequestError(404, `There is no order ${orderId}.`);
    response.json(order);
  });

  http.post('/stock', async (request, response) => {
    const { globalPosition } = await commands.dispatch(ReceiveStock, bodyOf<ReceiveStock>(request), once(request));
    response.status(202).json({ globalPosition });
  });

  http.use(() => {
    throw new RequestError(404);
  });
  http.use(answer);
  return http;
}
