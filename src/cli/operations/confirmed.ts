import { confirm } from '@clack/prompts';
import type { CliContext } from '../cli-context.js';
import { CliError, exitCodes, interrupted } from '../cli-error.js';
import { isInteractive } from '../terminal.js';

/** Asks before something is done. @throws CliError INTERRUPTED unless the answer is yes */
export async function requireYes({ terminal }: CliContext, message: string): Promise<void> {
  const { stdin: input, stdout: output, signal } = terminal;
  const answer = await confirm({ input, output, signal, message, initialValue: false });
  if (answer !== true) throw interrupted();
}

/** The same for what cannot be taken back: where nobody can be asked, `--yes` has to be there. @throws CliError */
export async function requireCertain(context: CliContext, message: string): Promise<void> {
  if (!isInteractive(context.terminal)) {
    throw new CliError(
      'NOT_CONFIRMED',
      `This cannot be taken back. Add --yes to do it without a question.`,
      exitCodes.usage,
    );
  }
  await requireYes(context, message);
}
