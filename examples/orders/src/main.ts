import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { readSettings } from './settings.js';
import { toConsole } from './story/lines.js';
import { tellStory } from './story/tell-story.js';

const { database } = readSettings({ database: 'orders' });
const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/data' });
try {
  await tellStory(mongodb({ uri: mongo.uri, database }), toConsole);
} finally {
  await mongo.stop();
}
toConsole(
  `The facts are kept: database '${database}', ${mongo.dataDirectory ?? 'on the server that MONGODB_URI names'}.`,
);
