import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a program into a folder, which is made where it is not there: a script of `sh`. */
export function writeProgram(directory: string, name: string, script: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
