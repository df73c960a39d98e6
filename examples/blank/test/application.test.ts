import { randomUUID } from 'node:crypto';
import type { Application } from 'annals';
import { startEmbeddedMongo, type EmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from '../src/application.js';

describe('the application on MongoDB', () => {
  let mongo: EmbeddedMongo;
  let app: Application;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo();
    app = await openApplication(mongodb({ uri: mongo.uri, database: `app_${randomUUID()}` }));
  });

  afterAll(async () => {
    await app.close();
    await mongo.stop();
  });

  it('keeps facts', async () => {
    const noted = { type: 'note.taken', data: { text: 'It works.' } };
    await app.eventStore.appendToStream('note-1', [noted], { expectedStreamVersion: 'no_stream' });
    expect(await app.eventStore.readStream('note-1')).toMatchObject([noted]);
    expect(await app.status()).toMatchObject({ isHealthy: true, head: 0 });
  });
});
