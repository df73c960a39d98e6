import { randomUUID } from 'node:crypto';
import type { Application } from 'annals';
import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { openApplication } from './application.js';
import { Receiver } from './receiver/receiver.js';
import { FindUserByEmail, RegisterUser, UpdateProfile, User, UserSummaries, VerifyEmail } from './users/index.js';
import type { UserSummary } from './users/index.js';

const database = process.env['DATABASE'] ?? 'users';
const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/users' });
const receiver = await Receiver.start();
try {
  const app = await openApplication(mongodb({ uri: mongo.uri, database }));
  await tell(app).finally(() => app.close());
} finally {
  await receiver.stop();
  await mongo.stop();
}

async function tell(app: Application): Promise<void> {
  const { commands, queries, eventStore, eventBus, projections, repository } = app;
  const userId = randomUUID();
  const email = `ada.${userId.slice(0, 8)}@example.com`;
  const local = { name: 'crm', allowPrivateNetwork: true }; // the receiver is on this machine
  receiver.trust((await eventBus.subscribeWebhook('user.*', receiver.url, local)).secrets);

  console.log('\nCommands go in, facts are kept');
  await commands.dispatch(RegisterUser, { userId, email, name: 'Ada' });
  await commands.dispatch(VerifyEmail, { userId, email });
  const receipt = await commands.dispatch(UpdateProfile, { userId, name: 'Ada Lovelace' });
  const history = await eventStore.readStream(receipt.streamId);
  for (const { streamPosition, type, data } of history) {
    console.log(`  ${String(streamPosition)}  ${type.padEnd(22)} ${JSON.stringify(data)}`);
  }

  console.log('\nWhat breaks a rule is refused, and nothing is stored');
  await commands.dispatch(VerifyEmail, { userId, email: 'eve@example.com' }).catch(say);
  await commands.dispatch(RegisterUser, { userId, email: 'ada', name: '' }).catch(say);
  const tooOld = { expectedStreamVersion: 1 }; // written by someone who has not seen the last event
  await eventStore.appendToStream(receipt.streamId, [{ type: 'user.left', data: {} }], tooOld).catch(say);

  console.log('\nThe view user-summaries, with everything up to the last command');
  console.log(' ', await queries.ask(FindUserByEmail, { email }, { after: receipt }));

  console.log('\nThe webhook on user.*, as its receiver could verify it');
  for (const { type, data } of await receiver.eventsOf(receipt.streamId, history.length)) {
    console.log(`  ${type.padEnd(22)} ${JSON.stringify(data)}`);
  }

  console.log('\nTime travel: the same when only the address had been verified');
  const asOf = history[1]?.createdAt ?? new Date();
  const user = await repository.load(User, userId, { asOf });
  console.log(`  the aggregate: ${user.name}, ${user.isVerified ? 'verified' : 'not verified'}`);
  const then = await projections.preview<UserSummary>(UserSummaries, { asOf });
  console.log('  the view:     ', await then.get(receipt.streamId));
  await then.close();

  console.log(
    `\nThe facts are kept: database '${database}', ${mongo.dataDirectory ?? 'on the server of MONGODB_URI'}.`,
  );
}

function say(error: unknown): void {
  console.log(`  ${error instanceof Error ? error.message.replaceAll('\n', '\n  ') : String(error)}`);
}
