import { parse } from '@babel/parser';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as estree from 'prettier/plugins/estree';
import * as typescriptPlugin from 'prettier/plugins/typescript';
import type { Options } from 'prettier';
import { format } from 'prettier/standalone';
import ts from 'typescript';
import { runCli } from '../../../support/cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

type Change = (path: string, text: string) => string;

const asIs: Change = (_, text) => text;
const windows: Change = (_, text) => text.replaceAll('\n', '\r\n');
const remarks: Change = (_, text) =>
  `// All rights reserved.\n\n${text
    .replaceAll(/;$/gm, '; // so it is')
    .replaceAll(/^( *)(@|export|private|protected)/gm, '$1/* before */ $2')
    .replaceAll(/^( *)\}$/gm, '$1  // the end\n$1}')}// ${'-'.repeat(20)}\n`;

/** How other people write: by Prettier with settings of their own, and by hand. */
const styles: readonly (readonly [string, Options, Change])[] = [
  ['tabs', { useTabs: true }, asIs],
  ['four spaces', { tabWidth: 4 }, asIs],
  ['double quotes', { singleQuote: false }, asIs],
  ['no semicolons', { semi: false }, asIs],
  [
    'no semicolons, double quotes, tabs and short lines',
    { semi: false, singleQuote: false, useTabs: true, printWidth: 40 },
    asIs,
  ],
  ['line ends of Windows', {}, windows],
  ['line ends of Windows, tabs and short lines', { useTabs: true, printWidth: 40 }, windows],
  ['no new line at the end', {}, (_, text) => text.trimEnd()],
  ['many lines at the end', {}, (_, text) => `\n${text}\n\n  \n`],
  ['a byte order mark', {}, (_, text) => `\uFEFF${text}`],
  ['a byte order mark and line ends of Windows', {}, (path, text) => `\uFEFF${windows(path, text)}`],
  ['remarks everywhere', {}, remarks],
  ['remarks and short lines', { printWidth: 40 }, remarks],
  [
    'a default export',
    {},
    (path, text) =>
      path === 'src/parcels/parcel.ts'
        ? text.replace('export class Parcel', 'export default class Parcel')
        : text.replace(`export * from './parcel.js'`, `export { default as Parcel } from './parcel.js'`),
  ],
  [
    'named exports',
    {},
    (path, text) =>
      path === 'src/parcels/index.ts'
        ? `export { CreateParcel } from './commands.js';
export { ParcelAlreadyCreated } from './errors.js';
export { ParcelCreated } from './events.js';
export { Parcel } from './parcel.js';
export { Weights, type WeightsView } from './projections.js';
`
        : path === 'src/components.ts'
          ? `import * as parcels from './parcels/index.js';\n\nexport { parcels };\n`
          : text,
  ],
  ['paths without endings', {}, (_, text) => text.replaceAll(/'(\.[^']*?)(\/index)?\.js'/g, `'$1'`)],
  [
    'imports of many kinds',
    {},
    (path, text) =>
      path === 'src/parcels/parcel.ts'
        ? text.replace(
            /^import \{(.*)\} from 'annals';/m,
            `import * as annals from 'annals';\nimport {$1} from 'annals';`,
          )
        : path === 'src/parcels/events.ts'
          ? text.replace(
              /^import \{ (.*) \} from 'class-validator';/m,
              `import type { IsHash } from 'class-validator';\nimport { $1 } from 'class-validator';\nexport type Check = typeof IsHash;`,
            )
          : text,
  ],
  [
    'fields with functions',
    {},
    (path, text) =>
      path === 'src/parcels/parcel.ts'
        ? text.replace(
            'private isCreated = false;',
            `private isCreated = false;\n  static readonly kinds = ['a'] as const;\n  readonly #heavy = (grams: number) => {\n    return grams > 1000;\n  };\n  declare readonly note?: string;\n  get isHeavy() { return this.#heavy(7); }\n  #secret() { return this.isHeavy; }\n  tell = () => this.#secret();`,
          )
        : text,
  ],
  [
    'two aggregates in one file',
    {},
    (path, text) =>
      path === 'src/parcels/parcel.ts'
        ? `${text}\n@Aggregate('crate')\nexport class Crate extends AggregateRoot {\n  private isOpen = false;\n\n  @EventHandler(ParcelCreated)\n  protected opened() {\n    this.isOpen = !this.isOpen;\n  }\n}\n`
        : text,
  ],
];

