import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Application } from 'annals';
import express, { type Express } from 'express';
import { AccountNotOpen, DepositMoney, GetAccount, historyOf, OpenAccount, WithdrawMoney } from '../accounts/index.js';
import { TransferMoney } from '../transfers/index.js';
import { answer, bodyOf, once } from './express-requests.js';
import { momentOf } from './moment.js';
import { RequestError } from './problem.js';
import { askOptions, maxBodySize } from './request.js';
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
  http.use(answer);
  return http;
}
