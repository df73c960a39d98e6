import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { findProject } from '../../../src/cli/project.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('findProject', () => {
  const folder = temporaryFolder();

  function project(content?: unknown, directory = folder.path, env: Readonly<Record<string, string>> = {}) {
    if (content !== undefined) writeFileSync(join(folder.path, 'package.json'), JSON.stringify(content));
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const { signal } = new AbortController();
    return findProject({ ...streams, env, directory, packageDirectory: '.', signal });
  }

  it('finds the folder and its settings, also from below', () => {
    const settings = { components: ['./a.ts', './b.js'], database: 'shop', dataDirectory: 'data' };
    mkdirSync(join(folder.path, 'src/deep'), { recursive: true });
    const found = project({ annals: settings }, join(folder.path, 'src/deep'));
    expect(found).toEqual({ directory: folder.path, settings, env: {} });
  });

  it('takes a folder without a package.json as it is', () => {
    mkdirSync(join(folder.path, 'empty'));
    const directory = join(folder.path, 'empty');
    expect(project(undefined, directory)).toEqual({ directory, settings: {}, env: {} });
    expect(project({})).toMatchObject({ settings: {} });
  });

  it('takes one path for a list of one', () => {
    expect(project({ annals: { components: './a.ts' } }).settings).toEqual({ components: ['./a.ts'] });
  });

  it('reads .env below what the environment says', () => {
    writeFileSync(join(folder.path, '.env'), '# one\nA=1\nB="two words"\n');
    expect(project({}, folder.path, { A: '0', C: '3' }).env).toEqual({ A: '0', B: 'two words', C: '3' });
  });

  it.each([
    [[], 'annals in .* is .*; give an object'],
    ['x', 'annals in .*; give an object'],
    [{ components: ['./a.ts', 7] }, 'annals.components in .*; give a path or a list of paths'],
    [{ dataDirectory: 7 }, 'annals.dataDirectory in .* is 7; give a string'],
    [{ database: false }, 'annals.database in .*; give a string'],
  ])('refuses the settings %j', (annals, message) => {
    expect(() => project({ annals })).toThrow(new RegExp(message));
  });
});
