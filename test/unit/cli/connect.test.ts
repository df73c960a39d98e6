import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { CliContext, type DatabaseOptions } from '../../../src/cli/cli-context.js';
import { withPlace, withStorage, type Place } from '../../../src/cli/connect.js';
import { findEmbeddedMongo, startEmbeddedMongo, type EmbeddedMongo } from '../../../src/embedded/index.js';
import { runCli } from '../../support/cli.js';
import { testDatabase } from '../../support/mongo.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the database that a command is about', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const write = (path: string, content: unknown) => {
    writeFileSync(at(path), typeof content === 'string' ? content : JSON.stringify(content));
  };

  function context(env: Readonly<Record<string, string>> = {}, directory = folder.path) {
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const { signal } = new AbortController();
    return new CliContext({ ...streams, env, directory, packageDirectory: process.cwd(), signal }, '1.0.0');
  }

  const placeOf = (options: DatabaseOptions, env: Readonly<Record<string, string>> = {}, directory?: string) =>
    withPlace(context(env, directory), options, (place) => Promise.resolve(place));

  describe('is named', () => {
    beforeEach(() => {
      write('package.json', { annals: { database: 'of_package' } });
      write('.env', 'MONGODB_URI=mongodb://file\nDATABASE=of_file\n');
    });

    it('by --uri and --database before all', async () => {
      const env = { MONGODB_URI: 'mongodb://variable', DATABASE: 'of_variable' };
      const place = { uri: 'mongodb://option', database: 'of_option' };
      expect(await placeOf(place, env)).toEqual(place);
      expect(await placeOf({ uri: place.uri }, env)).toEqual({ uri: place.uri, database: 'of_variable' });
      expect(await placeOf({ database: place.database }, env)).toEqual({ ...place, uri: 'mongodb://variable' });
    });

    it('by the environment, then by .env, then by package.json', async () => {
      expect(await placeOf({}, { MONGODB_URI: 'mongodb://variable', DATABASE: 'of_variable' })).toEqual({
        uri: 'mongodb://variable',
        database: 'of_variable',
      });
      expect(await placeOf({})).toEqual({ uri: 'mongodb://file', database: 'of_file' });
      write('.env', 'MONGODB_URI=mongodb://file\n');
      expect(await placeOf({})).toEqual({ uri: 'mongodb://file', database: 'of_package' });
      write('package.json', {});
      expect(await placeOf({})).toEqual({ uri: 'mongodb://file' });
    });

    it('by the application whose folder is above', async () => {
      mkdirSync(at('src/deep'), { recursive: true });
      expect(await placeOf({}, {}, at('src/deep'))).toEqual({ uri: 'mongodb://file', database: 'of_file' });
    });

    it('by nobody: then no folder of data is made', async () => {
      write('.env', 'MONGODB_URI=\n');
      await expect(placeOf({})).rejects.toMatchObject({ code: 'NO_DATABASE', exitCode: 1 });
      write('package.json', { annals: { dataDirectory: 'elsewhere' } });
      mkdirSync(at('.annals/data'), { recursive: true });
      await expect(placeOf({})).rejects.toMatchObject({ code: 'NO_DATABASE' });
      expect(existsSync(at('elsewhere'))).toBe(false);
    });
  });

  describe('is that of the application', () => {
    const started: EmbeddedMongo[] = [];

    afterEach(async () => {
      await Promise.all(started.splice(0).map((mongo) => mongo.stop()));
    });

    async function startApplication(dataDirectory: string): Promise<EmbeddedMongo> {
      const mongo = await startEmbeddedMongo({ dataDirectory: at(dataDirectory) });
      started.push(mongo);
      return mongo;
    }

    it('which runs, and goes on running', async () => {
      write('package.json', { annals: { dataDirectory: 'data', database: 'shop' } });
      const mongo = await startApplication('data');
      expect(await placeOf({})).toEqual({ uri: mongo.uri, database: 'shop' });
      await withStorage(context(), {}, async ({ storage }) => {
        await storage.eventStore.appendToStream('a-1', [{ type: 'a.opened', data: {}, metadata: {} }]);
      });
      expect((await findEmbeddedMongo(at('data')))?.pid).toBe(mongo.pid);
    });

    it('which does not run: it is started, and stopped again however the command ends', async () => {
      await (await startApplication('.annals/data')).stop();
      const seen: (Place & { pid?: number | undefined })[] = [];
      for (const mistake of [undefined, new Error('a mistake')]) {
        const using = withPlace(context(), {}, async (place) => {
          seen.push({ ...place, pid: (await findEmbeddedMongo(at('.annals/data')))?.pid });
          if (mistake) throw mistake;
        });
        await (mistake ? expect(using).rejects.toBe(mistake) : using);
      }
      expect(seen).toHaveLength(2);
      for (const { uri, pid = 0 } of seen) {
        expect(uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:/);
        expect(pid).toBeGreaterThan(0);
        expect(() => process.kill(pid, 0)).toThrow('ESRCH');
      }
      expect(await findEmbeddedMongo(at('.annals/data'))).toBeUndefined();
    });
  });

  describe('is not told with its password', () => {
    const { uri } = testDatabase();
    const [password, encoded] = ['hunter2/s3cret', 'hunter2%2Fs3cret'];
    const { host } = new URL(uri);
    const places: readonly (readonly [string, string])[] = [
      ['a server that is not there', `mongodb://ada:${encoded}@127.0.0.1:1/?directConnection=true`],
      ['a server that does not know the user', `mongodb://ada:${encoded}@${host}/?directConnection=true`],
      ['a server that does not know the user of a database', `mongodb://ada:${encoded}@${host}/shop?authSource=shop`],
      ['a name that is not known', `mongodb://ada:${encoded}@nowhere.invalid/`],
      ['a list of servers that is not there', `mongodb+srv://ada:${encoded}@nowhere.example.invalid/`],
      ['a password that is not escaped', `mongodb://ada:${password}@${host}/`],
      ['an @ that is not escaped', `mongodb://ada:${encoded}@x@${host}/`],
      ['a % that is none', `mongodb://ada:${encoded}%zz@${host}/`],
      ['no server', `mongodb://ada:${encoded}@`],
      ['a port that is none', `mongodb://ada:${encoded}@${host}x/`],
      ['another protocol', `http://ada:${encoded}@${host}/`],
      ['an option that is none', `mongodb://ada:${encoded}@${host}/?nope=1`],
      ['an option without a value', `mongodb://ada:${encoded}@${host}/?replicaSet`],
      ['a password in an option', `mongodb://${host}/?authMechanismProperties=${encoded}&tls=${encoded}`],
    ];
    const commands = [['streams', 'list'], ['doctor'], ['events', 'query', '--json'], ['init']];

    it.each(places)('also when it is %s', async (_, place) => {
      const runs = await Promise.all(
        commands.flatMap((command) =>
          [{}, { DEBUG: '1' }].flatMap((env) => [
            runCli([...command, '--uri', place], { directory: folder.path, env }),
            runCli(command, { directory: folder.path, env: { ...env, MONGODB_URI: place } }),
          ]),
        ),
      );
      for (const { code, stdout, stderr } of runs) {
        expect([code, stderr]).not.toEqual([0, '']);
        for (const secret of [password, encoded, 'hunter2', 's3cret']) expect(stdout + stderr).not.toContain(secret);
      }
    });
  });
});
