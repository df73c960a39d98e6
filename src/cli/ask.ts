import { isCancel } from '@clack/prompts';
import { interrupted } from './cli-error.js';
import type { Terminal } from './terminal.js';

/** Where a question is asked, as each prompt of @clack/prompts takes it. */
interface QuestionPlace {
  readonly input: Terminal['stdin'];
  readonly output: Terminal['stdout'];
  readonly signal: AbortSignal;
}

interface Key {
  readonly ctrl?: boolean;
  readonly name?: string;
}

/**
 * Asks one question: `askFor(terminal, (place) => confirm({ ...place, message }))`.
 *
 * @throws CliError INTERRUPTED on Ctrl-C, Ctrl-D and Escape, and when the process or its input ends
 */
export async function askFor<T>(
  { stdin, stdout, signal }: Terminal,
  question: (place: QuestionPlace) => Promise<T>,
): Promise<Exclude<T, symbol>> {
  const end = new AbortController();
  const abort = () => {
    end.abort();
  };
  // Readline closes itself on Ctrl-D and when its input ends, and the prompt on it would wait for ever.
  const abortOnControlD = (_text: unknown, { ctrl, name }: Key) => {
    // The prompt has to have seen the key first, or it would draw itself once more after its end.
    if (ctrl === true && name === 'd') setImmediate(abort);
  };
  if (signal.aborted || stdin.readableEnded || stdin.destroyed) throw interrupted();
  signal.addEventListener('abort', abort);
  stdin.on('keypress', abortOnControlD).on('end', abort).on('close', abort);
  try {
    const answer = await question({ input: stdin, output: stdout, signal: end.signal });
    if (isCancel(answer)) throw interrupted();
    return answer as Exclude<T, symbol>;
  } finally {
    signal.removeEventListener('abort', abort);
    stdin.off('keypress', abortOnControlD).off('end', abort).off('close', abort);
  }
}
