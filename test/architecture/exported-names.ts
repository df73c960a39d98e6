import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

/** Jest and npm scripts run in the package's root. */
const root = process.cwd();

/** The names that each entry of package.json exports, types included: `{ 'annals/mongodb': ['MongoEventStore', …] }`. */
export function exportedNames(): Record<string, string[]> {
  const { exports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string }>;
  };
  const sources = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [[entry, sourceOf(target.default)] as const],
  );
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(resolve(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram(
    sources.map(([, source]) => source),
    options,
  );
  return Object.fromEntries(sources.map(([entry, source]) => [entry.replace('.', 'annals'), names(program, source)]));
}

function sourceOf(built: string): string {
  return resolve(root, built.replace('./dist/', './src/').replace(/\.js$/, '.ts'));
}

function names(program: ts.Program, source: string): string[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(source);
  const symbol = file && checker.getSymbolAtLocation(file);
  if (!symbol) throw new Error(`${source} does not exist or exports nothing`);
  return checker
    .getExportsOfModule(symbol)
    .map(({ name }) => name)
    .sort();
}
