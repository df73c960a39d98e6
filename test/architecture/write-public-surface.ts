import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { exportedNames } from './exported-names.js';

const file = resolve('test/architecture/public-surface.ts');

const source = `/** All that users of the package can import. \`npm run surface\` writes this file anew: a change here belongs in CHANGELOG.md. */
export const publicSurface: Record<string, string[]> = ${JSON.stringify(exportedNames())};`;

async function write(): Promise<void> {
  writeFileSync(file, await format(source, { ...(await resolveConfig(file)), filepath: file }));
  console.log(`Wrote ${file}`);
}

void write();
