import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from './application.js';
import { serve } from './http/hono.js';
import { readSettings } from './settings.js';

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { port, database } = readSettings({ database: 'bank' });
  const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/data' });
  try {
    const app = await openApplication(mongodb({ uri: mongo.uri, database }));
    try {
      const server = await serve(app, port);
      welcome(server.url);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await server.close();
    } finally {
      await app.close({ timeoutMs: 8_000 });
    }
  } finally {
    await mongo.stop();
  }
}

function welcome(url: string): void {
  const accountId = randomUUID();
  console.log(`The bank is open on ${url}; end it with Ctrl-C. Try in another terminal:

  curl -i ${url}/accounts -H 'Content-Type: application/json' -d '{"accountId":"${accountId}","owner":"Ada"}'
  curl ${url}/accounts/${accountId}/history
`);
}
