import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Terminal } from './terminal.js';

type Style = Parameters<typeof styleText>[0];

/** A cell of a table. */
export type Cell = string | number;

/** Writes what a command has found: for people, or as JSON for programs. Notes go to stderr, so that pipes stay clean. */
export class Output {
  constructor(
    private readonly terminal: Terminal,
    readonly isJson = false,
  ) {}

  /** The result of a command: as one JSON value, or as `present` shows it. */
  result<T>(value: T, present: (value: T) => void): void {
    if (this.isJson) this.line(JSON.stringify(value, null, 2));
    else present(value);
  }

  /** One of many results: a line of JSON, or as `present` shows it. */
  item<T>(value: T, present: (value: T) => void): void {
    if (this.isJson) this.line(JSON.stringify(value));
    else present(value);
  }

  line(text = ''): void {
    this.terminal.stdout.write(`${text}\n`);
  }

  /** What is said beside the result. */
  note(text: string): void {
    this.terminal.stderr.write(`${text}\n`);
  }

  table(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const table = new Table({
      head: head.map((text) => this.style('bold', text)),
      chars: plain,
      style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
      colAligns: head.map((_, column) => (isNumeric(rows, column) ? 'right' : 'left')),
    });
    table.push(...rows.map((row) => row.map(String)));
    for (const line of table.toString().split('\n')) this.line(line.trimEnd());
  }

  /** Colours on a terminal that wants them, else the text alone. */
  style(style: Style, text: string): string {
    return hasColours(this.terminal) ? styleText(style, text, { validateStream: false }) : text;
  }
}

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => typeof row[column] === 'number');
}

/** @see https://no-color.org */
function hasColours({ stdout, env }: Terminal): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
