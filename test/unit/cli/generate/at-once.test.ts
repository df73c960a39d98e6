import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../../support/cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

describe('annals generate, several at once', () => {
  const folder = temporaryFolder();
  const app = () => join(folder.path, 'app');
  const read = (path: string) => readFileSync(join(app(), path), 'utf8');
  const generate = (...args: string[]) => runCli(['generate', ...args], { directory: app() });
  const hidden = () => readdirSync(app()).filter((name) => name.startsWith('.annals'));

  beforeEach(async () => {
    const plain = ['--template', 'blank', '--http', 'none', '--yes', '--no-install', '--no-git'];
    await runCli(['new', 'app', ...plain], { directory: folder.path });
  });

  it('loses nothing of what changes the same files', async () => {
    const names = ['Parcel', 'Letter', 'Stamp'];
    const runs = await Promise.all(names.map((name) => generate('aggregate', name)));
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, '']));
    for (const folderName of ['parcels', 'letters', 'stamps']) {
      expect(read('src/components.ts')).toContain(`export * as ${folderName} from './${folderName}/index.js';`);
    }
    const events = ['Lost', 'Found', 'Burnt'];
    const more = await Promise.all(events.map((name) => generate('event', name, '--aggregate', 'Parcel')));
    expect(more.map(({ code }) => code)).toEqual(events.map(() => 0));
    for (const name of events) {
      expect(read('src/parcels/events.ts')).toContain(`export class ${name} `);
      expect(read('src/parcels/parcel.ts')).toContain(`protected on${name}(`);
    }
    expect(hidden()).toEqual([]);
  });

  it('refuses the second of two that are the same', async () => {
    const runs = await Promise.all([1, 2].map(() => generate('aggregate', 'Parcel')));
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(runs.find(({ code }) => code === 1)?.stderr).toMatch(
      /declares ParcelCreated already, and nothing was written/,
    );
    expect(read('src/components.ts').match(/^export \* as parcels /gm)).toHaveLength(1);
  });

  it('waits for a process that writes, and not for one that was killed', async () => {
    const lock = join(app(), '.annals-lock');
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'exit');
    writeFileSync(lock, String(gone.pid));
    expect((await generate('aggregate', 'Parcel')).code).toBe(0);
    writeFileSync(lock, ''); // it was killed before it had written its number
    expect((await generate('aggregate', 'Card')).code).toBe(0);
    writeFileSync(lock, String(process.pid));
    const stop = new AbortController();
    const waiting = runCli(['generate', 'aggregate', 'Letter'], { directory: app(), signal: stop.signal });
    stop.abort();
    expect(await waiting).toMatchObject({ code: 130, stderr: expect.stringContaining('INTERRUPTED') as string });
    expect(existsSync(join(app(), 'src/letters'))).toBe(false);
    expect(hidden()).toEqual(['.annals-lock']);
  });
});
