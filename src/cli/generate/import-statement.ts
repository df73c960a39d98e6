/** An import of names, as Prettier writes it. */
export function importStatement(module: string, names: readonly string[], width: number): string {
  const sorted = names.toSorted(byName);
  const line = `import { ${sorted.join(', ')} } from '${module}';`;
  const areTypes = sorted.every((name) => name.startsWith('type '));
  if (areTypes) return importTypes(module, sorted, width);
  if (line.length <= width) return line;
  return `import {\n${sorted.map((name) => `  ${name},\n`).join('')}} from '${module}';`;
}

function importTypes(module: string, names: readonly string[], width: number): string {
  return importStatement(
    module,
    names.map((name) => name.slice('type '.length)),
    width + 'type '.length,
  ).replace('import', 'import type');
}

/** Values first, then types, each by the alphabet. */
function byName(a: string, b: string): number {
  const [aIsType, bIsType] = [a.startsWith('type '), b.startsWith('type ')];
  return aIsType === bIsType ? a.localeCompare(b) : aIsType ? 1 : -1;
}
