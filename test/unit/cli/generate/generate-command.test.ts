import { parse } from '@babel/parser';
import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../../support/cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

describe('annals generate', () => {
  const folder = temporaryFolder();
  const app = () => join(folder.path, 'app');
  const at = (path: string) => join(app(), path);
  const read = (path: string) => readFileSync(at(path), 'utf8');
  const generate = (...args: string[]) => runCli(['generate', ...args], { directory: app() });
  const everything = () =>
    ['src', 'test']
      .flatMap((part) => readdirSync(at(part), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'utf8')]);

  beforeEach(async () => {
    const options = ['--template', 'blank', '--http', 'none', '--yes', '--no-install', '--no-git'];
    await runCli(['new', 'app', ...options], { directory: folder.path });
  });

  it('adds an aggregate to the application, and says what it wrote', async () => {
    const { code, stdout } = await generate('aggregate', 'parcel', 'grams:int');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toContain('created  src/parcels/parcel.ts');
    expect(stdout.split('\n')).toContain('changed  src/components.ts');
    expect(read('src/components.ts')).toContain(`export * as parcels from './parcels/index.js';`);
    expect(read('src/parcels/events.ts')).toContain(`@Event('parcel.created')`);
    expect(read('src/parcels/commands.ts')).toContain('@IsInt() grams!: number;');
  });

  it.each([
    ['aggregate', 'Parcel'],
    ['event', 'ParcelLost', 'reason:string'],
    ['command', 'LoseParcel', 'reason:string', '--on', 'ParcelLost'],
    ['projection', 'Weights', '--on', 'ParcelCreated'],
    ['query', 'GetWeight', '--projection', 'Known'],
    ['process-manager', 'Delivery', '--on', 'ParcelCreated'],
    ['subscriber', 'Mailer', '--on', 'ParcelCreated'],
    ['upcaster', 'ParcelCreated', 'priority?:int'],
  ])('refuses the same %s twice, and changes nothing then; --force writes it anew', async (kind, name, ...rest) => {
    if (kind !== 'aggregate') await generate('aggregate', 'Parcel', 'grams:int');
    if (kind === 'query') await generate('projection', 'Known', '--on', 'ParcelCreated');
    expect(await generate(kind, name, ...rest)).toMatchObject({ code: 0 });
    const once = everything();
    const { code, stderr } = await generate(kind, name, ...rest);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^annals: [^\n]* already, and nothing was written\. [^\n]*--force[^\n]*\n$/);
    expect(everything()).toEqual(once);
    expect(await generate(kind, name, ...rest, '--force')).toMatchObject({ code: 0 });
    for (const [path, text] of everything())
      expect([path, () => isModule(text ?? '')]).toEqual([path, expect.any(Function)]);
  });

  it.each([
    '../x',
    '/etc/x',
    'con',
    '.git',
    '',
    'a'.repeat(300),
    '__proto__',
    `x'; process.exit()//`,
    '${7*7}',
    'a\nb',
  ])('refuses the name %j in one line, and writes nothing', async (name) => {
    const before = everything();
    for (const args of [
      ['aggregate', '--', name],
      ['aggregate', 'Parcel', '--in', name],
      ['event', 'A', '--aggregate', name],
    ]) {
      const { code, stderr } = await generate(...args);
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toMatch(/^annals: [^\n]* cannot be the name of [^\n]* \[INVALID_NAME\]\n$/);
    }
    expect(everything()).toEqual(before);
  });

  it('writes modules that can be read, whatever names and fields it takes', async () => {
    const name = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[A-Za-z][\w -]{0,12}$/));
    const field = fc
      .tuple(name, fc.constantFrom('int', 'date', 'a|b', 'url[]', 'nope'))
      .map(([of, type]) => `${of}:${type}`);
    await fc.assert(
      fc.asyncProperty(name, fc.array(field, { maxLength: 3 }), async (aggregate, fields) => {
        const { code, stderr } = await generate('aggregate', '--', aggregate, ...fields);
        if (code !== 0) expect(stderr).toMatch(/^annals: [^\n]*\n$/);
        for (const [path, text] of everything()) expect([path, isModule(text ?? '')]).toEqual([path, true]);
        for (const part of ['src', 'test']) {
          for (const entry of readdirSync(at(part), { withFileTypes: true })) {
            if (entry.isDirectory()) rmSync(at(join(part, entry.name)), { recursive: true });
          }
        }
        writeFileSync(at('src/components.ts'), 'export {};\n');
      }),
      { numRuns: 60 },
    );
  });

  it('asks which aggregate, events or projection it is about where there are several', async () => {
    expect((await generate('event', 'Lost')).stderr).toContain('[WHICH_AGGREGATE]');
    expect((await generate('projection', 'Weights')).stderr).toContain('[WHICH_EVENTS]');
    expect((await generate('query', 'GetWeight')).stderr).toContain('[WHICH_PROJECTION]');
    await generate('aggregate', 'Parcel', 'grams:int');
    await generate('aggregate', 'Letter');
    expect((await generate('event', 'Lost')).stderr).toContain(
      'any of Letter, Parcel. Say which one with --aggregate.',
    );
    expect((await generate('projection', 'Weights')).stderr).toContain('[WHICH_EVENTS]');
    expect((await generate('event', 'Lost', '--aggregate', 'Parcle')).stderr).toContain("Did you mean 'Parcel'?");
    expect((await generate('event', 'Lost', '--in', 'letters')).code).toBe(0);
    expect(read('src/letters/events.ts')).toContain(`@Event('letter.lost')`);
  });

  it('tells which fields a command lacks for its event, and a query for its read model', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    expect((await generate('command', 'Weigh', 'grams:string', '--on', 'ParcelCreated')).stderr).toContain(
      'grams: number',
    );
    await generate('projection', 'Weights', '--on', 'ParcelCreated');
    expect((await generate('query', 'Find', 'colour:string')).stderr).toContain(
      'WeightsView has no colour. It has grams;',
    );
  });

  it('says who must give a field that an event needs from now on', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    const { stderr } = await generate('upcaster', 'ParcelCreated', 'priority:int');
    expect(stderr).toBe('ParcelCreated needs priority from now on: src/parcels/parcel.ts must say so.\n');
    expect(read('src/parcels/events.ts')).toContain(`@Event('parcel.created', { version: 2 })`);
  });

  it('does not write through a symbolic link', async () => {
    mkdirSync(join(folder.path, 'elsewhere'));
    symlinkSync(join(folder.path, 'elsewhere'), at('src/parcels'));
    for (const more of [[], ['--force']]) {
      expect((await generate('aggregate', 'Parcel', ...more)).stderr).toContain(
        'is a symbolic link, and nothing was written',
      );
    }
    expect(readdirSync(join(folder.path, 'elsewhere'))).toEqual([]);
  });

  it('says where there is no application, and where a file cannot be read', async () => {
    const outside = await runCli(['generate', 'aggregate', 'Parcel'], { directory: folder.path });
    expect([outside.code, outside.stderr]).toEqual([1, expect.stringContaining('[NO_APPLICATION]')]);
    writeFileSync(at('src/broken.ts'), 'class {');
    expect((await generate('aggregate', 'Parcel')).stderr).toMatch(/src\/broken\.ts cannot be read as TypeScript/);
  });
});

function isModule(text: string): boolean {
  parse(text, { sourceType: 'module', plugins: ['typescript', 'decorators-legacy'] });
  return true;
}
