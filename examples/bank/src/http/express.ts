import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Application } from 'annals';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { AccountNotOpen, DepositMoney, GetAccount, historyOf, OpenAccount, WithdrawMoney } from '../accounts/index.js';
import { TransferMoney } from '../transfers/index.js';
import { momentOf } from './moment.js';
import { problemOf, RequestError } from './problem.js';
import { askOptions, bodyProblems, dispatchOptions, maxBodySize, requireJson } from './request.js';
import { listen, type Server } from './server.js';

/** Serves the application over HTTP. */
export function serve(app: Application, port: number): Promise<Server> {
  return listen(createServer(routes(app)), port);
}

function routes(app: Application): Express {
  const { commands, queries, eventStore } = app;
  const http = express();
  http.disable('x-powered-by');
  http.use(express.json({ limit: maxBodySize }));

  http.get('/health', async (_request, response) => {
    const { isHealthy, head } = await app.status();
    response.status(isHealthy ? 200 : 503).json({ isHealthy, head });
  });

  http.post('/accounts', async (request, response) => {
    const command = { accountId: randomUUID(), ...bodyOf<{ owner: string }>(request) };
    const { streamId, globalPosition } = await commands.dispatch(OpenAccount, command, once(request));
    // Where the key is known, it is the account that was opened then.
    const accountId = streamId.replace('account-', '');
    response.status(201).location(`/accounts/${accountId}`).json({ accountId, globalPosition });
  });

  http.post('/accounts/:id/deposits', async (request, response) => {
    const command = { ...bodyOf<{ amount: number }>(request), accountId: request.params.id };
    const { globalPosition } = await commands.dispatch(DepositMoney, command, once(request));
    response.status(202).json({ globalPosition });
  });

  http.post('/accounts/:id/withdrawals', async (request, response) => {
    const command = { ...bodyOf<{ amount: number }>(request), accountId: request.params.id };
    const { globalPosition } = await commands.dispatch(WithdrawMoney, command, once(request));
    response.status(202).json({ globalPosition });
  });

  http.post('/transfers', async (request, response) => {
    const { globalPosition } = await commands.dispatch(TransferMoney, bodyOf<TransferMoney>(request), once(request));
    response.status(202).json({ globalPosition });
  });

  http.get('/accounts/:id', async (request, response) => {
    const accountId = request.params.id;
    const account = await queries.ask(GetAccount, { accountId }, askOptions(request.query['after']));
    if (account === null) throw new AccountNotOpen(accountId);
    response.json(account);
  });

  http.get('/accounts/:id/history', async (request, response) => {
    response.json(await historyOf(eventStore, request.params.id, momentOf(request.query['asOf'])));
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