/** The same code in other files. */
const places: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['an aggregate in a file of another name', { 'src/parcels/parcel.ts': 'src/parcels/model.ts' }],
  ['an aggregate in a folder below', { 'src/parcels/parcel.ts': 'src/parcels/model/parcel.ts' }],
  ['an event in a folder below', { 'src/parcels/events.ts': 'src/parcels/events/all.ts' }],
];

describe('annals generate, on code of others', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const annals = (directory: string, ...args: string[]) => runCli(args, { directory });

  async function makeApp(): Promise<string> {
    const plain = ['--template', 'blank', '--http', 'none', '--yes', '--no-install', '--no-git'];
    await annals(folder.path, 'new', 'app', ...plain);
    await annals(at('app'), 'generate', 'aggregate', 'Parcel', 'grams:int', 'note?:string', 'status:open|closed');
    await annals(at('app'), 'generate', 'projection', 'Weights', '--on', 'ParcelCreated');
    rmSync(at('app/test'), { recursive: true });
    return at('app');
  }

  async function extend(app: string): Promise<void> {
    for (const args of [
      ['event', 'ParcelWeighed', 'grams:int', 'at:date', '--aggregate', 'Parcel'],
      ['command', 'WeighParcel', 'grams:int', 'at:date', '--aggregate', 'Parcel', '--on', 'ParcelWeighed'],
      ['command', 'LoseParcel', 'why:email', '--aggregate', 'Parcel', '--on', 'ParcelLost'],
      ['command', 'Nudge', '--aggregate', 'Parcel'],
      ['projection', 'Losses', '--on', 'ParcelLost', 'ParcelCreated'],
      ['query', 'FindWeights', 'grams:int', '--projection', 'Weights'],
      ['process-manager', 'Delivery', '--on', 'ParcelCreated'],
      ['subscriber', 'Mailer', '--on', 'ParcelCreated'],
      ['upcaster', 'ParcelCreated', 'priority?:url'],
      ['aggregate', 'Letter'],
    ]) {
      const { code, stderr } = await annals(app, 'generate', ...args);
      expect([args, code, stderr]).toEqual([args, 0, '']);
    }
  }

  it.each(styles)('adds to code with %s, and changes nothing else', async (_, options, change) => {
    const app = await makeApp();
    for (const path of sourcesOf(app)) {
      const pretty = await format(readFileSync(join(app, path), 'utf8'), {
        ...{ singleQuote: true, printWidth: 120, parser: 'typescript', plugins: [typescriptPlugin, estree] },
        ...options,
      });
      writeFileSync(join(app, path), change(path, pretty));
    }
    const before = textsOf(app);
    await extend(app);
    const after = textsOf(app);
    for (const [path, text] of before) expectAddedOnly(path, text, after.get(path) ?? '');
    expect([...after].filter(([path, text]) => text === before.get(path)).map(([path]) => path)).toEqual(
      [...before.keys()].filter((path) => /errors\.ts|main\.ts|application\.ts|settings\.ts/.test(path)),
    );
    for (const text of after.values())
      parse(text, { sourceType: 'module', plugins: ['typescript', 'decorators-legacy'] });
    expect(complaintsOf(app)).toEqual([]);
  });

  it.each(places)('finds %s', async (_, moves) => {
    const app = await makeApp();
    for (const [from, to] of Object.entries(moves)) {
      const [oldModule, newModule] = [from, to].map(
        (path) => `./${path.replace('src/parcels/', '').replace('.ts', '.js')}`,
      );
      const depth = to.split('/').length - from.split('/').length;
      const text = readFileSync(join(app, from), 'utf8');
      mkdirSync(dirname(join(app, to)), { recursive: true });
      writeFileSync(join(app, to), depth === 0 ? text : text.replaceAll(`'./`, `'../`));
      rmSync(join(app, from));
      for (const path of sourcesOf(app)) {
        if (path === to) continue;
        const other = readFileSync(join(app, path), 'utf8');
        writeFileSync(join(app, path), other.replaceAll(`'${oldModule ?? ''}'`, `'${newModule ?? ''}'`));
      }
    }
    const before = textsOf(app);
    await extend(app);
    const after = textsOf(app);
    for (const [path, text] of before) expectAddedOnly(path, text, after.get(path) ?? '');
    expect(complaintsOf(app)).toEqual([]);
  });

  it('says where to move a class that lies in no part of the domain', async () => {
    const app = await makeApp();
    writeFileSync(
      join(app, 'src/crate.ts'),
      `import { Aggregate, AggregateRoot } from 'annals';\n@Aggregate('crate')\nexport class Crate extends AggregateRoot {}\n`,
    );
    const before = textsOf(app);
    const { code, stderr } = await annals(app, 'generate', 'event', 'CrateOpened', '--aggregate', 'Crate');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^annals: src\/crate\.ts lies in no folder of src\. Move Crate to one, such as src\/crates, .*\[NO_FOLDER\]\n$/,
      ),
    ]);
    expect(textsOf(app)).toEqual(before);
  });
});

