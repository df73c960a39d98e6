import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Programs } from './programs.js';

/** The packed package, installed in an empty folder for the tests of a `describe`. */
export function packedAnnals() {
  const folder = mkdtempSync(join(tmpdir(), 'annals-scaffold-'));
  const programs = new Programs();
  let tarball = '';

  beforeAll(async () => {
    await programs.succeed(process.cwd(), 'npm', 'pack', '--silent', '--pack-destination', folder);
    tarball = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '');
    await programs.succeed(folder, 'npm', 'init', '--yes');
    await programs.succeed(folder, 'npm', 'install', '--no-audit', '--no-fund', tarball);
  }, 180_000);

  afterAll(() => {
    programs.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Makes an application. @returns its folder */
  async function make(name: string, options: readonly string[], by = programs): Promise<string> {
    const always = ['--yes', '--no-git', '--local', tarball];
    await by.succeed(folder, 'npx', '--no', 'annals', 'new', name, ...options, ...always);
    return join(folder, name);
  }

  return { folder, programs, make };
}
