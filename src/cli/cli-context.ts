import { Option, type Command } from 'commander';
import { Output } from './output.js';
import { findProject, type Project } from './project.js';
import type { Terminal } from './terminal.js';

/** What a command is given. */
export class CliContext {
  constructor(
    readonly terminal: Terminal,
    /** The version of annals that runs. */
    readonly version: string,
  ) {}

  /** Where a command writes, with its option `--json`. */
  output({ json = false }: { json?: boolean } = {}): Output {
    return new Output(this.terminal, json);
  }

  /** The application that the command was given in. */
  project(): Project {
    return findProject(this.terminal);
  }
}

/** The options of every command that looks into a database. */
export interface DatabaseOptions {
  readonly uri?: string;
  readonly database?: string;
  readonly json?: boolean;
}

/** Adds {@link DatabaseOptions} to a command. */
export function withDatabaseOptions(command: Command): Command {
  return command
    .addOption(new Option('--uri <uri>', 'the MongoDB to use (else MONGODB_URI, else the one that `npm start` runs)'))
    .addOption(
      new Option('--database <name>', 'the database (else DATABASE, else the one of package.json or of the URI)'),
    )
    .option('--json', 'write JSON');
}

/** Adds examples to the help of a command: what to type, and what it does. */
export function withExamples(command: Command, examples: Readonly<Record<string, string>>): Command {
  const width = Math.max(...Object.keys(examples).map((line) => line.length));
  const lines = Object.entries(examples).map(([line, what]) => `  $ ${line.padEnd(width)}   ${what}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
