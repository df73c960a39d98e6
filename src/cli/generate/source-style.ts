import type { Program, Statement } from './syntax.js';

/** How a file is written, so that what is added to it looks like the rest. */
export interface SourceStyle {
  readonly lineEnd: '\n' | '\r\n';
  readonly quote: "'" | '"';
  readonly semicolon: ';' | '';
  /** One step of indentation. */
  readonly step: string;
}

export function styleOf(text: string, program: Program): SourceStyle {
  return {
    lineEnd: lineEndOf(text),
    quote: /(?:\bfrom|\bimport|\w\()\s*"/.exec(text) && !/\bfrom\s*'/.test(text) ? '"' : "'",
    semicolon: hasNoSemicolons(text, program.body) ? '' : ';',
    step: stepOf(text),
  };
}

/** Code that is indented by two spaces, as a file of the style has it. */
export function inStyle(code: string, { lineEnd, step }: SourceStyle, base = ''): string {
  const lines = code.trim().split('\n');
  return lines
    .map((line) => {
      const depth = Math.floor((/^ */.exec(line)?.[0].length ?? 0) / 2);
      return line.trim() === '' ? '' : base + step.repeat(depth) + line.slice(depth * 2);
    })
    .join(lineEnd);
}

function lineEndOf(text: string): SourceStyle['lineEnd'] {
  const windows = text.split('\r\n').length - 1;
  return windows > (text.split('\n').length - 1) / 2 ? '\r\n' : '\n';
}

function hasNoSemicolons(text: string, body: readonly Statement[]): boolean {
  const ended = body.filter(
    (statement) =>
      statement.type === 'ImportDeclaration' ||
      statement.type === 'ExportAllDeclaration' ||
      statement.type === 'VariableDeclaration' ||
      (statement.type === 'ExportNamedDeclaration' && statement.declaration?.type !== 'ClassDeclaration'),
  );
  const isEnded = ({ end }: Statement) => text[(end ?? 0) - 1] === ';';
  return ended.length > 0 && !ended.some(isEnded);
}

function stepOf(text: string): string {
  const steps = [...text.matchAll(/^(\t| {2,8})(?=[^\s*])/gm)].map(([, step = '']) => step);
  if (steps.length === 0) return '  ';
  return steps.reduce((least, step) => (step.length < least.length ? step : least));
}
