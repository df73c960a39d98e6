import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { bashCompletion } from './completion-bash.js';
import type { CliContext } from './cli-context.js';

const name = 'completion';

/** Adds `annals completion <shell>`, and `annals complete --`, which the scripts ask what can follow. */
export function addCompletion(program: Command, context: CliContext): void {
  const completion = tab(program, { completionCommandName: name });
  for (const command of program.commands.filter((one) => one.name() === name)) {
    command.description('Prints a script that completes command lines of annals and npx annals.');
    command.action((shell: 'bash' | 'fish' | 'powershell' | 'zsh') => {
      // The library's script for bash needs the package bash-completion, and can be sourced once only.
      if (shell === 'bash') context.output().line(bashCompletion);
      else completion.setup(program.name(), program.name(), shell);
    });
  }
}
