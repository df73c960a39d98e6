import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../support/until.js';
import { testDatabase } from '../support/mongo.js';

const tsx = pathToFileURL(require.resolve('tsx')).href;

describe('the server of an example', () => {
  let running: ChildProcess | undefined;

  afterEach(() => {
    running?.kill('SIGKILL');
  });

  it.each([
    ['bank', 'SIGTERM', testDatabase()],
    ['orders', 'SIGINT', testDatabase()],
    ['blank', 'SIGTERM', testDatabase()],
  ] as const)(
    '%s serves until %s, and ends cleanly',
    async (example, signal, { uri, database }) => {
      const child = spawn(process.execPath, ['--import', 'tsx', `examples/${example}/src/server.ts`], {
        env: { ...process.env, MONGODB_URI: uri, DATABASE: database, PORT: '0', HOST: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running = child;
      const url = await urlOf(child);
      const health = await fetch(`${url}/health`);
      expect([health.status, await health.json()]).toEqual([200, expect.objectContaining({ isHealthy: true })]);
      const ended = once(child, 'exit');
      child.kill(signal);
      await until(async () => !(await fetch(url).catch(() => undefined)));
      child.kill(signal); // npm hands on what the terminal sends as well
      expect(await ended).toEqual([0, null]);
      await expect(fetch(url)).rejects.toThrow();
    },
    60_000,
  );

  it('says in one line what is wrong with its settings', async () => {
    const env = { ...process.env, PORT: '70000' };
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'examples/bank/src/server.ts'], { env });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^PORT is '70000'; set it to .*\n$/),
    });
  });
});

describe('the settings of an example', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'annals-settings-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Reads them in a process of its own, in a folder of its own. */
  async function read(env: Record<string, string>): Promise<unknown> {
    const module = pathToFileURL(resolve('examples/bank/src/settings.ts')).href;
    const script = `import { readSettings } from '${module}'; console.log(JSON.stringify(readSettings({ database: 'bank' })));`;
    const { PORT: _port, DATABASE: _database, ...rest } = process.env;
    const options = { cwd: folder, env: { ...rest, ...env } };
    const run = promisify(execFile)(process.execPath, ['--import', tsx, '--input-type=module', '-e', script], options);
    return JSON.parse((await run).stdout) as unknown;
  }

  it('come from the environment, else from .env, else they are the usual ones', async () => {
    expect(await read({})).toEqual({ port: 3000, database: 'bank' });
    await writeFile(join(folder, '.env'), 'PORT=4000\nDATABASE=other\n');
    expect(await read({})).toEqual({ port: 4000, database: 'other' });
    expect(await read({ PORT: '5000' })).toEqual({ port: 5000, database: 'other' });
  });

  it.each(['x', '-1', '1.5', '65536', '0x10', ' '])('are refused with the port %p', async (PORT) => {
    await expect(read({ PORT })).rejects.toMatchObject({ stderr: expect.stringContaining(`PORT is '${PORT}'`) });
  });
});

/** The address that a server prints when it takes requests. */
async function urlOf({ stdout }: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of stdout ?? []) {
    output += String(chunk);
    const [url] = /http:\/\/[\d.:]+/.exec(output) ?? [];
    if (url !== undefined && output.includes('\n')) return url;
  }
  throw new Error(`It ended without an address:\n${output}`);
}
