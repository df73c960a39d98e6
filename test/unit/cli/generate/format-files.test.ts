import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../../support/cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

/** In a process of its own: Jest cannot load Prettier. */
describe('annals generate, in an application with Prettier', () => {
  const folder = temporaryFolder();
  const at = (path: string) => join(folder.path, 'app', path);
  const read = (path: string) => readFileSync(at(path), 'utf8');

  async function generate(...args: string[]): Promise<void> {
    const main = [`file://${require.resolve('tsx')}`, join(process.cwd(), 'src/cli/main.ts')] as const;
    const child = spawn(process.execPath, ['--import', ...main, 'generate', ...args], { cwd: at(''), stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  }

  it('writes as that one does, but for what was not of its making, and what it is to ignore', async () => {
    const plain = ['--template', 'blank', '--http', 'none', '--yes', '--no-install', '--no-git'];
    await runCli(['new', 'app', ...plain], { directory: folder.path });
    symlinkSync(join(process.cwd(), 'node_modules'), at('node_modules'));
    writeFileSync(at('.prettierrc.json'), JSON.stringify({ semi: false, useTabs: true, printWidth: 40 }));
    writeFileSync(at('.prettierignore'), 'src/parcels/errors.ts\n');
    const mine = `export * as  other   from './other.js';\n`;
    writeFileSync(at('src/components.ts'), mine);
    writeFileSync(at('src/other.ts'), 'export {};\n');

    await generate('aggregate', 'Parcel', 'grams:int');
    expect(read('src/components.ts')).toBe(`${mine}export * as parcels from './parcels/index.js';\n`);
    expect(read('src/parcels/events.ts')).toContain(
      '\n@Event("parcel.created")\nexport class ParcelCreated {\n\t@IsInt() grams!: number\n}\n',
    );
    expect(read('src/parcels/errors.ts')).toContain('    super(`There is a parcel ${id} already.`);');

    await generate('event', 'ParcelLost', 'grams:int', '--aggregate', 'Parcel');
    expect(read('src/parcels/parcel.ts')).toContain(
      'import {\n\tParcelCreated,\n\tParcelLost,\n} from "./events.js"\n',
    );
    expect(read('src/parcels/events.ts')).toContain('\n@Event("parcel.lost")\n');
  });
});
