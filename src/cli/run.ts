import { types } from 'node:util';
import { CommanderError, type Command } from 'commander';
import { AnnalsError } from '../errors/index.js';
import { CliContext } from './cli-context.js';
import { CliError, exitCodes } from './cli-error.js';
import { packageInfo } from './package-info.js';
import { createProgram } from './program.js';
import type { Terminal } from './terminal.js';

/** Runs a command line, without `node` and the script. Whatever happens, it resolves to the exit code of the process. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = createProgram(new CliContext(terminal, packageInfo(terminal.packageDirectory).version));
  settle(program, terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (terminal.signal.aborted && !(error instanceof CliError)) return exitCodes.interrupted;
    terminal.stderr.write(`annals: ${explain(error, terminal)}\n`);
    return error instanceof CliError ? error.exitCode : exitCodes.failed;
  }
}

/** Has commander throw instead of ending the process, and write where the terminal says, in one line. */
function settle(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
    outputError: (text, write) => {
      const said = text
        .replace(/^error: /, '')
        .trim()
        .replaceAll('\n', ' ');
      write(`annals: ${said}${/[.?)]$/.test(said) ? '' : '.'} See '${pathOf(command)} --help'.\n`);
    },
  });
  for (const part of command.commands) settle(part, terminal);
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function explain(error: unknown, { env }: Terminal): string {
  const isError = types.isNativeError(error); // also one of another realm
  const text = isError || AnnalsError.is(error) ? error.message : String(error);
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  if (AnnalsError.is(error)) return `${line} [${error.code}]`;
  return env['DEBUG'] && isError ? (error.stack ?? line) : `${line} (Set DEBUG=1 for the whole story.)`;
}
