/** Where Annals reports what goes wrong while nobody waits for an answer. `console` is one. */
export interface Logger {
  warn(message: string, ...details: readonly unknown[]): void;
}
