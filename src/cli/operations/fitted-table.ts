import type { CliContext } from '../cli-context.js';
import type { Cell, Output } from '../output.js';

const gap = 2;
const narrowest = 8;

/** Writes a table: on a terminal cut to its width, else with everything in full. */
export function showTable(
  context: CliContext,
  output: Output,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  const { isTTY, columns } = context.terminal.stdout;
  const printed = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? printable(cell) : cell)));
  output.table(head, isTTY === true && columns !== undefined ? fit(head, printed, columns) : printed);
}

/** What is stored must not move the cursor of who looks at it. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** Cuts a line to the width of the terminal; elsewhere it stays whole. */
export function fitLine(context: CliContext, line: string): string {
  const { isTTY, columns } = context.terminal.stdout;
  return isTTY === true && columns !== undefined ? cut(line, columns) : line;
}

/** Cuts the widest columns until the table fits. */
function fit(head: readonly string[], rows: readonly (readonly Cell[])[], columns: number): (readonly Cell[])[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => lengthOf(row[column]))));
  let surplus = widths.reduce((sum, width) => sum + width, 0) + gap * (head.length - 1) - columns;
  while (surplus > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
    surplus--;
  }
  return rows.map((row) =>
    row.map((cell, column) => (typeof cell === 'string' ? cut(cell, widths[column] ?? 0) : cell)),
  );
}

function lengthOf(cell: Cell | undefined): number {
  return Array.from(String(cell ?? '')).length;
}

function cut(text: string, width: number): string {
  const letters = Array.from(text);
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
