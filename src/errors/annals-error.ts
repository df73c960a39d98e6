const brand = Symbol.for('annals.error');

/** What every Annals error may be given besides its message. */
export interface AnnalsErrorOptions {
  /** The error below this one; its text is never part of the message. */
  readonly cause?: unknown;
  /** Whether the same call may succeed when it is made again. */
  readonly retryable?: boolean;
}

/**
 * The base of everything Annals throws: the message says what is wrong, where, and what to do next.
 *
 * Recognise an error by its literal {@link code}, which never changes, and not by its class, so that it also
 * works over two copies of the package.
 */
export abstract class AnnalsError extends Error {
  /** A literal name of the kind of error. */
  abstract readonly code: string;

  /** Whether the same call may succeed when it is made again. */
  readonly retryable: boolean;

  readonly [brand] = true;

  constructor(message: string, options: AnnalsErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.retryable = options.retryable ?? false;
  }

  /** Tells whether a value is an error of Annals, from whichever copy of the package. */
  static is(value: unknown): value is AnnalsError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}
