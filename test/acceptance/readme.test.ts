import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the README shows is compiled and run by test/docs; here its first application runs as a user runs it. */
describe('README', () => {
  it('shows the first application as it is, in under 60 lines', async () => {
    const source = await readFile('examples/first/main.ts', 'utf8');
    expect(await readFile('README.md', 'utf8')).toContain(`\`\`\`ts\n${source}\`\`\``);
    expect(source.trimEnd().split('\n').length).toBeLessThan(60);
  });

  it('has a first application that runs without decorator metadata', async () => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'examples/first/main.ts']);
    expect(stdout).toContain('now: 900 g');
    expect(stdout).toContain("type: 'parcel.weighed'");
  });
});
