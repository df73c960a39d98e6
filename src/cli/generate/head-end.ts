import { endOf, startOf, unexported, type Comment, type Program } from './syntax.js';

/** Remarks that speak to a tool about the whole file, and must stay before its code. */
const isPragma = /^\s*(@ts-(no)?check|eslint-|@jest|@license|@file|!)/;
/** Remarks that speak to a tool about the line behind them. */
const isOfNextLine = /-next-line|@ts-(ignore|expect-error)|prettier-ignore/;

/**
 * Where a first import belongs: before the first import, else before the first statement and the remarks on it, but
 * behind what heads the file: a byte order mark, `#!`, directives, and remarks that stand apart.
 */
export function headEnd(text: string, program: Program, comments: readonly Comment[]): number {
  const [first] = program.body;
  const fixed = Math.max(
    text.startsWith('\uFEFF') ? 1 : 0,
    program.interpreter ? nextLine(text, endOf(program.interpreter)) : 0,
    ...program.directives.map((directive) => nextLine(text, endOf(directive))),
  );
  const node = first && unexported(first);
  const decorators = node?.type === 'ClassDeclaration' ? (node.decorators ?? []) : [];
  const end = first === undefined ? text.length : Math.min(startOf(first), ...decorators.map(startOf));
  const before = comments.filter((comment) => startOf(comment) >= fixed && endOf(comment) <= end);
  let place = fixed;
  for (const [index, comment] of before.entries()) {
    const next = before[index + 1];
    const nextStart = next === undefined ? end : startOf(next);
    const isApart = /\n[ \t]*\r?\n/.test(text.slice(endOf(comment), nextStart)) || first === undefined;
    const isHead = first?.type === 'ImportDeclaration' && !isOfNextLine.test(comment.value);
    if (isApart || isHead || isPragma.test(comment.value)) place = nextStart;
  }
  return before.length === 0 && first !== undefined ? Math.max(fixed, end) : place;
}

function nextLine(text: string, place: number): number {
  const end = text.indexOf('\n', place);
  return end === -1 ? text.length : end + 1;
}
