import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Application } from 'annals';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { problemOf, RequestError } from './problem.js';
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

  http.get('/health', async (c) => {
    const { isHealthy, head } = await app.status();
    return c.json({ isHealthy, head }, isHealthy ? 200 : 503);
  });

  http.notFound((c) => answer(c, new RequestError(404)));
  http.onError((error, c) => answer(c, error));
  return http;
}

function answer(c: Context, error: unknown): Response {
  const problem = problemOf(error);
  return c.json(problem, problem.status as ContentfulStatusCode, { 'Content-Type': 'application/problem+json' });
}
