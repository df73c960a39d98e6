import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { toConsole } from './lines.js';
import { tellStory } from './tell-story.js';

const database = process.env['DATABASE'] ?? 'orders';
const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/orders' });
try {
  await tellStory(mongodb({ uri: mongo.uri, database }), toConsole);
} finally {
  await mongo.stop();
}
toConsole(
  `The facts are kept: database '${database}', ${mongo.dataDirectory ?? 'on the server that MONGODB_URI names'}.`,
);
