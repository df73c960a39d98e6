import { randomUUID } from 'node:crypto';
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
      await stopSignal();
      await server.close();
    } finally {
      await app.close({ timeoutMs: 8_000 });
    }
  } finally {
    await mongo.stop();
  }
}

/** Resolves at the first of the signals; the others change nothing, for Ctrl-C under npm comes twice. */
function stopSignal(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, resolve);
  });
}

function welcome(url: string): void {
  const accountId = randomUUID();
  console.log(`The bank is open on ${url}; end it with Ctrl-C. Try in another terminal:

  curl -i ${url}/accounts -H 'Content-Type: application/json' -d '{"accountId":"${accountId}","owner":"Ada"}'
  curl ${url}/accounts/${accountId}/history
`);
}
