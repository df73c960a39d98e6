import { execFile } from 'node:child_process';
import { configurationFile, type PageModule } from './page-modules.js';

/** How running is going to be. */
export interface RunOptions {
  readonly uri: string;
  /** The name of a database for the module of this index. */
  readonly databaseOf: (index: number) => string;
  readonly timeoutMs: number;
}

/** Runs modules that are written, and says what failed: `page: error`. */
export async function runFailures(modules: readonly PageModule[], options: RunOptions): Promise<readonly string[]> {
  const { uri, databaseOf, timeoutMs } = options;
  const plan = modules.map(({ path }, index) => ({ path, database: databaseOf(index) }));
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'test/docs/run-modules.ts', JSON.stringify(plan)],
      {
        env: { ...process.env, MONGODB_URI: uri, TSX_TSCONFIG_PATH: configurationFile },
        timeout: timeoutMs,
        maxBuffer: 2 ** 24,
      },
      (_, out, err) => resolve({ stdout: out, stderr: err }),
    );
  });
  const ends = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { path: string; error?: string });
  const failures = ends.flatMap(({ path, error }) =>
    error === undefined ? [] : [`${nameOf(modules, path)}: ${error}`],
  );
  const unfinished = plan[ends.length];
  return unfinished === undefined
    ? failures
    : [...failures, `${nameOf(modules, unfinished.path)}: has not ended.\n${stderr.slice(-2_000)}`];
}

function nameOf(modules: readonly PageModule[], path: string): string {
  return modules.find((module) => module.path === path)?.page.path ?? path;
}
