import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

describe('README', () => {
  it('shows the first application as it is run here, in under 60 lines', async () => {
    const source = await readFile('examples/first/main.ts', 'utf8');
    const readme = await readFile('README.md', 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${source}\`\`\``);
    expect(source.trimEnd().split('\n').length).toBeLessThan(60);
  });

  it('has a first application that runs without decorator metadata', async () => {
    const { stdout } = await run('npx', ['tsx', 'examples/first/main.ts']);
    expect(stdout).toContain('now: 900 g');
    expect(stdout).toContain("type: 'parcel.weighed'");
  });
});
