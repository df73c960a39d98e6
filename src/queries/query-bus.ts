import {
  AnnalsError,
  describeValue,
  InvalidArgumentError,
  QueryFailedError,
  UnknownMessageError,
} from '../errors/index.js';
import {
  Query,
  createMessage,
  currentMessage,
  newId,
  readMessageArguments,
  runThrough,
  withinMessage,
  type Class,
  type MessageEnvelope,
  type Middleware,
  type Properties,
  type ResultOf,
} from '../messages/index.js';
import { behindFence, type ReadFence } from './read-fence.js';

const defaultTimeoutMs = 5_000;

export interface AskOptions {
  /** A receipt, or a global position: the answer contains its effect, for every read model that the handler reads. */
  readonly after?: number | { readonly globalPosition: number };
  /** How long to wait for that, in milliseconds; 5 000 by default. */
  readonly timeoutMs?: number;
  /** Facts about the query (who, why) for middleware. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Answers one kind of query. */
export interface QueryExecutor {
  /** The handler's class name. */
  readonly handler: string;
  execute(query: object): unknown;
}

export interface QueryBusOptions {
  readonly executors: ReadonlyMap<Class, QueryExecutor>;
  readonly middleware: readonly Middleware[];
}

/** Where queries go in. */
export class QueryBus {
  /** @internal */
  constructor(private readonly options: QueryBusOptions) {}

  /**
   * Checks a query and gives its handler's answer.
   *
   * @throws ValidationError when the query breaks its rules
   * @throws UnknownMessageError when nothing handles the query
   * @throws ProjectionBehindError when a read model does not reach `after` in time
   * @throws QueryFailedError when the handler throws; its own error is the `cause`
   */
  ask<Q extends Query<unknown>>(
    query: Class<Q>,
    properties: NoInfer<Properties<Q>>,
    options?: AskOptions,
  ): Promise<ResultOf<Q>>;
  ask<Q extends Query<unknown>>(query: Q, options?: AskOptions): Promise<ResultOf<Q>>;
  async ask(first: object, second?: object, third?: AskOptions): Promise<unknown> {
    const { type, properties, options = {} } = readMessageArguments<AskOptions>(first, second, third);
    const executor = this.options.executors.get(type);
    if (executor === undefined) throw unhandled(type);
    const fence = toFence(options);
    const message = await createMessage(type, properties);
    const envelope = toEnvelope(type.name, message, options);
    return runThrough(this.options.middleware, envelope, () =>
      withinMessage(envelope, () => behindFence(fence, () => answer(executor, envelope))),
    );
  }
}

async function answer(executor: QueryExecutor, { message, type }: MessageEnvelope): Promise<unknown> {
  try {
    return await executor.execute(message);
  } catch (cause) {
    if (AnnalsError.is(cause)) throw cause;
    throw new QueryFailedError(type, executor.handler, { cause });
  }
}

function toFence({ after, timeoutMs = defaultTimeoutMs }: AskOptions): ReadFence | undefined {
  if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0)) {
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      `The option timeoutMs is ${describeValue(timeoutMs)}; give milliseconds, from 0.`,
    );
  }
  if (after === undefined) return undefined;
  const position: unknown = typeof after === 'object' ? (after as typeof after | null)?.globalPosition : after;
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < -1) {
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      `The option after is ${describeValue(after)}; give a receipt or a global position.`,
    );
  }
  return { position, timeoutMs };
}

function toEnvelope(type: string, message: object, { metadata = {} }: AskOptions): MessageEnvelope {
  const cause = currentMessage();
  return {
    kind: 'query',
    type,
    message,
    messageId: newId(),
    correlationId: cause?.correlationId ?? newId(),
    causationId: cause?.messageId,
    metadata: { ...cause?.metadata, ...metadata },
  };
}

function unhandled(type: Class): UnknownMessageError {
  return typeof type === 'function' && type.prototype instanceof Query
    ? new UnknownMessageError(
        'HANDLER_MISSING',
        `Nothing answers ${type.name}. Write a class with @QueryHandler(${type.name}) and add it to the application's components.`,
      )
    : new UnknownMessageError(
        'UNKNOWN_QUERY',
        `${describeValue(type)} is no query. Ask with a class that extends Query<Result> and its properties, or an instance of one.`,
      );
}
