import type { CliContext } from '../cli-context.js';
import type { Output } from '../output.js';

/** What a cell shows; a date is short on a terminal. */
export type ShownCell = Date | number | string;

/** The title of a column: ids, names and moments are always shown whole, free text is what can be cut. */
type Column = string | FreeText;

interface FreeText {
  readonly title: string;
}

const gap = 2;
const narrowest = 8;

export function freeText(title: string): FreeText {
  return { title };
}

/**
 * Writes a table: on a terminal with free text cut to its width, else with everything in full. Where the other columns
 * alone are wider, the terminal wraps the lines, for who looks at an id wants to copy it.
 */
export function showTable(
  context: CliContext,
  output: Output,
  columns: readonly Column[],
  rows: readonly (readonly ShownCell[])[],
): void {
  const width = widthOf(context);
  const printed = rows.map((row) => row.map((cell) => printedCell(context, cell)));
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.title));
  output.table(titles, width === undefined ? printed : fit(columns, titles, printed, width));
}

/** What is stored must not move the cursor of who looks at it. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** A moment: to the second on a terminal, in a form that `--since` and `--at` take, else in full. */
export function shownMoment(context: CliContext, moment: Date): string {
  const iso = moment.toISOString();
  return widthOf(context) === undefined ? iso : iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

/** A line that ends with free text: on a terminal that is cut, and what stands before it never. */
export function lineWithText(context: CliContext, start: string, text: string): string {
  const width = widthOf(context);
  const printed = printable(text);
  return start + (width === undefined ? printed : cut(printed, roomForText(width, Array.from(start).length, 1)));
}

function widthOf({ terminal: { stdout } }: CliContext): number | undefined {
  return stdout.isTTY === true ? stdout.columns : undefined;
}

function printedCell(context: CliContext, cell: ShownCell): number | string {
  if (cell instanceof Date) return shownMoment(context, cell);
  return typeof cell === 'string' ? printable(cell) : cell;
}

type Rows = readonly (readonly (number | string)[])[];

/** Cuts the widest of the free texts until the table fits. */
function fit(columns: readonly Column[], titles: readonly string[], rows: Rows, width: number): Rows {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => lengthOf(row[column]))));
  const isFree = columns.map((column) => typeof column !== 'string');
  const sum = (wanted: boolean) =>
    widths.reduce((total, own, column) => (isFree[column] === wanted ? total + own : total), 0);
  const count = isFree.filter(Boolean).length;
  let surplus = sum(true) - roomForText(width, sum(false) + gap * (titles.length - 1), count);
  while (surplus > 0) {
    const widest = Math.max(...widths.filter((_, column) => isFree[column] === true));
    if (widest <= narrowest) break;
    widths[widths.findIndex((own, column) => own === widest && isFree[column] === true)] = widest - 1;
    surplus--;
  }
  return rows.map((row) =>
    row.map((cell, column) =>
      typeof cell === 'string' && isFree[column] === true ? cut(cell, widths[column] ?? 0) : cell,
    ),
  );
}

/** What is left for so many texts on the last of the lines that a terminal needs. */
function roomForText(width: number, taken: number, count: number): number {
  return Math.ceil((taken + count * narrowest) / width) * width - taken;
}

function lengthOf(cell: number | string | undefined): number {
  return Array.from(String(cell ?? '')).length;
}

function cut(text: string, width: number): string {
  const letters = Array.from(text);
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
