import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { testDatabase } from '../support/mongo.js';
import { history } from './history-snippets.js';
import { reactions } from './reactions-snippets.js';
import { onlyTheEventStore, testingADomain } from './readme-snippets.js';

const run = promisify(execFile);

/** The lines of code without their indentation and the empty ones. */
function linesOf(code: string): string[] {
  return code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('README', () => {
  const server = testDatabase();
  const reacting = testDatabase();
  let blocks: readonly string[];

  beforeAll(async () => {
    const readme = await readFile('README.md', 'utf8');
    blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  });

  it('shows the first application as it is run here, in under 60 lines', async () => {
    const source = await readFile('examples/first/main.ts', 'utf8');
    expect(blocks[0]).toBe(source);
    expect(source.trimEnd().split('\n').length).toBeLessThan(60);
  });

  it('has a first application that runs without decorator metadata', async () => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'examples/first/main.ts']);
    expect(stdout).toContain('now: 900 g');
    expect(stdout).toContain("type: 'parcel.weighed'");
  });

  it('shows no other code than what is run here', async () => {
    const files = ['readme-snippets', 'reactions-snippets'].map((name) =>
      readFile(`test/acceptance/${name}.ts`, 'utf8'),
    );
    const run = (await Promise.all(files)).map((code) => linesOf(code).join('\n')).join('\n');
    expect(blocks).toHaveLength(4);
    for (const block of blocks.slice(1)) expect(run).toContain(linesOf(block).join('\n'));
  });

  it('has a page on history whose code is run here', async () => {
    const page = await readFile('docs/history.md', 'utf8');
    const source = linesOf(await readFile('test/acceptance/history-snippets.ts', 'utf8')).join('\n');
    const shown = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => linesOf(code).join('\n'));
    expect(shown).toHaveLength(4);
    for (const code of shown) expect(source).toContain(code);
    expect(await history(server)).toEqual({ past: [true, 2, 0, 0], log: [3, 0, 4, 4], greeting: 'Dear Ada Lovelace' });
  });

  it('has a page on reactions whose code is run here', async () => {
    const page = await readFile('docs/reactions.md', 'utf8');
    const source = linesOf(await readFile('test/acceptance/reactions-snippets.ts', 'utf8')).join('\n');
    const shown = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => linesOf(code).join('\n'));
    expect(shown).toHaveLength(9);
    for (const code of shown) expect(source).toContain(code);
    expect(await reactions(reacting)).toEqual({
      letters: ['Thank you for a lamp.'],
      subscriptions: 3,
      events: [
        ['order.placed', 'a lamp'],
        ['order.cancelled', 'The bank is closed.'],
      ],
      hooks: ['annals.webhook_test'],
      isForgotten: true,
      night: [true, 0, ['payment', 'mailer', 'search', 'shop'], ['payment', 'commands']],
    });
  });

  it('shows a scenario that holds', async () => {
    await testingADomain(randomUUID());
  });

  it('shows an event store that keeps an event', async () => {
    const events = await onlyTheEventStore(server.uri, server.database);
    expect(events.map(({ type }) => type)).toEqual(['order.placed']);
  });
});
