/** Where in a file something is wrong; both count from 1. */
export interface XesPosition {
  readonly line: number;
  readonly column: number;
}

/** An event log that cannot be read; the message names the file, and the line and column where there is one. */
export class XesError extends Error {
  override readonly name = 'XesError';
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(
    readonly file: string,
    reason: string,
    { line, column, cause }: Partial<XesPosition> & { readonly cause?: unknown } = {},
  ) {
    const place = line === undefined || column === undefined ? file : `${file}:${line}:${column}`;
    super(`${place}: ${reason}`, { cause });
    this.line = line;
    this.column = column;
  }
}
