import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { XesError } from './xes-error.js';
import type { XesAttributes, XesEvent, XesSummary, XesTrace } from './xes-log.js';
import { isXesType, readXesValue } from './xes-value.js';

interface OpenTrace {
  attributes: XesAttributes;
  events: XesEvent[];
}

/** Turns the text of an XES log, given piece by piece, into traces; holds no more than the unfinished one. */
export class XesParser {
  readonly #file: string;
  readonly #xml = new SaxesParser({ xmlns: false, position: true });
  #insideLog = false;
  #trace: OpenTrace | undefined;
  #event: XesEvent | undefined;
  /** How deep inside an element that does not matter, such as `global` or a nested attribute. */
  #ignoredDepth = 0;
  #finished: XesTrace[] = [];
  readonly #counts = { traces: 0, events: 0, skippedEvents: 0, unreadableValues: 0 };

  constructor(file: string) {
    this.#file = file;
    this.#xml.on('error', (error) => this.#fail(error.message.replace(/^\d+:\d+: /, '')));
    this.#xml.on('opentag', (tag) => this.#open(tag));
    this.#xml.on('closetag', (tag) => this.#close(tag.name));
  }

  /** What was read so far. */
  get summary(): XesSummary {
    return { ...this.#counts };
  }

  /**
   * Reads on.
   *
   * @returns the traces that the piece completes
   * @throws {@link XesError} where the text is no well-formed XES log
   */
  write(piece: string): XesTrace[] {
    this.#xml.write(piece);
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  /**
   * Ends the text.
   *
   * @throws {@link XesError} where it ends too early
   */
  close(): void {
    this.#xml.close();
  }

  #open({ name, attributes }: SaxesTagPlain): void {
    if (this.#ignoredDepth > 0) {
      this.#ignoredDepth++;
    } else if (!this.#insideLog) {
      if (name !== 'log') this.#fail(`this is no XES log: its root element is <${name}>, not <log>`);
      this.#insideLog = true;
    } else if (name === 'trace' && this.#trace === undefined) {
      this.#trace = { attributes: noAttributes(), events: [] };
    } else if (name === 'event' && this.#trace !== undefined && this.#event === undefined) {
      this.#event = { attributes: noAttributes() };
    } else {
      this.#ignoredDepth = 1;
      const owner = this.#event ?? this.#trace;
      if (owner !== undefined) this.#setAttribute(owner.attributes, name, attributes);
      else if (name === 'event') this.#counts.skippedEvents++;
    }
  }

  #close(name: string): void {
    if (this.#ignoredDepth > 0) {
      this.#ignoredDepth--;
    } else if (this.#event !== undefined) {
      this.#trace?.events.push(this.#event);
      this.#event = undefined;
      this.#counts.events++;
    } else if (this.#trace !== undefined && name === 'trace') {
      this.#finished.push(this.#trace);
      this.#trace = undefined;
      this.#counts.traces++;
    }
  }

  #setAttribute(target: XesAttributes, type: string, { key, value }: Record<string, string>): void {
    if (key === undefined || value === undefined || !isXesType(type)) return;
    const typed = readXesValue(type, value);
    if (typed === undefined) this.#counts.unreadableValues++;
    else target[key] = typed;
  }

  #fail(reason: string): never {
    const { line, column } = this.#xml;
    throw new XesError(this.#file, reason, { line, column: column + 1 });
  }
}

function noAttributes(): XesAttributes {
  return Object.create(null) as XesAttributes;
}
