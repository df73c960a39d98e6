import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/embedded/free-port.js';
import { testDatabase } from '../support/mongo.js';
import { buildImage } from './image.js';
import { packedAnnals } from './packed-annals.js';

/**
 * New applications, made as a user makes them: from the packed package, with packages from the registry, in a folder of
 * their own, without a MongoDB that runs already.
 */
describe('an application made by `annals new`', () => {
  const { programs, make } = packedAnnals();
  const { start, succeed } = programs;
  const production = testDatabase();

  const annals = (app: string, ...args: string[]) => succeed(app, 'npx', '--no', 'annals', ...args);

  /** What its README promises, and what its authors would not want to see. */
  async function checkAll(app: string): Promise<void> {
    await succeed(app, 'npm', 'test');
    await succeed(app, 'npm', 'run', 'typecheck');
    await succeed(app, 'npm', 'run', 'lint', '--', '--max-warnings', '0');
    await succeed(app, 'npx', 'prettier', '--check', '.');
    await succeed(app, 'npm', 'run', 'build');
  }

  it('is a bank over Hono that passes, serves, and can be looked into while it runs', async () => {
    const app = await make('my-bank', ['--template', 'bank', '--http', 'hono']);
    await checkAll(app);
    const port = String(await freePort());
    const server = start(app, { PORT: port }, 'npm', 'start');
    await server.says('Ctrl-C');
    const opened = await fetch(`http://127.0.0.1:${port}/accounts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ accountId: 'f3f6e8d2-4c05-4f0f-9c4e-0e6a7d0f8a11', owner: 'Ada' }),
    });
    expect(opened.status).toBe(201);
    const streams = JSON.parse(await annals(app, 'streams', 'list', '--json')) as object[];
    expect(streams).toMatchObject([{ streamId: 'account-f3f6e8d2-4c05-4f0f-9c4e-0e6a7d0f8a11' }]);
    for (const components of ['./src/components.ts', './dist/components.js']) {
      await annals(app, 'projections', 'rebuild', 'account-summaries', '--components', components, '--yes');
    }
    expect(JSON.parse(await annals(app, 'doctor', '--json'))).toMatchObject({});
    await server.stop('SIGINT'); // the exit code is that of npm
    expect(server.output()).not.toMatch(/error/i);
    expect(existsSync(join(app, '.annals', 'data', 'annals-mongod.json'))).toBe(false);
    // It does not run any more: annals starts its MongoDB for the moment.
    expect(await annals(app, 'events', 'query', '--json')).toContain('account.opened');
  }, 300_000);

  it('is a shop over Express that passes, is built, and serves without its development dependencies', async () => {
    const app = await make('my-shop', ['--template', 'orders', '--http', 'express']);
    await checkAll(app);
    const port = String(await freePort());
    const image = await buildImage(app, `${app}-image`, programs);
    const { uri: MONGODB_URI, database: DATABASE } = production;
    const settings = { PORT: port, NODE_ENV: 'production', MONGODB_URI, DATABASE };
    const server = start(image.folder, settings, ...image.command);
    await server.says('Ctrl-C');
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    expect(await server.stop('SIGTERM')).toBe(0);
  }, 300_000);

  it('begins empty, and passes with everything that can be generated', async () => {
    const app = await make('my-parcels', ['--template', 'blank', '--http', 'none']);
    const generate = (...args: string[]) => annals(app, 'generate', ...args);
    const fields = ['note?:string', 'tags:string[]', 'status:open|closed', 'due:date', 'home:url', 'mails:email[]'];
    await generate('aggregate', 'parcel', 'grams:int', ...fields);
    await generate('aggregate', 'order-line');
    await generate('event', 'GramsCorrected', 'grams:int', '--aggregate', 'Parcel');
    await generate('command', 'correct_grams', 'grams:int', '--aggregate', 'Parcel', '--on', 'GramsCorrected');
    await generate('command', 'Lose', 'reason:string', '--aggregate', 'Parcel', '--on', 'ParcelLost');
    await generate('command', 'Nudge', '--aggregate', 'OrderLine');
    await generate('projection', 'weights', '--on', 'ParcelCreated', 'GramsCorrected,ParcelLost');
    await generate('projection', 'lines', '--on', 'OrderLineCreated');
    await generate('query', 'get-weight', '--projection', 'Weights');
    await generate('query', 'find-weights', 'grams:int', '--projection', 'Weights');
    await generate('process-manager', 'Delivery', '--on', 'ParcelCreated', 'ParcelLost');
    await generate('subscriber', 'Mailer', '--on', 'ParcelCreated', 'OrderLineCreated');
    await generate('upcaster', 'GramsCorrected', 'why?:string');
    await generate('upcaster', 'ParcelLost', 'at?:date');
    await checkAll(app);
    expect(await succeed(app, 'npm', 'start')).toContain('The application runs');
  }, 300_000);
});
