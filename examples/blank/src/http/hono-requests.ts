import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { problemOf, RequestError } from './problem.js';
import { bodyProblems, dispatchOptions, maxBodySize, requireJson } from './request.js';

/** Refuses bodies that are too long. */
export const limited = bodyLimit({
  maxSize: maxBodySize,
  onError: (c) => answer(c, new RequestError(413, bodyProblems[413])),
});

/** The body, as JSON; whether it is a command is checked by the bus. */
export async function bodyOf<Body extends object>({ req }: Context): Promise<Body> {
  requireJson(req.header('Content-Type'));
  const body: unknown = await req.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null) throw new RequestError(400, bodyProblems[400]);
  return body as Body;
}

/** How a command is dispatched: once, where the request has a key. */
export function once({ req }: Context) {
  return dispatchOptions(req.header('Idempotency-Key'));
}

/** Answers with what went wrong. */
export function answer(c: Context, error: unknown): Response {
  const problem = problemOf(error);
  return c.json(problem, problem.status as ContentfulStatusCode, { 'Content-Type': 'application/problem+json' });
}