function sourcesOf(app: string): string[] {
  return readdirSync(join(app, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `src/${path}`)
    .sort();
}

function textsOf(app: string): Map<string, string> {
  return new Map(sourcesOf(app).map((path) => [path, readFileSync(join(app, path), 'utf8')]));
}

/** Every line is there still, as it was, but `export {}`; in imports, in decorators with a version, and before commas, text may have come. */
function expectAddedOnly(path: string, original: string, after: string): void {
  const before = original.replace(/^export \{\};?[ \t]*\r?\n/m, ''); // needed by a file without anything else
  let place = 0;
  for (const character of before) {
    place = after.indexOf(character, place) + 1;
    if (place === 0) throw new Error(`${path} has lost text:\n${before}\n--- is now:\n${after}`);
  }
  expect([path, after.startsWith('\uFEFF')]).toEqual([path, before.startsWith('\uFEFF')]);
  const [lines = [], left = []] = [before, after].map((text) => text.replace('\uFEFF', '').split('\n').slice(0, -1));
  const changed = lines.filter((line) => {
    const index = left.indexOf(line);
    if (index !== -1) left.splice(0, index + 1);
    return index === -1;
  });
  const allowed =
    /^(\/\* before \*\/ )?(import .* from|@Event\(|\s*'parcel\.created'|\t*"parcel\.created")|^\s*\w+,?\r?$/;
  expect([path, changed.filter((line) => !allowed.test(line))]).toEqual([path, []]);
  const ends = new Set(after.match(/\r?\n/g));
  if (before.includes('\n')) expect([path, ends.size]).toEqual([path, 1]);
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  ...{ strict: true, noEmit: true, skipLibCheck: true, isolatedModules: true, verbatimModuleSyntax: true },
  ...{ experimentalDecorators: true, emitDecoratorMetadata: true, noImplicitOverride: true },
  types: ['node', 'jest'],
  paths: { annals: [resolve('src/index.ts')], 'annals/*': [resolve('src/*.ts')] },
};

/** What the compiler says of an application's source and tests. */
function complaintsOf(app: string): string[] {
  symlinkSync(resolve('node_modules'), join(app, 'node_modules'));
  const names = ['src', 'test'].flatMap((part) =>
    readdirSync(join(app, part), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(app, part, path)),
  );
  const options = { ...compilerOptions, typeRoots: [resolve('node_modules/@types')] };
  const program = ts.createProgram(names, options, hostWithMemory(options));
  return names
    .map((name) => program.getSourceFile(name))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

const memory = new Map<string, ts.SourceFile | undefined>();

/** Reads what lies outside of the applications once for all of them. */
function hostWithMemory(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile: (name, ...rest) => {
      if (!name.startsWith(process.cwd())) return host.getSourceFile(name, ...rest);
      const known = memory.get(name) ?? host.getSourceFile(name, ...rest);
      memory.set(name, known);
      return known;
    },
  };
}
