import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod } from '../../src/embedded/find-mongod.js';
import { freePort } from '../../src/embedded/free-port.js';
import { startMongod, type MongodProcess } from '../../src/embedded/mongod-process.js';
import { becomePrimary } from '../../src/embedded/replica-set.js';

describe('becoming a primary', () => {
  let folder: string;
  let mongod: MongodProcess;
  let port: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'annals-test-'));
    port = await freePort();
    const binary = await findMongod(() => undefined);
    mongod = await startMongod({ binary, port, replicaSet: 'rs', dataDirectory: folder });
  });

  afterEach(async () => {
    await mongod.stop();
    await rm(folder, { recursive: true, force: true });
  });

  // A mongod that loads an older folder under load says so, too: "no configuration yet", and then "initialized already".
  it('takes it well that somebody has initiated the set since it looked', async () => {
    await expect(Promise.all([1, 2].map(() => becomePrimary('rs', port)))).resolves.toBeDefined();
  });
});
