import { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { addCompletion } from './completion.js';
import { generateCommandGroup } from './generate/generate-command.js';
import { newCommand } from './new/new-command.js';
import { operationCommands } from './operations/index.js';

/** All commands of `annals`. */
export function createProgram(context: CliContext): Command {
  const program = new Command('annals')
    .description('Event-sourced applications on MongoDB: begin one, extend it, and look after it.')
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show what a command does and takes')
    .showSuggestionAfterError();
  program.commandsGroup('Build:');
  program.addCommand(newCommand(context)).addCommand(generateCommandGroup(context));
  program.commandsGroup('Look after:');
  for (const command of operationCommands(context)) program.addCommand(command);
  program.commandsGroup('Besides:');
  program.addHelpCommand(
    new Command('help').argument('[command]').description('show the help of a command').helpGroup('Besides:'),
  );
  addCompletion(program, context);
  return program;
}
