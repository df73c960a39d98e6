import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../../../../src/cli/files/write-files.js';
import { writeFolder } from '../../../../src/cli/files/write-folder.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const files = new Map([
  ['a.ts', 'a'],
  ['below/b.ts', 'b'],
]);
const nothing = () => Promise.resolve();

describe('writeFolder', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const everything = () => readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).sort();

  it('makes a folder, and those above it, and does what is to be done before it is seen', async () => {
    await writeFolder(at('above/app'), files, (staged) => {
      expect(readdirSync(at('above')).filter((name) => !name.startsWith('.'))).toEqual([]);
      writeFileSync(join(staged, 'more.ts'), '');
      return Promise.resolve();
    });
    expect(everything()).toEqual([
      'above',
      ...['', '/a.ts', '/below', '/below/b.ts', '/more.ts'].map((path) => `above/app${path}`),
    ]);
  });

  it('takes a folder that is empty', async () => {
    mkdirSync(at('app'));
    await writeFolder(at('app'), files, nothing);
    expect(readdirSync(at('app'))).toEqual(['a.ts', 'below']);
  });

  it('does the same in a folder that is not empty, by force', async () => {
    mkdirSync(at('app'));
    writeFileSync(at('app/a.ts'), 'old');
    writeFileSync(at('app/mine'), '');
    const seen: string[] = [];
    const prepare = (path: string) => Promise.resolve(void seen.push(path));
    await expect(writeFolder(at('app'), files, prepare)).rejects.toMatchObject({ code: 'FOLDER_EXISTS' });
    expect([seen, readdirSync(at('app'))]).toEqual([[], ['a.ts', 'mine']]);
    await writeFolder(at('app'), files, prepare, { force: true });
    expect([seen, readdirSync(at('app'))]).toEqual([[at('app')], ['a.ts', 'below', 'mine']]);
  });

  it.each(['a file', 'a link'])('does not write over %s, by no force', async (what) => {
    if (what === 'a file') writeFileSync(at('app'), 'mine');
    else symlinkSync(at('elsewhere'), at('app'));
    for (const force of [false, true]) {
      await expect(writeFolder(at('app'), files, nothing, { force })).rejects.toMatchObject({ code: 'FOLDER_EXISTS' });
    }
    expect(everything()).toEqual(['app']);
  });

  it('leaves nothing when what is to be done fails', async () => {
    const mistake = new Error('a mistake');
    await expect(writeFolder(at('app'), files, () => Promise.reject(mistake))).rejects.toBe(mistake);
    expect(everything()).toEqual([]);
  });

  it('leaves nothing when it is interrupted after all has been done', async () => {
    const stop = new AbortController();
    const prepare = () => {
      stop.abort();
      return Promise.resolve();
    };
    const { signal } = stop;
    await expect(writeFolder(at('app'), files, prepare, { signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(everything()).toEqual([]);
  });

  it.each([
    [
      'a folder',
      () => {
        mkdirSync(at('app'));
        writeFileSync(at('app/mine'), 'mine');
      },
      ['app', 'app/mine'],
    ],
    [
      'a file',
      () => {
        writeFileSync(at('app'), 'mine');
      },
      ['app'],
    ],
  ] as const)('yields to %s that has come there meanwhile', async (_, come, left) => {
    const prepare = () => {
      come();
      return Promise.resolve();
    };
    await expect(writeFolder(at('app'), files, prepare)).rejects.toMatchObject({ code: 'FOLDER_EXISTS' });
    expect(everything()).toEqual(left);
  });
});

describe('writeFiles, over files that are there', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);

  it('keeps who may read them', async () => {
    writeFileSync(at('run.sh'), 'old');
    chmodSync(at('run.sh'), 0o750);
    await writeFiles(folder.path, new Map([['run.sh', 'new']]), { force: true });
    expect(statSync(at('run.sh')).mode & 0o777).toBe(0o750);
    expect(readFileSync(at('run.sh'), 'utf8')).toBe('new');
  });

  it('has them there at every moment', async () => {
    writeFileSync(at('a.ts'), 'old');
    const texts = new Set<string>();
    const stop = new AbortController();
    const looking = (async () => {
      while (!stop.signal.aborted) {
        texts.add(readFileSync(at('a.ts'), 'utf8'));
        await new Promise(setImmediate);
      }
    })();
    for (let turn = 0; turn < 50; turn++) {
      await writeFiles(folder.path, new Map([['a.ts', `new ${String(turn)}`]]), { force: true });
    }
    stop.abort();
    await looking;
    for (const text of texts) expect(text).toMatch(/^(old|new \d+)$/);
  });

  it.each([
    [
      'another text',
      (path: string) => {
        writeFileSync(path, 'of somebody else');
      },
    ],
    ['none', () => undefined],
  ])('writes nothing where one has meanwhile %s', async (what, change) => {
    if (what !== 'none') writeFileSync(at('a.ts'), 'as it was read');
    change(at('a.ts'));
    const before = readdirSync(folder.path);
    const writing = writeFiles(
      folder.path,
      new Map([
        ['a.ts', 'new'],
        ['b.ts', 'b'],
      ]),
      { changed: new Map([['a.ts', 'as it was read']]) },
    );
    await expect(writing).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' });
    expect(readdirSync(folder.path)).toEqual(before);
  });

  it('clears up after one that was killed', async () => {
    const nobody = 2 ** 22 + 1;
    mkdirSync(at(`.annals-${String(nobody)}-0123abcd`));
    writeFileSync(at(`.annals-${String(nobody)}-0123abcd/annals-staging`), '');
    await writeFiles(folder.path, files);
    expect(readdirSync(folder.path)).toEqual(['a.ts', 'below']);
  });
});
