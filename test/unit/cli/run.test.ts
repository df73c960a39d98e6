import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../support/cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { packageInfo } from '../../../src/cli/package-info.js';

describe('annals', () => {
  const folder = temporaryFolder();

  it('tells its version and its commands, and ends well', async () => {
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${packageInfo('.').version}\n`, stderr: '' });
    const { code, stdout, stderr } = await runCli(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const command of ['new', 'generate', 'streams', 'events', 'projections', 'doctor', 'completion']) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    }
  });

  it.each([['new'], ['generate', 'aggregate'], ['streams', 'show'], ['events', 'tail'], ['projections', 'rebuild']])(
    'shows examples in the help of %s %s',
    async (...words) => {
      const { code, stdout } = await runCli([...words.filter(Boolean), '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(`\nExamples:\n  $ `);
      expect(stdout).toContain(`annals ${words.filter(Boolean).join(' ')}`);
    },
  );

  it.each([
    ['an unknown command', ['strems'], 'strems'],
    ['an unknown option', ['streams', 'list', '--jsn'], '--jsn'],
    ['a missing argument', ['streams', 'show'], 'id'],
    ['a choice that is none', ['new', 'x', '--template', 'nope'], 'nope'],
  ])('says on one line of stderr what is wrong with %s, and where help is', async (_, args, word) => {
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^annals: [^\n]* See 'annals[a-z ]* --help'\.\n$/);
    expect(stderr).toContain(word);
  });

  it('says on one line which database it misses, and how to name one', async () => {
    const { code, stdout, stderr } = await runCli(['streams', 'list'], { directory: folder.path });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: No database is named\. Give --uri [^\n]* \[NO_DATABASE\]\n$/);
  });

  it.each([
    ['{', 'cannot be read'],
    ['{"annals": 7}', 'annals in .*package.json is 7; give an object'],
    ['{"annals": {"components": 7}}', 'annals.components .* a path or a list of paths'],
    ['{"annals": {"database": 7}}', 'annals.database .* a string'],
  ])('does not take a package.json with %s', async (text, message) => {
    writeFileSync(join(folder.path, 'package.json'), text);
    mkdirSync(join(folder.path, 'below'));
    const { code, stderr } = await runCli(['streams', 'list'], { directory: join(folder.path, 'below') });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(message));
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says on one line what was not expected, and all of it with DEBUG', async () => {
    mkdirSync(join(folder.path, '.env'));
    const args = ['streams', 'list'];
    const { code, stdout, stderr } = await runCli(args, { directory: folder.path });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: EISDIR[^\n]* \(Set DEBUG=1 for the whole story\.\)\n$/);
    const debugged = await runCli(args, { directory: folder.path, env: { DEBUG: '1' } });
    expect(debugged.stderr).toMatch(/^annals: Error: EISDIR[^\n]*\n {4}at /);
  });

  it('keeps to one line where a name has several', async () => {
    const directory = join(folder.path, 'two\n  lines');
    mkdirSync(directory);
    const { stderr } = await runCli(['generate', 'aggregate', 'Parcel'], { directory });
    expect(stderr).toMatch(/^annals: [^\n]*two lines holds no application[^\n]*\[NO_APPLICATION\]\n$/);
  });

  it('ends as interrupted when what it was at fails for that', async () => {
    mkdirSync(join(folder.path, '.env'));
    const signal = AbortSignal.abort();
    const ended = await runCli(['streams', 'list'], { directory: folder.path, signal });
    expect(ended).toEqual({ code: 130, stdout: '', stderr: '' });
  });

  it.each([
    [['bogus'], 2],
    [['new', '../x'], 2],
    [['generate', 'aggregate', '../x'], 2],
    [['generate', 'aggregate', 'Parcel'], 1],
    [['help', 'streams'], 0],
    [['generate', '--help'], 0],
  ])('ends %j with %i', async (args, code) => {
    expect((await runCli(args, { directory: folder.path })).code).toBe(code);
  });

  it('asks whether something like it was meant', async () => {
    expect((await runCli(['strems'])).stderr).toContain('Did you mean streams?');
  });

  it('lines up what its examples do', async () => {
    const { stdout } = await runCli(['new', '--help']);
    const places = [...stdout.matchAll(/^ {2}\$ .* {3}(?=asks)/gm)].map(([line]) => line.length);
    expect(places.length).toBeGreaterThan(1);
    expect(new Set(places).size).toBe(1);
  });

  it('writes scripts that complete command lines', async () => {
    const { code, stdout } = await runCli(['completion', 'bash']);
    expect(code).toBe(0);
    expect(stdout).toContain('complete -F');
  });
});
