import validateNpmName from 'validate-npm-package-name';
import { describeValue } from '../../errors/index.js';
import { CliError, exitCodes } from '../cli-error.js';

const longest = 60;

/** Names that Windows gives to devices. @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * Why a name cannot be that of an application, and so of its folder, package, image and database; undefined where it can.
 */
export function flawOfAppName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > longest) return `it has ${String(name.length)} characters, and ${String(longest)} are the most`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return 'it is not of lower-case letters, digits and single hyphens, beginning with a letter';
  }
  if (devices.test(name)) return 'Windows keeps it for a device';
  const { validForNewPackages, errors = [], warnings = [] } = validateNpmName(name);
  return validForNewPackages ? undefined : (errors[0] ?? warnings[0] ?? 'npm does not take it');
}

/** @throws CliError INVALID_NAME */
export function requireAppName(name: string): string {
  const flaw = flawOfAppName(name);
  if (flaw === undefined) return name;
  throw new CliError(
    'INVALID_NAME',
    `${describeValue(name)} cannot be the name of an application: ${flaw}. Take one such as my-shop.`,
    exitCodes.usage,
  );
}
