import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../../../../src/cli/files/write-files.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

describe('writeFiles', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const read = (path: string) => readFileSync(at(path), 'utf8');
  const everything = () => readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).sort();

  it('writes files and the folders above them', async () => {
    await writeFiles(
      folder.path,
      new Map([
        ['a/b/c.ts', 'c'],
        ['d.ts', 'd'],
      ]),
    );
    expect(everything()).toEqual(['a', 'a/b', 'a/b/c.ts', 'd.ts']);
    expect(read('a/b/c.ts')).toBe('c');
  });

  it('writes none where one exists, unless it is changed by intent or forced', async () => {
    writeFileSync(at('d.ts'), 'old');
    const files = new Map([
      ['a/c.ts', 'c'],
      ['d.ts', 'new'],
    ]);
    await expect(writeFiles(folder.path, files)).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect([everything(), read('d.ts')]).toEqual([['d.ts'], 'old']);
    await writeFiles(folder.path, files, { changed: new Map([['d.ts', 'old']]) });
    expect(read('d.ts')).toBe('new');
    await writeFiles(folder.path, new Map([['a/c.ts', 'newer']]), { force: true });
    expect(read('a/c.ts')).toBe('newer');
  });

  it.each([[false], [true]])('follows no symbolic link to a folder (force: %s)', async (force) => {
    mkdirSync(at('elsewhere'));
    symlinkSync(at('elsewhere'), at('src'));
    const files = new Map([
      ['first.ts', ''],
      ['src/a.ts', 'a'],
    ]);
    await expect(writeFiles(folder.path, files, { force })).rejects.toMatchObject({ code: 'SYMBOLIC_LINK' });
    expect(everything()).toEqual(['elsewhere', 'src']);
  });

  it('follows no symbolic link to a file: force puts a file in its place', async () => {
    writeFileSync(at('secret'), 'kept');
    symlinkSync(at('secret'), at('a.ts'));
    const files = new Map([['a.ts', 'new']]);
    for (const options of [{}, { changed: new Map([['a.ts', 'kept']]) }]) {
      await expect(writeFiles(folder.path, files, options)).rejects.toMatchObject({ code: 'SYMBOLIC_LINK' });
    }
    await writeFiles(folder.path, files, { force: true });
    expect([read('a.ts'), read('secret')]).toEqual(['new', 'kept']);
  });

  it('refuses folders where files belong, and files where folders do', async () => {
    mkdirSync(at('a.ts'));
    writeFileSync(at('src'), '');
    const write = (path: string) => writeFiles(folder.path, new Map([[path, '']]), { force: true });
    await expect(write('a.ts')).rejects.toMatchObject({ code: 'NOT_A_FILE' });
    await expect(write('src/b.ts')).rejects.toMatchObject({ code: 'NOT_A_FOLDER' });
  });

  // A signal that is read many times: aborted from the n-th look on, so that each step is interrupted once.
  it.each(Array.from({ length: 8 }, (_, step) => [step]))(
    'leaves everything as it was when interrupted at step %i',
    async (step) => {
      mkdirSync(at('kept'));
      writeFileSync(at('kept/b.ts'), 'old');
      let looks = 0;
      const signal = {
        get aborted() {
          return looks++ >= step;
        },
      } as AbortSignal;
      const files = new Map([
        ['a/new/a.ts', 'a'],
        ['kept/b.ts', 'new'],
        ['c.ts', 'c'],
        ['kept/d.ts', 'd'],
      ]);
      const writing = writeFiles(folder.path, files, { force: true, signal });
      await expect(writing).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
      expect([everything(), read('kept/b.ts')]).toEqual([['kept', 'kept/b.ts'], 'old']);
    },
  );
});
