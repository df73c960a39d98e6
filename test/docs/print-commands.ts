import type { Command } from 'commander';
import { CliContext } from '../../src/cli/cli-context.js';
import { createProgram } from '../../src/cli/program.js';
import type { KnownCommand } from './shell-errors.js';

/** The process that tells, as JSON, which commands and options annals has. */
const { stdin, stdout, stderr } = process;
const world = { stdin, stdout, stderr, env: {}, directory: '.', packageDirectory: '.' };
const program = createProgram(new CliContext({ ...world, signal: AbortSignal.abort() }, '0.0.0'));
stdout.write(JSON.stringify(known(program)));

function known(command: Command): KnownCommand {
  return {
    names: [command.name(), ...command.aliases()],
    flags: command.options.flatMap(({ long, short }) => [long, short].filter((flag) => typeof flag === 'string')),
    commands: command.commands.map(known),
  };
}
