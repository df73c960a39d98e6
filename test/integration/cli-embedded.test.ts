import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mongodb } from '../../src/mongodb.js';
import { startEmbeddedMongo } from '../../src/embedded.js';
import { annals } from '../support/annals-command.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const silent = { onMessage: () => undefined };

describe('a command in the folder of an application', () => {
  const folder = temporaryFolder();
  const database = 'shop';

  async function startApplication() {
    writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ annals: { database } }));
    const mongo = await startEmbeddedMongo({ dataDirectory: join(folder.path, '.annals/data'), ...silent });
    const { eventStore, close } = await mongodb({ uri: mongo.uri, database }).open();
    await eventStore.appendToStream('order-1', [{ type: 'order.placed' }]);
    await close();
    return mongo;
  }

  it('says in one quiet line that it starts the MongoDB for the moment, and not where it runs or with --json', async () => {
    const at = { directory: folder.path };
    const mongo = await startApplication();
    try {
      expect(await annals(['streams', 'list'], at)).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await mongo.stop();
    }
    // In a process of its own, for where the mongod comes from is said once a process.
    const args = [
      '--import',
      pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href,
      resolve('src/cli/main.ts'),
      'streams',
      'list',
    ];
    const { MONGODB_URI: _, ...env } = process.env;
    const stopped = spawnSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8', env });
    expect(stopped.stdout).toContain('order-1');
    expect(stopped.stderr).toBe('The application does not run: its MongoDB is started for the moment.\n');
    const json = await annals(['streams', 'list', '--json'], at);
    expect(json.stderr).toBe('');
    expect(json.json()).toMatchObject([{ streamId: 'order-1' }]);
  }, 60_000);
});
