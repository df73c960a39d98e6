/** A command or query on its way to its handler, checked already. */
export interface MessageEnvelope {
  readonly kind: 'command' | 'query';
  /** The command's stored name, or the query's class name. */
  readonly type: string;
  readonly message: object;
  readonly messageId: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Something that happens around every command and query: logging, tracing, authorisation.
 *
 * It calls `next` once to go on, or throws to refuse; the first one given is the outermost.
 *
 * @example
 * ```ts
 * const logging: Middleware = async (envelope, next) => {
 *   console.log(envelope.type);
 *   return next();
 * };
 * ```
 */
export type Middleware = <Result>(envelope: MessageEnvelope, next: () => Promise<Result>) => Promise<Result>;

/** Puts a chain of middleware around the last step. */
export function runThrough<Result>(
  middleware: readonly Middleware[],
  envelope: MessageEnvelope,
  last: () => Promise<Result>,
): Promise<Result> {
  if (middleware.length === 0) return last();
  return middleware.reduceRight((next, step) => () => step(envelope, next), last)();
}
