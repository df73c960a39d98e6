import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from './application.js';
import { readSettings } from './settings.js';

const { database } = readSettings({ database: 'app' });
const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/data' });
try {
  const app = await openApplication(mongodb({ uri: mongo.uri, database }));
  const { head } = await app.status().finally(() => app.close());
  console.log(`The application runs; the log of database '${database}' ends at position ${String(head)}.`);
} finally {
  await mongo.stop();
}
console.log(`
Give it something to do:

  npx annals generate aggregate Parcel grams:int
  npm test
`);
