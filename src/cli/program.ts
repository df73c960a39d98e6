import { Command } from 'commander';
import type { CliContext } from './cli-context.js';

/** All commands of `annals`. */
export function createProgram(context: CliContext): Command {
  const program = new Command('annals')
    .description('Event-sourced applications on MongoDB: begin one, extend it, and look after it.')
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show what a command does and takes')
    .showSuggestionAfterError();
  return program;
}
