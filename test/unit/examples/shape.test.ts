import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const templates = ['bank', 'orders', 'blank'];

const read = (file: string): string => readFileSync(file, 'utf8');

/** The files of a folder and what each imports: packages by name, files by their path below the example. */
function importsIn(example: string, folder: string): { file: string; imports: string[] }[] {
  const root = join('examples', example);
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  return files.map((file) => {
    const named = [...read(join(root, file)).matchAll(/(?:from|^import) '([^']+)'/gm)].map(([, name = '']) => name);
    return { file, imports: named.map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name)) };
  });
}

describe.each(templates)('examples/%s as an application', (example) => {
  const src = importsIn(example, 'src');
  const test = importsIn(example, 'test');

  it('has the files that an application is put together from', () => {
    const files = [...src, ...test].map(({ file }) => file);
    const needed = ['application', 'components', 'main', 'server', 'settings'].map((name) => `src/${name}.ts`);
    const http = ['hono', 'express', 'problem', 'server'].map((name) => `src/http/${name}.ts`);
    expect(files).toEqual(
      expect.arrayContaining([...needed, ...http, 'test/application.test.ts', 'test/http.test.ts']),
    );
  });

  it('imports nothing from outside of itself but packages', () => {
    const outside = [...src, ...test].flatMap(({ imports }) => imports.filter((name) => name.startsWith('..')));
    expect(outside).toEqual([]);
  });

  it('does without its story where it has a front', () => {
    const tellers = src.filter(({ imports }) => imports.some((name) => name.startsWith('src/story/')));
    const others = tellers.filter(({ file }) => file !== 'src/main.ts' && !file.startsWith('src/story/'));
    const tests = test.filter(({ imports }) => imports.some((name) => /^src\/(story\/|main)/.test(name)));
    expect([...others, ...tests]).toEqual([]);
  });

  it('does without a front where it has none, and names the one it has where it can be replaced', () => {
    const users = [...src, ...test].filter(({ imports }) => imports.some((name) => /^src\/http\//.test(name)));
    const outside = users.filter(({ file }) => !file.startsWith('src/http/'));
    expect(outside.map(({ file }) => file).sort()).toEqual(['src/server.ts', 'test/http.test.ts']);
    for (const { imports } of outside) expect(imports).toContain('src/http/hono.js');
    for (const { file } of outside) expect(read(join('examples', example, file))).not.toContain('express');
  });
});

describe('what the examples share', () => {
  it.each<[string, readonly string[]]>([
    ['settings.ts', templates],
    ['http/server.ts', templates],
    ['http/problem.ts', templates],
    ['http/request.ts', templates],
    ['http/hono-requests.ts', templates],
    ['http/express-requests.ts', templates],
  ])('is the same, byte for byte: %s', (file, examples) => {
    const texts = examples.map((example) => read(join('examples', example, 'src', file)));
    expect(new Set(texts).size).toBe(1);
  });
});

it.each(readdirSync('examples'))('examples/%s has a README whose links lead somewhere', (example) => {
  const folder = join('examples', example);
  const links = [...read(join(folder, 'README.md')).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
});
