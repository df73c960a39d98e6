import type { NextFunction, Request, Response } from 'express';
import { problemOf, RequestError } from './problem.js';
import { bodyProblems, dispatchOptions, requireJson } from './request.js';

/** The body, as JSON; whether it is a command is checked by the bus. */
export function bodyOf<Body extends object>(request: Request<unknown>): Body {
  requireJson(request.get('Content-Type'));
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null) throw new RequestError(400, bodyProblems[400]);
  return body as Body;
}

/** How a command is dispatched: once, where the request has a key. */
export function once(request: Request<unknown>) {
  return dispatchOptions(request.get('Idempotency-Key'));
}

/** Answers with what went wrong. Express knows a handler of errors by its four parameters. */
export function answer(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  const problem = problemOf(asRequestError(error));
  response.status(problem.status).type('application/problem+json').json(problem);
}

/** What Express and its parser refuse, in the words that every front uses. */
function asRequestError(error: unknown): unknown {
  if (error instanceof URIError) return new RequestError(400, 'The path is not encoded as a URL must be.');
  if (!(error instanceof Error && 'expose' in error && 'status' in error)) return error;
  const { status } = error;
  return status === 400 || status === 413 || status === 415 ? new RequestError(status, bodyProblems[status]) : error;
}
