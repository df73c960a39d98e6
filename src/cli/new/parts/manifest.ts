import type { FileSet } from '../../files/file-set.js';
import type { PackageInfo } from '../../package-info.js';
import { databaseOf, mainOf, type AppPlan } from '../app-plan.js';
import type { Conventions } from '../package-manager.js';

/** What every application imports, or soon will. */
const always = ['class-transformer', 'class-validator', 'inversify', 'reflect-metadata'];
const tools = [
  ...['@types/jest', '@types/node', 'eslint', 'jest', 'mongodb-memory-server', 'prettier', 'ts-jest', 'ts-node', 'tsx'],
  ...['typescript', 'typescript-eslint'],
];

/** The package.json of an application: what its source imports, in the versions that annals itself is tested with. */
export function manifest(
  plan: AppPlan,
  { pinned }: Conventions,
  source: FileSet,
  annals: PackageInfo,
  annalsVersion: string,
): string {
  const known = { ...annals.devDependencies, ...annals.dependencies };
  const versionsOf = (names: readonly string[]) =>
    Object.fromEntries(
      [...new Set(names)].sort().map((name) => [name, name === 'annals' ? annalsVersion : versionOf(known, name)]),
    );
  const imported = importedBy(source, /^src\//);
  const types = imported.map((name) => `@types/${name}`).filter((name) => name in known);
  const main = mainOf(plan);
  const content = {
    name: plan.name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: annals.engines,
    ...(pinned !== undefined && { packageManager: pinned }),
    scripts: {
      // Not by tsx itself: where its child does not answer a signal within 30 ms, it kills it.
      start: `node --import tsx src/${main}.ts`,
      ...(plan.front === 'none' ? {} : { dev: `tsx watch src/${main}.ts` }),
      test: 'jest',
      build: 'tsc -p tsconfig.build.json',
      typecheck: 'tsc',
      lint: 'eslint .',
      format: 'prettier --write .',
    },
    annals: {
      components: ['./src/components.ts', './dist/components.js'],
      database: databaseOf(plan),
      dataDirectory: '.annals/data',
    },
    dependencies: versionsOf(['annals', ...always, ...imported]),
    devDependencies: versionsOf([...tools, ...types]),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function versionOf(known: Readonly<Record<string, string>>, name: string): string {
  const version = known[name];
  if (version === undefined) throw new Error(`annals does not know a version of ${name}`);
  return version;
}

/** The packages that the files of a part import. */
function importedBy(source: FileSet, part: RegExp): string[] {
  const texts = [...source].filter(([path]) => part.test(path)).map(([, text]) => text);
  const names = texts.flatMap((text) => [...text.matchAll(/ from '((?:@[\w.-]+\/)?[\w-][\w.-]*)[^']*';/g)]);
  return names.map(([, name = '']) => name).filter((name) => !name.startsWith('node'));
}
