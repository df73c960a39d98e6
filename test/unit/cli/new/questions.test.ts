import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../../../../src/cli/run.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { until } from '../../../support/until.js';

const keys = { enter: '\r', down: '\u001b[B', up: '\u001b[A', ctrlC: '\u0003', escape: '\u001b' } as const;
const questions = [
  'What is it called?',
  'What does it begin with?',
  'Over HTTP?',
  'Which package manager?',
  'Begin a git repository?',
] as const;

/** A person at a terminal: sees what is shown, presses keys. */
class Person {
  readonly #stop = new AbortController();
  readonly #stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(isRaw: boolean) {
      this.isRaw = isRaw;
      return this;
    },
  });
  #seen = '';
  #said = '';
  #unread = 0;

  annals(directory: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
    return run(args, {
      stdin: this.#stdin,
      stdout: Object.assign(
        caught((text) => (this.#seen += text)),
        { isTTY: true, columns: 120, rows: 40 },
      ),
      stderr: Object.assign(
        caught((text) => (this.#said += text)),
        { isTTY: true },
      ),
      env,
      directory,
      packageDirectory: process.cwd(),
      signal: this.#stop.signal,
    });
  }

  /** Waits until that is shown after what was read before. */
  async reads(text: string): Promise<void> {
    await until(() => this.seen.includes(text, this.#unread), 10_000).catch(() => {
      throw new Error(`'${text}' was not shown:\n${this.seen.slice(this.#unread)}`);
    });
    this.#unread = this.seen.indexOf(text, this.#unread) + text.length;
  }

  types(text: string): void {
    this.#stdin.write(text);
  }

  /** Ends the process, as SIGTERM does. */
  ends(): void {
    this.#stop.abort();
  }

  get seen(): string {
    return stripVTControlCharacters(this.#seen);
  }

  get said(): string {
    return stripVTControlCharacters(this.#said);
  }

  /** Whether the terminal is left as it was found. */
  get isRaw(): boolean {
    return this.#stdin.isRaw;
  }
}

function caught(add: (text: string) => void): PassThrough {
  return new PassThrough().on('data', (piece: Buffer) => {
    add(piece.toString());
  });
}

describe('the questions of `annals new`', () => {
  const folder = temporaryFolder();
  const read = (path: string) => readFileSync(join(folder.path, path), 'utf8');
  const manifest = (name: string) =>
    JSON.parse(read(`${name}/package.json`)) as { name: string; dependencies: object; scripts: object };

  it('are answered with Enter alone: what --yes takes', async () => {
    const person = new Person();
    const ending = person.annals(folder.path, ['new', '--no-install']);
    for (const question of questions.slice(0, 4)) {
      await person.reads(question);
      person.types(keys.enter);
    }
    await person.reads(questions[4]);
    person.types('n'); // a commit would need a name of this machine's user
    expect(await ending).toBe(0);
    expect(person.isRaw).toBe(false);
    expect(manifest('my-app')).toMatchObject({ name: 'my-app', dependencies: { hono: expect.any(String) as string } });
    expect(read('my-app/src/components.ts')).toContain('accounts');
    expect(readdirSync(join(folder.path, 'my-app'))).not.toContain('.git');
    expect(person.seen).toContain('cd my-app\n  npm install\n');
  });

  it('are answered with words and arrow keys', async () => {
    const person = new Person();
    const ending = person.annals(folder.path, ['new', '--no-install', '--no-git']);
    await person.reads(questions[0]);
    person.types(`parcels${keys.enter}`);
    await person.reads(questions[1]);
    person.types(`${keys.down}${keys.down}${keys.enter}`);
    await person.reads(questions[2]);
    person.types(`${keys.up}${keys.enter}`); // from the first to the last
    await person.reads(questions[3]);
    person.types(`${keys.down}${keys.enter}`);
    expect(await ending).toBe(0);
    expect(read('parcels/src/components.ts')).toContain('export {};');
    expect(manifest('parcels').scripts).toMatchObject({ start: 'node --import tsx src/main.ts' });
    expect(read('parcels/Dockerfile')).toContain('pnpm-lock.yaml');
    expect(person.seen).not.toContain(questions[4]);
  });

  it('begin with the package manager that has started annals', async () => {
    const person = new Person();
    const agent = { npm_config_user_agent: 'yarn/4.5.0 npm/? node/v22' };
    const ending = person.annals(
      folder.path,
      ['new', 'shop', '--no-install', '--no-git', '-t', 'blank', '--http', 'none'],
      agent,
    );
    await person.reads(questions[3]);
    person.types(keys.enter);
    expect(await ending).toBe(0);
    expect(read('shop/Dockerfile')).toContain('yarn.lock');
    for (const question of questions.filter((other) => other !== questions[3])) {
      expect(person.seen).not.toContain(question);
    }
  });

  it('tell at once what is wrong with a name, and take a better one', async () => {
    const person = new Person();
    const ending = person.annals(folder.path, [
      'new',
      '--no-install',
      '--no-git',
      '-t',
      'blank',
      '--http',
      'none',
      '-p',
      'npm',
    ]);
    await person.reads(questions[0]);
    person.types(`../x${keys.enter}`);
    await person.reads('It is not of lower-case letters, digits and single hyphens');
    person.types(`${'\u007f'.repeat(4)}con${keys.enter}`);
    await person.reads('Windows keeps it for a device');
    person.types(`crete${keys.enter}`);
    expect(await ending).toBe(0);
    expect(readdirSync(folder.path)).toEqual(['concrete']);
    expect(manifest('concrete').name).toBe('concrete');
  });

  const endings = questions.flatMap((question, index) =>
    [
      ['Ctrl-C', (person: Person) => person.types(keys.ctrlC)] as const,
      ['Escape', (person: Person) => person.types(keys.escape)] as const,
      ['SIGTERM', (person: Person) => person.ends()] as const,
    ].map(([how, end]) => [how, question, index, end] as const),
  );

  it.each(endings)('end with %s at "%s": nothing is written', async (_, question, index, end) => {
    const person = new Person();
    const ending = person.annals(folder.path, ['new']);
    for (const before of questions.slice(0, index)) {
      await person.reads(before);
      person.types(keys.enter);
    }
    await person.reads(question);
    end(person);
    expect(await ending).toBe(130);
    expect(person.said).toBe('annals: Interrupted: nothing has been changed. [INTERRUPTED]\n');
    expect(readdirSync(folder.path)).toEqual([]);
    expect(person.isRaw).toBe(false);
  });

  it.each([
    ['--yes', ['--yes'], {}],
    ['the variable CI', [], { CI: 'true' }],
  ])('are not asked with %s', async (_, args, env) => {
    const person = new Person();
    expect(await person.annals(folder.path, ['new', '--no-install', '--no-git', ...args], env)).toBe(0);
    expect(readdirSync(folder.path)).toEqual(['my-app']);
    for (const question of questions) expect(person.seen).not.toContain(question);
  });
});
