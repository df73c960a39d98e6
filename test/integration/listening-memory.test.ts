import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { testDatabase } from '../support/mongo.js';

const run = promisify(execFile);

describe('a process that listens for appends', () => {
  const { uri, database } = testDatabase();

  it('keeps nothing of the changes it has heard of', async () => {
    const script = 'test/support/listen-and-append.ts';
    const node = ['--expose-gc', '--import', 'tsx', script, uri, database];
    const { stdout } = await run(process.execPath, node);
    const { grown, heard } = JSON.parse(stdout) as { grown: number; heard: number };
    expect(heard).toBeGreaterThan(0);
    // 20 000 changes of one promise and its reaction each were 14 MB.
    expect(grown).toBeLessThan(6_000_000);
  }, 60_000);
});
