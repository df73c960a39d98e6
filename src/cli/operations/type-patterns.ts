import { describeValue, InvalidArgumentError } from '../../errors/index.js';
import { selectTypes } from '../../event-store/index.js';
import { CliError, exitCodes } from '../cli-error.js';

/**
 * @param option what the person has written the patterns behind, such as `--type`
 * @throws CliError INVALID_PATTERN
 */
export function requirePatterns(option: string, patterns: readonly string[]): void {
  for (const pattern of patterns) {
    if (isRefused([pattern])) throw refused(option, `${describeValue(pattern)}; give ${rule}`);
  }
  if (isRefused(patterns)) throw refused(option, `given ${String(patterns.length)} times: use wider patterns`);
}

const rule = `a type such as account.opened, or a pattern: 'account.*' stands for one more word, 'account.**' for any number`;

function refused(option: string, what: string): CliError {
  return new CliError('INVALID_PATTERN', `${option} is ${what}.`, exitCodes.usage);
}

function isRefused(patterns: readonly string[]): boolean {
  try {
    selectTypes('types', patterns);
    return false;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return true;
    throw error;
  }
}
