import type { MarkdownPage } from './markdown-page.js';

/** A command of annals, with those below it. */
export interface KnownCommand {
  /** Its name, and its other ones. */
  readonly names: readonly string[];
  readonly flags: readonly string[];
  readonly commands: readonly KnownCommand[];
}

/** What the commands of the pages may name. */
export interface ShellWorld {
  /** The scripts of package.json. */
  readonly scripts: ReadonlySet<string>;
  /** The command line of annals. */
  readonly annals: KnownCommand;
}

/** The commands in a page's `sh` blocks that name an npm script, a command or an option of annals that is not there. */
export function shellErrors(page: MarkdownPage, world: ShellWorld): readonly string[] {
  return page.blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ firstLine, lines }) =>
      lines.flatMap((line, index) => {
        const commands = line.replace(/(^|\s)#.*$/, '').split(/&&|\||;/);
        return commands.flatMap((command) => {
          const error = errorOf(command.trim().split(/\s+/), world);
          return error === undefined ? [] : [`${page.path}:${String(firstLine + index + 1)}: ${error}`];
        });
      }),
    );
}

function errorOf([program = '', ...args]: readonly string[], world: ShellWorld): string | undefined {
  if (program === 'npm') {
    const script = args[0] === 'run' ? args[1] : args[0] === 'start' || args[0] === 'test' ? args[0] : undefined;
    return script === undefined || world.scripts.has(script) ? undefined : `there is no npm script '${script}'.`;
  }
  const words = program === 'npx' ? args : [program, ...args];
  return words[0] === 'annals' ? annalsError(world.annals, words.slice(1)) : undefined;
}

function annalsError(command: KnownCommand, words: readonly string[]): string | undefined {
  const [word = '', ...others] = words;
  const next = command.commands.find(({ names }) => names.includes(word));
  if (next !== undefined) return annalsError(next, others);
  const [name = ''] = command.names;
  if (command.commands.length > 0 && word !== '' && !word.startsWith('-')) return `'${name}' has no command '${word}'.`;
  const flags = words.filter((one) => /^--?[a-z]/i.test(one)).map((one) => one.replace(/=.*/, ''));
  const unknown = flags.find((flag) => ![...command.flags, '--help', '-h', '--version', '-V'].includes(flag));
  return unknown === undefined ? undefined : `'${name}' has no option ${unknown}.`;
}
