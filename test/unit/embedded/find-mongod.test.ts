import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchIntoCache } from '../../../src/embedded/cache-directory.js';
import { findMongod } from '../../../src/embedded/find-mongod.js';
import { cachedBinary, namedBinary, pathBinary } from '../../../src/embedded/local-sources.js';
import { MongodNotFoundError } from '../../../src/embedded/mongod-not-found-error.js';
import type { MongodSource } from '../../../src/embedded/mongod-source.js';

const before = { ...process.env };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'annals-search-'));
  process.env.ANNALS_CACHE_DIRECTORY = join(folder, 'cache');
});

afterEach(async () => {
  process.env.ANNALS_CACHE_DIRECTORY = before.ANNALS_CACHE_DIRECTORY;
  if (before.ANNALS_CACHE_DIRECTORY === undefined) delete process.env.ANNALS_CACHE_DIRECTORY;
  process.env.PATH = before.PATH;
  await rm(folder, { recursive: true, force: true });
});

/** A script that answers as `mongod --version` does. */
async function pretendMongod(path: string, says = 'echo "db version v7.0.1"'): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${says}\n`);
  await chmod(path, 0o755);
  return path;
}

const failing = (name: string, reason: string): MongodSource => ({
  name,
  find: () => Promise.reject(new Error(reason)),
});

test('the first source that yields a mongod wins, and its line says so', async () => {
  const path = await pretendMongod(join(folder, 'own', 'mongod'));
  const messages: string[] = [];
  const sources = [failing('nowhere', 'nothing there'), namedBinary(path), failing('too far', 'never asked')];

  await expect(findMongod((line) => messages.push(line), sources)).resolves.toEqual({ path, version: '7.0.1' });
  expect(messages).toEqual([`MongoDB 7.0.1 from MONGOMS_SYSTEM_BINARY (${path})`]);
});

test('where all fail, one error lists each with its reason, and the ways out', async () => {
  const search = findMongod(() => undefined, [failing('the moon', 'too far'), failing('the sea', 'too deep')]);
  await expect(search).rejects.toThrow(MongodNotFoundError);
  await expect(search).rejects.toMatchObject({
    code: 'MONGOD_NOT_FOUND',
    failures: [
      { source: 'the moon', reason: 'too far' },
      { source: 'the sea', reason: 'too deep' },
    ],
  });
  await expect(search).rejects.toThrow(/the moon: too far\n.*the sea: too deep\nWays out:[^]*MONGODB_URI/);
});

test('a mongod that MONGOMS_SYSTEM_BINARY names wrongly ends the search', async () => {
  const path = join(folder, 'missing');
  const search = findMongod(() => undefined, [namedBinary(path), failing('the sea', 'never asked')]);
  await expect(search).rejects.toMatchObject({ failures: [{ source: 'MONGOMS_SYSTEM_BINARY' }] });
  await expect(search).rejects.toThrow(`${path} does not run here`);
});

describe('the PATH', () => {
  test('is searched folder by folder, past a mongod that is of no use', async () => {
    await pretendMongod(join(folder, 'broken', 'mongod'), 'echo "libcurl.so.4 is missing" >&2; exit 127');
    await pretendMongod(join(folder, 'old', 'mongod'), 'echo "db version v4.4.29"');
    const path = await pretendMongod(join(folder, 'good', 'mongod'));
    process.env.PATH = ['broken', 'empty', 'old', 'good'].map((name) => join(folder, name)).join(':');
    await expect(pathBinary.find()).resolves.toEqual({ path, version: '7.0.1' });
  });

  test('without a usable one fails with every reason', async () => {
    const broken = await pretendMongod(join(folder, 'broken', 'mongod'), 'echo "libcurl is missing" >&2; exit 127');
    const old = await pretendMongod(join(folder, 'old', 'mongod'), 'echo "db version v4.4.29"');
    process.env.PATH = `${folder}/broken:${folder}/old`;
    await expect(pathBinary.find()).rejects.toThrow(
      `${broken} does not run here: libcurl is missing; ${old} is MongoDB 4.4.29, which is too old`,
    );
  });
});

describe('the cache', () => {
  const cache = (): string => join(folder, 'cache');

  test('that is empty says where it is', async () => {
    await expect(cachedBinary.find()).rejects.toThrow(`no mongod in ${cache()}`);
  });

  test('keeps what was fetched, under its version and without leftovers', async () => {
    const fetched = await fetchIntoCache((work) => pretendMongod(join(work, 'bin', 'mongod')));
    expect(fetched).toEqual({ path: join(cache(), 'mongod-7.0.1'), version: '7.0.1' });
    expect(await readdir(cache())).toEqual(['mongod-7.0.1']);
    await expect(cachedBinary.find()).resolves.toEqual(fetched);
  });

  test('takes many fetches at once', async () => {
    const fetches = Array.from({ length: 8 }, () => fetchIntoCache((work) => pretendMongod(join(work, 'mongod'))));
    await Promise.all(fetches);
    expect(await readdir(cache())).toEqual(['mongod-7.0.1']);
  });

  test('never holds a mongod that does not run', async () => {
    const fetch = fetchIntoCache((work) => pretendMongod(join(work, 'mongod'), 'exit 1'));
    await expect(fetch).rejects.toThrow('does not run here');
    expect(await readdir(cache())).toEqual([]);
  });
});
