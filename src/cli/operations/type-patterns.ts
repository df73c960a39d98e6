import { selectTypes } from '../../event-store/index.js';
import { CliError, exitCodes } from '../cli-error.js';

/** @throws CliError INVALID_PATTERN */
export function requirePatterns(option: string, patterns: readonly string[]): void {
  try {
    selectTypes(option, patterns);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('INVALID_PATTERN', reason, exitCodes.usage, { cause });
  }
}
