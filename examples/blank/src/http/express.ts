import { createServer } from 'node:http';
import type { Application } from 'annals';
import express, { type Express } from 'express';
import { answer } from './express-requests.js';
import { RequestError } from './problem.js';
import { maxBodySize } from './request.js';
import { listen, type Server } from './server.js';

/** Serves the application over HTTP. */
export function serve(app: Application, port: number): Promise<Server> {
  return listen(createServer(routes(app)), port);
}

function routes(app: Application): Express {
  const http = express();
  http.disable('x-powered-by');
  http.use(express.json({ limit: maxBodySize }));

  http.get('/health', async (_request, response) => {
    const { isHealthy, head } = await app.status();
    response.status(isHealthy ? 200 : 503).json({ isHealthy, head });
  });

  // A route reads its body by `bodyOf(request)`, and dispatches its command with `once(request)`: see express-requests.ts.

  http.use(() => {
    throw new RequestError(404);
  });
  http.use(answer);
  return http;
}
