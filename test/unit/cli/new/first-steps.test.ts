import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { until } from '../../../support/until.js';
import { writeProgram } from '../../../support/write-program.js';

/** In processes of their own, for the programs that are found there: git and package managers. */
describe('the first steps of an application', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const git = (cwd: string, ...args: string[]) => spawnSync('git', args, { cwd, encoding: 'utf8' }).stdout;

  /** A program that stands for a package manager. */
  function program(name: string, script: string): void {
    writeProgram(at('bin'), name, script);
  }

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const main = [`file://${require.resolve('tsx')}`, join(process.cwd(), 'src/cli/main.ts')] as const;
    const child = spawn(process.execPath, ['--import', ...main, 'new', 'shop', '--yes', '-t', 'blank', ...args], {
      cwd: folder.path,
      env: { HOME: folder.path, GIT_CONFIG_NOSYSTEM: '1', PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (piece: Buffer) => (said[stream] += piece.toString()));
    }
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
    return { child, ended };
  }

  const annalsNew = (args: readonly string[], env?: Readonly<Record<string, string>>) => start(args, env).ended;
  const onlyOurs = { PATH: '' };

  it('are a commit in a repository', async () => {
    const { code, stderr } = await annalsNew(['--no-install'], { ...identity, ...committer });
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('git')]);
    expect(git(at('shop'), 'log', '--format=%an: %s')).toBe('Ada: A new application\n');
    expect(git(at('shop'), 'status', '--porcelain')).toBe('');
  });

  it('are no repository inside of another one', async () => {
    git(folder.path, 'init', '--quiet');
    const { code, stderr } = await annalsNew(['--no-install'], { ...identity, ...committer });
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('No git repository was begun: It lies in a git repository already.'),
    ]);
    expect(existsSync(at('shop/.git'))).toBe(false);
  });

  it('are none without git, and none is missed with --no-git', async () => {
    const { code, stderr } = await annalsNew(['--no-install'], onlyOurs);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/No git repository was begun: git cannot be run: .*ENOENT/),
    ]);
    const without = await annalsNew(['--no-install', '--no-git', '--force'], onlyOurs);
    expect([without.code, without.stderr]).toEqual([0, expect.not.stringContaining('git')]);
  });

  it('install packages in the folder of the application', async () => {
    program('pnpm', `pwd > installed; echo "$@" >> installed`);
    const { code, stdout, stderr } = await annalsNew(['--no-git', '-p', 'pnpm'], {
      PATH: [at('bin'), process.env['PATH']].join(delimiter),
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining('pnpm install …')]);
    expect(readFileSync(at('shop/installed'), 'utf8')).toBe(`${at('shop')}\ninstall\n`);
    expect(stdout).toBe('\nNext:\n  cd shop\n  pnpm test\n  pnpm start\n\nREADME.md tells the rest.\n');
  });

  it('are told in the words of the yarn that is there, which is written down', async () => {
    program('yarn', `echo "a warning" >&2; echo 4.18.1`);
    const path = { PATH: [at('bin'), process.env['PATH']].join(delimiter) };
    const { code } = await annalsNew(['--no-git', '--no-install', '-p', 'yarn'], path);
    const read = (file: string) => readFileSync(at(`shop/${file}`), 'utf8');
    expect([code, JSON.parse(read('package.json'))]).toMatchObject([0, { packageManager: 'yarn@4.18.1' }]);
    expect(read('Dockerfile')).toContain(
      'RUN corepack enable\nCOPY package.json yarn.lock .yarnrc.yml ./\nRUN yarn install --immutable\n',
    );
    expect(read('Dockerfile')).toContain('RUN yarn run build && yarn workspaces focus --production\n');
    expect([read('.yarnrc.yml'), read('yarn.lock').trim()]).toEqual(['nodeLinker: node-modules\n', '']);
    for (const file of ['.gitignore', '.dockerignore']) expect(read(file)).toContain('\n.yarn/install-state.gz\n');
  });

  it('say what has failed, and what is there', async () => {
    program('npm', `echo "first"; echo "the registry is away" >&2; exit 3`);
    const failed = await annalsNew(['--no-git'], { PATH: [at('bin'), process.env['PATH']].join(delimiter) });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      `annals: npm install failed: the registry is away. The application is there; run \`npm install\` in ${at('shop')}. [INSTALL_FAILED]\n`,
    );
    expect(existsSync(at('shop/package.json'))).toBe(true);
    program('npm', `printf 'a warning\\n\\033[31mError:\\033[39m E_BUILDS.\\n  × more\\n  of it.\\n'; exit 1`);
    const coloured = await annalsNew(['--no-git', '--force'], {
      PATH: [at('bin'), process.env['PATH']].join(delimiter),
    });
    expect(coloured.stderr).toContain('annals: npm install failed: Error: E_BUILDS. The application is there');
    const absent = await annalsNew(['--no-git', '--force', '-p', 'yarn'], onlyOurs);
    expect([absent.code, absent.stderr]).toEqual([
      1,
      expect.stringContaining('annals: yarn cannot be run. The application is there: install yarn, then'),
    ]);
  });

  it.each([
    ['packages are installed', ['--no-git'], 'npm', 'Interrupted. The application is there; run `npm install` in '],
    [
      'a repository is begun',
      ['--no-install'],
      'git',
      'Interrupted: the application is there, without its git repository.',
    ],
  ])('can be interrupted while %s', async (_, args, name, message) => {
    mkdirSync(at('bin'));
    symlinkSync('/bin/sleep', at('bin/sleep'));
    program(name, `echo $$ > "${at('begun')}"; exec sleep 600`);
    const { child, ended } = start(args, { PATH: at('bin') });
    await until(() => existsSync(at('begun')) && readFileSync(at('begun'), 'utf8').endsWith('\n'));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining(`annals: ${message}`)]);
    const pid = Number(readFileSync(at('begun'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(at('shop/package.json'))).toBe(true);
  });
});
