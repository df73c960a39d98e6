import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { findEmbeddedMongo } from '../../../src/embedded/index.js';
import { readRunningMark, removeRunningMark, writeRunningMark } from '../../../src/embedded/running-mark.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the mark of a mongod that runs', () => {
  const folder = temporaryFolder();
  const server = createServer();
  let uri = '';

  beforeEach(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    uri = `mongodb://127.0.0.1:${String((server.address() as AddressInfo).port)}/?replicaSet=annals`;
  });

  afterEach(async () => {
    if (server.listening) await once(server.close(), 'close');
  });

  it('is found while its process lives and listens, and gone when it is removed', async () => {
    expect(await readRunningMark(folder.path)).toBeUndefined();
    await writeRunningMark(folder.path, { pid: process.pid, uri });
    const [connected] = [once(server, 'connection')];
    expect(await readRunningMark(folder.path)).toEqual({ pid: process.pid, uri });
    const [socket] = (await connected) as [NodeJS.EventEmitter];
    await once(socket, 'close'); // who looks leaves no connection open
    await removeRunningMark(folder.path);
    expect(readdirSync(folder.path)).toEqual([]);
    await removeRunningMark(folder.path);
  });

  it('counts no more when its process has gone, whoever listens on its port', async () => {
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(gone, 'exit');
    await writeRunningMark(folder.path, { pid: gone.pid ?? 0, uri });
    expect(await readRunningMark(folder.path)).toBeUndefined();
  });

  it('counts no more when nobody listens, whoever has the process number', async () => {
    await writeRunningMark(folder.path, { pid: process.pid, uri });
    await once(server.close(), 'close');
    expect(await readRunningMark(folder.path)).toBeUndefined();
  });

  it.each(['', '{', 'null', '{"pid":"1"}', '{"pid":1}', '{"uri":"mongodb://127.0.0.1:1"}'])(
    'is none as %j',
    async (text) => {
      writeFileSync(join(folder.path, 'annals-mongod.json'), text);
      expect(await readRunningMark(folder.path)).toBeUndefined();
    },
  );

  it.each([
    ['the process number', () => ({ pid: String(process.pid), uri })],
    ['the address', () => ({ pid: process.pid, uri: [uri] })],
  ])('is none where %s is of another kind', async (_, mark) => {
    writeFileSync(join(folder.path, 'annals-mongod.json'), JSON.stringify(mark()));
    expect(await readRunningMark(folder.path)).toBeUndefined();
  });

  it('leads to a MongoDB that belongs to another process', async () => {
    expect(await findEmbeddedMongo(folder.path)).toBeUndefined();
    await writeRunningMark(folder.path, { pid: process.pid, uri });
    const found = await findEmbeddedMongo(relative(process.cwd(), folder.path));
    expect(found).toMatchObject({ uri, pid: process.pid, dataDirectory: folder.path });
    await found?.stop();
    expect(await readRunningMark(folder.path)).toEqual({ pid: process.pid, uri });
  });
});
