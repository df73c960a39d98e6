import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Application } from 'annals';
import { Hono } from 'hono';
import { answer, limited } from './hono-requests.js';
import { RequestError } from './problem.js';
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
  const http = new Hono();
  http.use(limited);

  http.get('/health', async (c) => {
    const { isHealthy, head } = await app.status();
    return c.json({ isHealthy, head }, isHealthy ? 200 : 503);
  });

  // A route reads its body by `bodyOf(c)`, and dispatches its command with `once(c)`: see hono-requests.ts.

  http.notFound((c) => answer(c, new RequestError(404)));
  http.onError((error, c) => answer(c, error));
  return http;
}
