import { randomUUID } from 'node:crypto';
import type { Application } from 'annals';
import { startEmbeddedMongo, type EmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from '../src/application.js';
import { Receiver } from '../src/receiver/receiver.js';
import { FindUserByEmail, RegisterUser, UpdateProfile, User, VerifyEmail } from '../src/users/index.js';

describe('the users on MongoDB', () => {
  let mongo: EmbeddedMongo;
  let app: Application;
  let receiver: Receiver;

  beforeAll(async () => {
    mongo = await startEmbeddedMongo();
    app = await openApplication(mongodb({ uri: mongo.uri, database: `users_${randomUUID()}` }));
    receiver = await Receiver.start();
  });

  afterAll(async () => {
    await app.close();
    await receiver.stop();
    await mongo.stop();
  });

  it('are seen in the view as the last command has left them', async () => {
    const [userId, email] = [randomUUID(), 'ada@example.com'];
    await app.commands.dispatch(RegisterUser, { userId, email, name: 'Ada' });
    await app.commands.dispatch(VerifyEmail, { userId, email });
    const after = await app.commands.dispatch(UpdateProfile, { userId, name: 'Ada Lovelace' });
    const found = await app.queries.ask(FindUserByEmail, { email }, { after });
    expect(found).toEqual({ email, name: 'Ada Lovelace', isVerified: true });
    const before = await app.repository.load(User, userId, { atPosition: 0 });
    expect([before.name, before.isVerified]).toEqual(['Ada', false]);
  });

  it('are told to whoever has a webhook on user.*, and nobody else can', async () => {
    const { secrets } = await app.eventBus.subscribeWebhook('user.*', receiver.url, { allowPrivateNetwork: true });
    receiver.trust(secrets);
    const [userId, email] = [randomUUID(), 'grace@example.com'];
    const { streamId } = await app.commands.dispatch(RegisterUser, { userId, email, name: 'Grace' });
    await app.commands.dispatch(VerifyEmail, { userId, email });
    const told = await receiver.eventsOf(streamId, 2);
    expect(told.map(({ type }) => type)).toEqual(['user.registered', 'user.email_verified']);
    const forged = await fetch(receiver.url, { method: 'POST', body: '{"event":{"type":"user.registered"}}' });
    expect(forged.status).toBe(401);
  });
});
