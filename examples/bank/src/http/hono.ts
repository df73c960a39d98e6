import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Application } from 'annals';
import { Hono } from 'hono';
import { AccountNotOpen, DepositMoney, GetAccount, historyOf, OpenAccount, WithdrawMoney } from '../accounts/index.js';
import { TransferMoney } from '../transfers/index.js';
import { answer, bodyOf, limited, once } from './hono-requests.js';
import { momentOf } from './moment.js';
import { RequestError } from './problem.js';
import { askOptions } from './request.js';
import { listen, type Server } from './server.js';

/** Serves the application over HTTP. */
export function serve(app: Application, port: number): Promise<Server> {
  const listener = getRequestListener(routes(app).fetch);
  return listen(
    createServer((request, response) => void listener(request, response)),
    port,
  );
}

function routes(app: Application): Hono {
  const { commands, queries, eventStore } = app;
  const http = new Hono();
  http.use(limited);

  http.get('/health', async (c) => {
    const { isHealthy, head } = await app.status();
    return c.json({ isHealthy, head }, isHealthy ? 200 : 503);
  });

  http.post('/accounts', async (c) => {
    const command = { accountId: randomUUID(), ...(await bodyOf<{ owner: string }>(c)) };
    const { streamId, globalPosition } = await commands.dispatch(OpenAccount, command, once(c));
    // Where the key is known, it is the account that was opened then.
    const accountId = streamId.replace('account-', '');
    return c.json({ accountId, globalPosition }, 201, { Location: `/accounts/${accountId}` });
  });

  http.post('/accounts/:id/deposits', async (c) => {
    const command = { ...(await bodyOf<{ amount: number }>(c)), accountId: c.req.param('id') };
    const { globalPosition } = await commands.dispatch(DepositMoney, command, once(c));
    return c.json({ globalPosition }, 202);
  });

  http.post('/accounts/:id/withdrawals', async (c) => {
    const command = { ...(await bodyOf<{ amount: number }>(c)), accountId: c.req.param('id') };
    const { globalPosition } = await commands.dispatch(WithdrawMoney, command, once(c));
    return c.json({ globalPosition }, 202);
  });

  http.post('/transfers', async (c) => {
    const { globalPosition } = await commands.dispatch(TransferMoney, await bodyOf<TransferMoney>(c), once(c));
    return c.json({ globalPosition }, 202);
  });

  http.get('/accounts/:id', async (c) => {
    const accountId = c.req.param('id');
    const account = await queries.ask(GetAccount, { accountId }, askOptions(c.req.query('after')));
    if (account === null) throw new AccountNotOpen(accountId);
    return c.json(account);
  });

  http.get('/accounts/:id/history', async (c) =>
    c.json(await historyOf(eventStore, c.req.param('id'), momentOf(c.req.query('asOf')))),
  );

  http.notFound((c) => answer(c, new RequestError(404)));
  http.onError((error, c) => answer(c, error));
  return http;
}
