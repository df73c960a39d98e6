import { conventionsOf, versionOf, type PackageManager } from '../../../../src/cli/new/package-manager.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { writeProgram } from '../../../support/write-program.js';

const classic = { install: 'yarn install --frozen-lockfile', prune: 'yarn install --frozen-lockfile --production' };
const modern = { install: 'yarn install --immutable', prune: 'yarn workspaces focus --production' };

describe('the conventions of a package manager', () => {
  it.each<[PackageManager, string | undefined, object]>([
    ['npm', undefined, { lock: 'package-lock.json', settings: {}, install: 'npm ci' }],
    ['pnpm', undefined, { settings: { 'pnpm-workspace.yaml': 'strictDepBuilds: false' } }],
    ['pnpm', '9.15.9', { settings: {} }],
    ['pnpm', '10.0.0', { settings: { 'pnpm-workspace.yaml': 'strictDepBuilds: false' } }],
    ['pnpm', '12.21.0', { settings: { 'pnpm-workspace.yaml': 'strictDepBuilds: false' } }],
    ['yarn', undefined, classic],
    ['yarn', '1.22.22', { ...classic, pinned: 'yarn@1.22.22' }],
    ['yarn', '2.0.0', { ...modern, pinned: 'yarn@2.0.0' }],
    ['yarn', '10.0.0-rc.1', { ...modern, pinned: 'yarn@10.0.0-rc.1' }],
  ])('are those of its version: %s %s', (manager, version, expected) => {
    const conventions = conventionsOf(manager, version);
    expect(conventions).toMatchObject(expected);
    expect('pinned' in conventions).toBe('pinned' in expected);
  });
});

describe('the version of a package manager', () => {
  const folder = temporaryFolder();
  const terminal = (signal = new AbortController().signal) => ({
    directory: folder.path,
    env: { PATH: folder.path },
    signal,
  });

  function program(name: string, script: string): void {
    writeProgram(folder.path, name, script);
  }

  it.each([
    ['echo 4.18.1', '4.18.1'],
    ['echo "(node:1) a warning" >&2; echo 11.0.0-rc.2', '11.0.0-rc.2'],
    ['echo 4.0.0; exit 1', undefined],
    ['echo four', undefined],
    ['echo "1.2.3; rm"', undefined],
  ])('is what it says, if that is one: %s', async (script, expected) => {
    program('yarn', script);
    expect(await versionOf('yarn', terminal())).toBe(expected);
  });

  it('is unknown where it is not there, and not asked of npm', async () => {
    program('npm', 'echo 11.0.0');
    expect(await versionOf('pnpm', terminal())).toBeUndefined();
    expect(await versionOf('npm', terminal())).toBeUndefined();
  });

  it('is waited for until somebody interrupts', async () => {
    program('pnpm', 'exec /bin/sleep 600');
    const stop = new AbortController();
    const asked = versionOf('pnpm', terminal(stop.signal));
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
