import { readFile } from 'node:fs/promises';
import { testDatabase } from '../support/mongo.js';
import { runExample } from '../support/run-example.js';

const main = 'examples/users/src/main.ts';

describe('examples/users', () => {
  const { database } = testDatabase();

  it('tells the whole story, and once more over what the first telling has left', async () => {
    for (const _ of ['first', 'second']) {
      const { code, output } = await runExample(main, [], database).ended;
      const parts = output.split('\n\n').map((part) => part.trim());
      const [facts, refusals, view, webhook, past] = parts.slice(-6);
      expect(facts).toMatch(/0 {2}user\.registered .*1 {2}user\.email_verified .*2 {2}user\.profile_updated /s);
      expect(refusals).toMatch(/eve@example\.com is not the address .*email: .*name: .*is at version 2/s);
      expect(view).toMatch(/name: 'Ada Lovelace',\s+isVerified: true/);
      expect(webhook).toMatch(/user\.registered .*user\.email_verified .*user\.profile_updated .*"Ada Lovelace"/s);
      expect(past).toMatch(/the aggregate: Ada, verified\n.*the view: .*name: 'Ada', isVerified: true/s);
      expect(output).toContain(`The facts are kept: database '${database}'`);
      expect(code).toBe(0);
    }
  }, 120_000);

  it('is told in under 80 lines', async () => {
    expect((await readFile(main, 'utf8')).trimEnd().split('\n').length).toBeLessThan(80);
  });
});
