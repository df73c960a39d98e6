import { confirm } from '@clack/prompts';
import { askFor } from '../ask.js';
import type { CliContext } from '../cli-context.js';
import { CliError, exitCodes } from '../cli-error.js';
import { isInteractive } from '../terminal.js';

/** Asks before something is done. @throws CliError DECLINED when the answer is no, INTERRUPTED when there is none */
export async function requireYes({ terminal }: CliContext, message: string): Promise<void> {
  const isWanted = await askFor(terminal, (place) => confirm({ ...place, message, initialValue: false }));
  // Not 0: what a shell would do after it must not go on.
  if (!isWanted) throw new CliError('DECLINED', 'Nothing was changed.');
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
