import { parse } from '@babel/parser';
import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../../support/cli.js';
import { hostileNames } from '../../../support/hostile-names.js';
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
    for (const [path, text] of everything()) expect([path, isModule(text ?? '')]).toEqual([path, true]);
  });

  it.each(hostileNames)('refuses the name %j in one line, and writes nothing', async (name) => {
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

  it('takes events apart by spaces and by commas', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    await generate('event', 'ParcelLost', 'reason:string', '--aggregate', 'Parcel');
    expect((await generate('subscriber', 'First', '--on', 'ParcelCreated,ParcelLost')).code).toBe(0);
    expect((await generate('subscriber', 'Second', '--on', 'ParcelCreated', 'ParcelLost')).code).toBe(0);
    const handled = (path: string) => [...read(path).matchAll(/@EventHandler\((\w+)\)/g)].map(([, event]) => event);
    expect(handled('src/parcels/first.ts')).toEqual(['ParcelCreated', 'ParcelLost']);
    expect(handled('src/parcels/second.ts')).toEqual(['ParcelCreated', 'ParcelLost']);
  });

  it('counts the versions of an event on, and keeps the fields that are there', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    await generate('upcaster', 'ParcelCreated', 'note?:string');
    expect((await generate('upcaster', 'ParcelCreated', 'note:string')).stderr).toContain('[FIELD_EXISTS]');
    await generate('upcaster', 'ParcelCreated', 'due?:date');
    expect(read('src/parcels/events.ts')).toContain(`@Event('parcel.created', { version: 3 })
export class ParcelCreated {
  @IsInt() grams!: number;
  @IsOptional() @IsString() note?: string;
  @IsOptional() @Type(() => Date) @IsDate() due?: Date;
}
`);
    expect(read('src/parcels/upcasters.ts')).toContain(`{ from: 2, to: 3 }`);
    await generate('upcaster', 'ParcelCreated', 'grams:number', '--force');
    expect(read('src/parcels/events.ts')).toContain('{\n  @IsNumber() grams!: number;\n  @IsOptional()');
  });

  it('guesses samples that the validators of an event take', async () => {
    const fields = [
      'to:uuid',
      'status:open|closed',
      'tags:string[]',
      'home:url',
      'mail:email',
      'isOpen:bool',
      'due:date',
    ];
    await generate('aggregate', 'Parcel', ...fields);
    await generate('projection', 'All', '--on', 'ParcelCreated');
    expect(read('test/parcels/all.test.ts').replaceAll(/\s+/g, ' ')).toContain(
      `createEvent(ParcelCreated, { to: '0f8fad5b-d9cb-469f-a165-70867728950e', status: 'open', tags: [], home: 'https://example.com', mail: 'ada@example.com', isOpen: true, due: new Date('2026-01-31') })`,
    );
  });

  it.each([`'sent'`, '"sent"'])('takes a word that an event may be from its validator, such as %s', async (word) => {
    await generate('aggregate', 'Parcel', 'status:open|closed');
    const text = read('src/parcels/events.ts').replace(/@IsIn.*;/, `@IsIn([ ${word} ]) status!: string;`);
    writeFileSync(at('src/parcels/events.ts'), text);
    await generate('projection', 'All', '--on', 'ParcelCreated');
    expect(read('test/parcels/all.test.ts')).toContain(`createEvent(ParcelCreated, { status: ${word} })`);
  });

  it('imports from another part of the domain by its index', async () => {
    await generate('aggregate', 'Parcel');
    await generate('subscriber', 'Mailer', '--on', 'ParcelCreated', '--in', 'post');
    expect(read('src/post/mailer.ts')).toContain(`import { ParcelCreated } from '../parcels/index.js';`);
    await generate('subscriber', 'Printer', '--on', 'ParcelCreated');
    expect(read('src/parcels/printer.ts')).toContain(`import { ParcelCreated } from './events.js';`);
  });

  it('takes the name of a read model from its decorator', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    await generate('projection', 'Weights', '--on', 'ParcelCreated');
    for (const stored of [`"all-weights"`, `'all-weights'`, '`all-weights`']) {
      writeFileSync(
        at('src/parcels/projections.ts'),
        read('src/parcels/projections.ts').replace(/@Projection\(.*\)/, `@Projection(${stored})`),
      );
      await generate('query', 'GetWeight', '--force');
      expect(read('src/parcels/queries.ts')).toContain(`readModel('all-weights')`);
    }
    writeFileSync(
      at('src/parcels/projections.ts'),
      read('src/parcels/projections.ts').replace(/@Projection\(.*\)/, '@Projection(name)'),
    );
    await generate('query', 'GetWeight', '--force');
    expect(read('src/parcels/queries.ts')).toContain(`readModel('weights')`);
  });

  it('chooses another name where the components have one of that name, and passes over links to nothing', async () => {
    writeFileSync(at('src/components.ts'), `export const parcels = [];\n`);
    symlinkSync(at('nowhere.ts'), at('src/link.ts'));
    expect(await generate('aggregate', 'Parcel')).toMatchObject({ code: 0 });
    expect(read('src/components.ts')).toBe(
      `export const parcels = [];\nexport * as parcelsParts from './parcels/index.js';\n`,
    );
  });

  it('refuses a name that is used already for something else', async () => {
    await generate('aggregate', 'Parcel');
    writeFileSync(at('src/parcels/events.ts'), `${read('src/parcels/events.ts')}export const Lost = 1;\n`);
    const { code, stderr } = await generate('event', 'Lost', '--aggregate', 'Parcel');
    expect([code, stderr]).toEqual([1, expect.stringContaining('src/parcels/events.ts uses the name Lost already')]);
  });

  it('adds no second method of a name', async () => {
    await generate('aggregate', 'Parcel');
    writeFileSync(
      at('src/parcels/parcel.ts'),
      read('src/parcels/parcel.ts').replace('private isCreated', 'private nudge() {}\n  private isCreated'),
    );
    expect((await generate('command', 'Nudge', '--aggregate', 'Parcel')).code).toBe(0);
    expect(read('src/parcels/parcel.ts').match(/\bnudge\(/g)).toHaveLength(1);
  });

  it('says who must give a field that an event needs from now on', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    const { stderr } = await generate('upcaster', 'ParcelCreated', 'priority:int');
    expect(stderr).toBe(
      'ParcelCreated needs priority from now on: src/parcels/parcel.ts, test/parcels/parcel.test.ts must say so.\n',
    );
    expect(read('src/parcels/events.ts')).toContain(`@Event('parcel.created', { version: 2 })`);
  });

  it('stores a message by the type that is said, and refuses one that is taken', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    expect((await generate('event', 'Gone', '--type', 'parcel.went_away')).code).toBe(0);
    expect(read('src/parcels/events.ts')).toContain("@Event('parcel.went_away')");
    expect((await generate('event', 'ParcelGivenBack')).code).toBe(0);
    expect(read('src/parcels/events.ts')).toContain("@Event('parcel.given_back')");
    const before = everything();
    for (const [type, code] of [
      ['parcel.went_away', 'TYPE_TAKEN'],
      ['gone', 'INVALID_NAME'],
      [`a.b'); process.exit(//`, 'INVALID_NAME'],
    ]) {
      expect((await generate('event', 'Left', '--type', type ?? '')).stderr).toContain(`[${String(code)}]`);
    }
    expect(everything()).toEqual(before);
  });

  it('refuses as a field what names the aggregate anyway', async () => {
    expect((await generate('aggregate', 'Parcel', 'parcelId:uuid')).stderr).toContain(
      'parcelId is what names a Parcel',
    );
    await generate('aggregate', 'Parcel');
    expect((await generate('command', 'Weigh', 'parcel-id:uuid')).stderr).toContain('[INVALID_FIELD]');
  });

  it('begins a document with the first event of each part of the domain', async () => {
    await generate('aggregate', 'Parcel', 'grams:int');
    await generate('event', 'ParcelLost', 'reason:string');
    await generate('aggregate', 'Letter', 'grams:int', 'stamps:int');
    await generate('projection', 'Weights', '--on', 'ParcelCreated', 'ParcelLost', 'LetterCreated');
    const text = read('src/parcels/projections.ts');
    expect(text).toMatch(/parcelCreated\([^{]*\{\s*view\.set\(/);
    expect(text).toMatch(/parcelLost\([^{]*\{\s*view\.update\(/);
    expect(text).toMatch(/letterCreated\([^{]*\{\s*view\.set\(/);
    expect(text).toMatch(/grams: number;\s*reason\?: string;\s*stamps\?: number;/);
  });

  it('has a process manager find its instances, or says what they lack', async () => {
    await generate('aggregate', 'Parcel');
    await generate('process-manager', 'Delivery', '--on', 'ParcelCreated');
    expect(read('src/parcels/delivery.ts')).toContain(`recorded.streamId.replace('parcel-', '')`);
    await generate('aggregate', 'Bill', 'orderId:uuid');
    await generate('event', 'ParcelSent', 'orderId:uuid', '--aggregate', 'Parcel');
    await generate('process-manager', 'Payment', '--on', 'BillCreated', 'ParcelSent');
    expect(read('src/bills/payment.ts')).toContain(`correlateBy: 'orderId'`);
    const { stderr } = await generate('process-manager', 'Other', '--on', 'BillCreated', 'ParcelCreated');
    expect(stderr).toContain('BillCreated, ParcelCreated do not say which process they belong to.');
  });

  it('tells the HTTP front how a new aggregate refuses', async () => {
    const options = ['--template', 'blank', '--http', 'hono', '--yes', '--no-install', '--no-git'];
    await runCli(['new', 'web', ...options], { directory: folder.path });
    const web = { directory: join(folder.path, 'web') };
    const refusals = () => readFileSync(join(web.directory, 'src/http/refusals.ts'), 'utf8');
    for (const more of [[], ['--force']]) {
      expect((await runCli(['generate', 'aggregate', 'Parcel', ...more], web)).code).toBe(0);
      expect(refusals().match(/\[ParcelAlreadyCreated, 409\]/g)).toHaveLength(1);
    }
    await runCli(['generate', 'aggregate', 'Letter'], web);
    expect(refusals()).toMatch(/\[ParcelAlreadyCreated, 409\], \[LetterAlreadyCreated, 409\]/);
    expect(refusals()).toContain(`import { LetterAlreadyCreated } from '../letters/index.js';`);
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
