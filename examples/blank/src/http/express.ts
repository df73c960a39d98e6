import { createServer } from 'node:http';
import type { Application } from 'annals';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { problemOf, RequestError } from './problem.js';
import { listen, type Server } from './server.js';

/** Serves the application over HTTP. */
export function serve(app: Application, port: number): Promise<Server> {
  return listen(createServer(routes(app)), port);
}

function routes(app: Application): Express {
  const http = express();
  http.disable('x-powered-by');

  http.get('/health', async (_request, response) => {
    const { isHealthy, head } = await app.status();
    response.status(isHealthy ? 200 : 503).json({ isHealthy, head });
  });

  http.use(() => {
    throw new RequestError(404);
  });
  // Express knows a handler of errors by its four parameters.
  http.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const problem = problemOf(error);
    response.status(problem.status).type('application/problem+json').json(problem);
  });
  return http;
}
