import type { SourceStyle } from './source-style.js';

const usual: SourceStyle = { quote: "'", semicolon: ';', lineEnd: '\n', step: '  ' };
const width = 120;

/** An import of names, as Prettier writes it. */
export function importStatement(module: string, names: readonly string[], style: SourceStyle = usual): string {
  const sorted = names.toSorted(byName);
  const areTypes = sorted.every((name) => name.startsWith('type '));
  const bare = areTypes ? sorted.map((name) => name.slice('type '.length)) : sorted;
  const keyword = areTypes ? 'import type' : 'import';
  const { quote, semicolon, lineEnd, step } = style;
  const from = `from ${quote}${module}${quote}${semicolon}`;
  const line = `${keyword} { ${bare.join(', ')} } ${from}`;
  if (line.length <= width) return line;
  return [`${keyword} {`, ...bare.map((name) => `${step}${name},`), `} ${from}`].join(lineEnd);
}

/** Values first, then types, each by the alphabet. */
export function byName(a: string, b: string): number {
  const [aIsType, bIsType] = [a.startsWith('type '), b.startsWith('type ')];
  return aIsType === bIsType ? a.localeCompare(b) : aIsType ? 1 : -1;
}
