import { AnnalsError } from '../errors/index.js';

/** What a process ends with: 0 done, 1 refused or failed, 2 the command line cannot be understood, 130 interrupted. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Why a command of `annals` did not do what it was told to; the message is one line and says what to do next. */
export class CliError extends AnnalsError {
  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: number = exitCodes.failed,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The user has ended it, by Ctrl-C or at a question. */
export function interrupted(what = 'Interrupted: nothing has been changed.'): CliError {
  return new CliError('INTERRUPTED', what, exitCodes.interrupted);
}
