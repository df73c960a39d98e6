/** Something that tests hold back and let go, in place of a sleep. */
export interface Latch {
  /** Resolves once the latch is open. */
  readonly opened: Promise<void>;
  open(): void;
}

export function latch(): Latch {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
