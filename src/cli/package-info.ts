import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What annals says of itself in its package.json: its version, and those of the packages it is tested with. */
export interface PackageInfo {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function packageInfo(packageDirectory: string): PackageInfo {
  return JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as PackageInfo;
}
