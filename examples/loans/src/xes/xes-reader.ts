import type { XesSummary, XesTrace } from './xes-log.js';
import { XesParser } from './xes-parser.js';
import { readText, type TextOptions } from './xes-text.js';

/** How {@link readXes} reads. */
export interface ReadXesOptions extends TextOptions {
  /** Hears what the log held, once it is read to its end. */
  readonly onEnd?: (summary: XesSummary) => void;
}

/**
 * Reads an event log in the IEEE XES format, as XML or gzipped, trace by trace and in constant memory.
 *
 * Reads only as fast as the traces are taken, and closes the file when the loop over them ends, early or not. Attributes
 * of the log as a whole, nested attributes and events outside of traces are skipped.
 *
 * @throws {@link XesError} in the loop, where the file cannot be read or is no well-formed XES log
 * @see https://doi.org/10.1109/IEEESTD.2016.7740858
 */
export async function* readXes(file: string, options: ReadXesOptions = {}): AsyncGenerator<XesTrace, void> {
  const parser = new XesParser(file);
  for await (const piece of readText(file, options)) yield* parser.write(piece);
  parser.close();
  options.onEnd?.(parser.summary);
}

export { XesError } from './xes-error.js';
export type { XesTrace } from './xes-log.js';
