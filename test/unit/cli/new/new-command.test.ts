import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../../support/cli.js';
import { hostileNames } from '../../../support/hostile-names.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const plain = ['--yes', '--no-install', '--no-git'];

describe('annals new', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const read = (path: string) => readFileSync(at(path), 'utf8');
  const annals = (...args: string[]) => runCli(args, { directory: folder.path });
  const filesOf = (path: string) =>
    readdirSync(at(path), { recursive: true, encoding: 'utf8' }).filter((file) =>
      statSync(at(join(path, file))).isFile(),
    );

  it('makes an application, and says what comes next', async () => {
    const { code, stdout, stderr } = await annals('new', 'my-shop', '--template', 'orders', ...plain);
    expect(code).toBe(0);
    expect(stdout).toContain('cd my-shop\n  npm install\n  npm test\n  npm start');
    expect(stderr).toMatch(/^Made .*my-shop: \d+ files\.\n$/);
    const files = filesOf('my-shop');
    for (const file of ['README.md', 'Dockerfile', 'compose.yaml', 'eslint.config.js', '.env.example', '.gitignore']) {
      expect(files).toContain(file);
    }
    expect(readdirSync(folder.path)).toEqual(['my-shop']);
    expect(statSync(at('my-shop')).mode & 0o055).toBe(0o055);
  });

  it.each(['bank', 'orders', 'blank'])('makes the %s with either front, or none', async (template) => {
    for (const [front, other] of [
      ['hono', 'express'],
      ['express', 'hono'],
    ] as const) {
      await annals('new', `with-${front}`, '--template', template, '--http', front, ...plain);
      const all = filesOf(`with-${front}`);
      const text = all.map((file) => read(`with-${front}/${file}`)).join('\n');
      expect(text).not.toMatch(new RegExp(other, 'i'));
      expect(all).toContain(`src/http/${front}.ts`);
      const manifest = JSON.parse(read(`with-${front}/package.json`)) as Record<string, Record<string, string>>;
      expect(Object.keys(manifest['dependencies'] ?? {})).toContain(front);
      expect(manifest['scripts']).toMatchObject({ start: 'node --import tsx src/server.ts' });
      expect(all.filter((file) => /\/story|main\.ts/.test(file))).toEqual([]);
    }
    await annals('new', 'without', '--template', template, '--http', 'none', ...plain);
    const all = filesOf('without');
    expect(all.filter((file) => /http|server/.test(file))).toEqual([]);
    expect(all).toContain('src/main.ts');
    expect(all.map((file) => read(`without/${file}`)).join('\n')).not.toMatch(/hono|express['"]/);
  });

  it('declares every package that its source and its tests import', async () => {
    for (const template of ['bank', 'orders', 'blank']) {
      for (const front of ['hono', 'express', 'none']) {
        const name = `${template}-${front}`;
        await annals('new', name, '--template', template, '--http', front, ...plain);
        const { dependencies, devDependencies } = JSON.parse(read(`${name}/package.json`)) as Record<string, object>;
        const source = filesOf(name).filter((file) => file.endsWith('.ts'));
        for (const file of source) {
          for (const [, imported = ''] of read(`${name}/${file}`).matchAll(/from '([^.'][^']*)'/g)) {
            if (imported.startsWith('node:')) continue;
            const known = { ...dependencies, ...(file.startsWith('src/') ? {} : devDependencies) };
            const packageName = /^(@[^/]+\/)?[^/]+/.exec(imported)?.[0] ?? '';
            expect([file, Object.keys(known)]).toEqual([file, expect.arrayContaining([packageName])]);
          }
        }
      }
    }
  });

  it('opens a port in its image only where it is reached over HTTP', async () => {
    await annals('new', 'served', '--template', 'blank', '--http', 'hono', ...plain);
    await annals('new', 'unserved', '--template', 'blank', '--http', 'none', ...plain);
    expect(read('served/Dockerfile')).toContain('EXPOSE 3000\nCMD ["node", "dist/server.js"]');
    expect(read('unserved/Dockerfile')).toMatch(/USER node\nCMD \["node", "dist\/main\.js"\]\n$/);
  });

  it('brings a packed annals along, and types for what has none of its own', async () => {
    writeFileSync(at('annals-9.tgz'), 'packed');
    await annals('new', 'shop', '--http', 'express', '--local', at('annals-9.tgz'), ...plain);
    expect(read('shop/vendor/annals-9.tgz')).toBe('packed');
    expect(read('shop/Dockerfile')).toContain('COPY vendor ./vendor\n');
    expect(JSON.parse(read('shop/package.json'))).toMatchObject({
      dependencies: { annals: 'file:vendor/annals-9.tgz' },
      devDependencies: { '@types/express': expect.any(String) as string },
    });
    await annals('new', 'other', '--http', 'hono', ...plain);
    expect(read('other/Dockerfile')).not.toContain('vendor');
    expect(read('other/package.json')).not.toContain('@types/express');
  });

  it('gives the application a database of its own name', async () => {
    await annals('new', 'my-own-shop', '--template', 'bank', ...plain);
    expect(JSON.parse(read('my-own-shop/package.json'))).toMatchObject({ annals: { database: 'my_own_shop' } });
    expect(read('my-own-shop/src/server.ts')).toContain("database: 'my_own_shop'");
    expect(read('my-own-shop/compose.yaml')).toContain('DATABASE: my_own_shop');
  });

  it.each(hostileNames)('refuses the name %j in one line, and writes nothing', async (name) => {
    const { code, stderr } = await annals('new', '--yes', '--no-install', '--no-git', '--', name);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^annals: [^\n]* cannot be the name of an application: [^\n]* \[INVALID_NAME\]\n$/);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('writes into an empty folder, and into one with files only by force', async () => {
    mkdirSync(at('shop'));
    expect((await annals('new', 'shop', ...plain)).code).toBe(0);
    writeFileSync(at('shop/README.md'), 'mine');
    const { code, stderr } = await annals('new', 'shop', ...plain);
    expect([code, read('shop/README.md')]).toEqual([1, 'mine']);
    expect(stderr).toContain('is not empty; nothing was written');
    expect((await annals('new', 'shop', '--force', ...plain)).code).toBe(0);
    expect(read('shop/README.md')).toContain('# shop');
  });

  it.each(['a folder', 'nothing'])('does not follow a symbolic link to %s', async (what) => {
    if (what === 'a folder') mkdirSync(at('elsewhere'));
    symlinkSync(at('elsewhere'), at('shop'));
    for (const more of [[], ['--force']]) {
      const { code, stderr } = await annals('new', 'shop', ...plain, ...more);
      expect(code).toBe(1);
      expect(stderr).toContain('is a symbolic link');
    }
    expect(existsSync(at('elsewhere')) ? readdirSync(at('elsewhere')) : []).toEqual([]);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const signal = AbortSignal.abort();
    const { code, stderr } = await runCli(['new', 'shop', ...plain], { directory: folder.path, signal });
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted: nothing has been changed.');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('says that a tarball is none', async () => {
    const { code, stderr } = await annals('new', 'shop', ...plain, '--local', 'nope.tgz');
    expect(code).toBe(1);
    expect(stderr).toMatch(/nope\.tgz is no tarball .*\[NO_TARBALL\]/);
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
