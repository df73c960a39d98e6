declare const result: unique symbol;

/**
 * The base of a query: it carries the type of its answer and nothing else.
 *
 * @example
 * ```ts
 * export class GetAccount extends Query<AccountSummary | null> {
 *   @IsUUID() accountId!: string;
 * }
 * ```
 */
export abstract class Query<Result> {
  /** Only for the compiler. Not optional, which would lose the `undefined` of a result in some settings. */
  declare readonly [result]: Result;
}

/** What a query answers. */
export type ResultOf<Q> = Q extends Query<infer Result> ? Result : never;
