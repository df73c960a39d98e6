import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from './application.js';
import { PrintedMail } from './customers/index.js';
import { serve } from './http/hono.js';
import { PretendedGateway } from './payments/index.js';
import { readSettings } from './settings.js';

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { port, database } = readSettings({ database: 'orders' });
  const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/data' });
  try {
    const services = { gateway: new PretendedGateway(), mail: new PrintedMail(console.log) };
    const app = await openApplication(mongodb({ uri: mongo.uri, database }), services);
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
  const json = "-H 'Content-Type: application/json'";
  const stock = { product: 'teapot', quantity: 10 };
  const order = { customer: 'Ada', product: 'teapot', quantity: 1, total: 4_500 };
  console.log(`The shop is open on ${url}; end it with Ctrl-C. Try in another terminal:

  curl -i ${url}/stock ${json} -d '${JSON.stringify(stock)}'
  curl -i ${url}/orders ${json} -d '${JSON.stringify(order)}'
  curl '${url}/orders?status=shipped'
`);
}
