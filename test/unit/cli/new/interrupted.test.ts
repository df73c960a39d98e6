import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runCli } from '../../../support/cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const args = ['new', 'shop', '--template', 'orders', '--yes', '--no-install', '--no-git'];
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/** A number from 0 up to the limit: always the same for one seed and one run. */
function random(run: number, limit: number): number {
  let state = (seed + run * 0x9e3779b9) | 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) % limit;
}

describe(`annals new, ended by a signal (SEED=${String(seed)})`, () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const below = (path: string) =>
    existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }).sort() : [];
  const staging = () => readdirSync(folder.path).filter((name) => name.startsWith('.'));
  let whole: string[] = [];

  beforeEach(async () => {
    mkdirSync(at('undisturbed'));
    await runCli(args, { directory: at('undisturbed') });
    whole = below(at('undisturbed/shop'));
    expect(whole.length).toBeGreaterThan(40);
  });

  /** Starts it, and sends the signal as soon as that many files have come. Returns how it has ended. */
  async function endedBy(signal: NodeJS.Signals, files: number): Promise<number | NodeJS.Signals | null> {
    const loader = ['--import', `file://${require.resolve('tsx')}`];
    const child = spawn(process.execPath, [...loader, join(process.cwd(), 'src/cli/main.ts'), ...args], {
      cwd: folder.path,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const written = () => staging().reduce((sum, name) => sum + below(at(name)).length, 0);
    while (child.exitCode === null && !existsSync(at('shop')) && !hasCome()) await nextTurn();
    child.kill(signal);
    const [code, by] = await ended;
    return code ?? by;

    function hasCome(): boolean {
      try {
        return written() > files;
      } catch {
        return false; // it moves away while it is looked at
      }
    }
  }

  it.each([0, 1, 2, 3])('leaves an application or nothing after SIGINT (run %i)', async (run) => {
    const outcome = await endedBy('SIGINT', random(run, 2 * whole.length));
    const left = readdirSync(folder.path).filter((name) => name !== 'undisturbed');
    expect([
      { outcome: 130, left: [], files: [] },
      { outcome: 'SIGINT', left: [], files: [] }, // before it has begun
      { outcome: 0, left: ['shop'], files: whole },
    ]).toContainEqual({ outcome, left, files: below(at('shop')) });
  });

  it.each([0, 1, 2, 3])('is whole or not there after SIGKILL, and the next one clears up (run %i)', async (run) => {
    await endedBy('SIGKILL', random(run + 100, 2 * whole.length));
    const left = readdirSync(folder.path).filter((name) => !['undisturbed', 'shop'].includes(name));
    for (const name of left) expect(name).toMatch(/^\.shop-\d+-[0-9a-f]{8}$/);
    expect(left.length).toBeLessThan(2);
    expect([[], whole]).toContainEqual(below(at('shop')));
    const again = await runCli([...args, '--force'], { directory: folder.path });
    expect([again.code, readdirSync(folder.path).sort()]).toEqual([0, ['shop', 'undisturbed']]);
    expect(below(at('shop'))).toEqual(whole);
  });

  it('clears up after nobody who lives, and touches no folder of others', async () => {
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'exit');
    const [dead, alive] = [String(gone.pid), String(process.pid)];
    const ofOthers = [
      `.other-${dead}-00000001`,
      `.shop-${alive}-00000002`,
      `.shop-${dead}-keep`,
      `.shop-${dead}-000000003`,
      '.shop-00000004',
      `.shop-x-00000005`,
    ];
    for (const name of [`.shop-${dead}-00000006`, ...ofOthers]) {
      mkdirSync(at(join(name, 'shop')), { recursive: true });
      writeFileSync(at(join(name, 'annals-staging')), '');
    }
    mkdirSync(at(`.shop-${dead}-00000007`)); // killed before its mark was there, or after it was deleted
    mkdirSync(at(`.shop-${dead}-deadbeef`));
    writeFileSync(at(`.shop-${dead}-deadbeef/novel.txt`), 'mine');
    writeFileSync(at(`.shop-${dead}-0000000a`), 'a file');
    expect((await runCli(args, { directory: folder.path })).code).toBe(0);
    expect(readdirSync(folder.path).sort()).toEqual(
      [...ofOthers, `.shop-${dead}-deadbeef`, `.shop-${dead}-0000000a`, 'shop', 'undisturbed'].sort(),
    );
    expect(readFileSync(at(`.shop-${dead}-deadbeef/novel.txt`), 'utf8')).toBe('mine');
  });

  it('makes one application when two are begun at once, and says so', async () => {
    const both = await Promise.all([1, 2].map(() => runCli(args, { directory: folder.path })));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(both.find(({ code }) => code === 1)?.stderr).toMatch(/shop exists and is not empty; nothing was written\./);
    expect(readdirSync(folder.path).sort()).toEqual(['shop', 'undisturbed']);
    expect(below(at('shop'))).toEqual(whole);
  });
});
