/** Something that tests hold back and let go, in place of a sleep. */
export interface Latch {
  /** Resolves once the latch is open. */
  readonly opened: Promise<void>;
  open(): void;
}

export function latch(): Latch {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    opened: promise,
    open: () => {
      resolve(undefined);
    },
  };
}
