import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Application, Properties } from 'annals';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { FindOrders, GetOrder, PlaceOrder, type OrderStatus } from '../orders/index.js';
import { ReceiveStock } from '../stock/index.js';
import { problemOf, RequestError } from './problem.js';
import { askOptions, bodyProblems, dispatchOptions, maxBodySize, requireJson } from './request.js';
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
  // Express knows a handler of errors by its four parameters.
  http.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const problem = problemOf(asRequestError(error));
    response.status(problem.status).type('application/problem+json').json(problem);
  });
  return http;
}

/** The body, as JSON; whether it is a command is checked by the bus. */
function bodyOf<Body extends object>(request: Request<unknown>): Body {
  requireJson(request.get('Content-Type'));
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null) throw new RequestError(400, bodyProblems[400]);
  return body as Body;
}

function once(request: Request<unknown>) {
  return dispatchOptions(request.get('Idempotency-Key'));
}

/** What Express and its parser refuse, in the words that both fronts use. */
function asRequestError(error: unknown): unknown {
  if (error instanceof URIError) return new RequestError(400, 'The path is not encoded as a URL must be.');
  if (!(error instanceof Error && 'expose' in error && 'status' in error)) return error;
  const { status } = error;
  return status === 400 || status === 413 || status === 415 ? new RequestError(status, bodyProblems[status]) : error;
}
