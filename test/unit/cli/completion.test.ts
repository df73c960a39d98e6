import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCli } from '../../support/cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { writeProgram } from '../../support/write-program.js';

const hasBash = spawnSync('bash', ['--version']).status === 0;

/** A real bash, without its package bash-completion, that is about to complete a line. */
(hasBash ? describe : describe.skip)('the completion of bash', () => {
  const folder = temporaryFolder();
  let script: string;

  beforeAll(async () => {
    const { code, stdout, stderr } = await runCli(['completion', 'bash']);
    expect([code, stderr]).toEqual([0, '']);
    script = stdout;
  });

  function bash(text: string, cwd = folder.path, env: Record<string, string> = {}): string {
    const args = ['--noprofile', '--norc', '-c', text];
    return execFileSync('bash', args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', ...env } });
  }

  /** A program that runs the annals of this project. */
  function install(directory: string): void {
    const main = resolve('src/cli/main.ts');
    const tsx = resolve('node_modules/tsx/dist/loader.mjs');
    writeProgram(directory, 'annals', `exec "${process.execPath}" --import "file://${tsx}" "${main}" "$@"`);
  }

  /** What is offered for the last of the words; all that is said beside it, too. */
  function offered(words: readonly string[], cwd?: string, env?: Record<string, string>): string[] {
    writeFileSync(join(folder.path, 'script.bash'), script);
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const source = `source '${join(folder.path, 'script.bash')}'`;
    const line = `COMP_WORDS=(${quoted}); COMP_CWORD=${String(words.length - 1)}`;
    const call = `spec=$(complete -p '${words[0] ?? ''}'); spec=\${spec#*-F }; \${spec%% *}`;
    const said = bash(`exec 2>&1; ${source}; ${source}; ${line}; ${call}; printf '%s\\n' "\${COMPREPLY[@]}"`, cwd, env);
    return said.trim().split('\n').sort();
  }

  it('is sourced twice without a word, and completes commands, options and their values', () => {
    install(join(folder.path, 'bin'));
    const env = { PATH: `${join(folder.path, 'bin')}:${process.env['PATH'] ?? ''}` };
    expect(offered(['annals', 'dead-letters', ''], undefined, env)).toEqual([
      'discard',
      'help',
      'list',
      'retry',
      'show',
    ]);
    expect(offered(['annals', 'streams', 'list', '--da'], undefined, env)).toEqual(['--database']);
    expect(offered(['annals', 'new', '--template', 'b'], undefined, env)).toEqual(['bank', 'blank']);
    // As bash takes it apart by default, and as it does without = in COMP_WORDBREAKS.
    expect(offered(['annals', 'new', '--template', '=', 'b'], undefined, env)).toEqual(['bank', 'blank']);
    expect(offered(['annals', 'new', '--template', '='], undefined, env)).toEqual(['bank', 'blank', 'orders']);
    expect(offered(['annals', 'new', '--template=o'], undefined, env)).toEqual(['--template=orders']);
    expect(offered(['annals', 'streams', 'nothing-such'], undefined, env)).toEqual(['']);
  }, 60_000);

  it('completes behind npx, by the annals of the folder or of one above', () => {
    install(join(folder.path, 'node_modules/.bin'));
    const below = join(folder.path, 'src/deep');
    mkdirSync(below, { recursive: true });
    expect(offered(['npx', 'annals', 'projections', ''], below)).toEqual(['help', 'rebuild', 'status']);
    expect(offered(['npx', '--no', 'annals', 'doct'], below)).toEqual(['doctor']);
    expect(offered(['npx', '-p', 'annals', 'annals', 'doct'], below)).toEqual(['doctor']);
    expect(offered(['npx', 'other', 'doct'], below)).toEqual(['']);
    expect(offered(['annals', 'doct'], below)).toEqual(['doctor']);
  }, 60_000);

  it('offers nothing, and says nothing, where there is no annals', () => {
    expect(offered(['npx', 'annals', ''], folder.path, { PATH: '/usr/bin:/bin' })).toEqual(['']);
  });

  it('runs nothing of what is being typed', () => {
    install(join(folder.path, 'node_modules/.bin'));
    writeFileSync(join(folder.path, 'script.bash'), script);
    bash(
      `source ./script.bash; COMP_WORDS=(annals 'new' '$(touch caught)' '\`touch caught\`' ';touch caught' ''); ` +
        `COMP_CWORD=5; _annals; ls`,
    );
    expect(bash('ls')).not.toContain('caught');
  }, 30_000);

  it('leaves a completion of npx alone that is there already', () => {
    writeFileSync(join(folder.path, 'script.bash'), script);
    expect(bash('complete -W "mine" npx; source ./script.bash; complete -p npx')).toBe("complete -W 'mine' npx\n");
  });
});

it.each(['zsh', 'fish', 'powershell'])('there is a script for %s, too', async (shell) => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    expect((await runCli(['completion', shell])).code).toBe(0);
    expect(log.mock.calls.flat().join('\n')).toMatch(/annals complete|complete --/);
  } finally {
    log.mockRestore();
  }
});
