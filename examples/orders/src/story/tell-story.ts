import type { StorageProvider } from 'annals';
import { openApplication } from '../application.js';
import { heading, type Print } from './lines.js';
import { AwaitedMail } from './awaited-mail.js';
import { Receiver } from './receiver.js';
import { gateway, patience, Story } from './story.js';

/** Opens the shop with a receiver beside it, tells the story, and closes both, however it ends. */
export async function tellStory(store: StorageProvider, print: Print): Promise<void> {
  const mail = new AwaitedMail(print);
  const receiver = await Receiver.start();
  try {
    const app = await openApplication(store, { gateway, mail, patience });
    try {
      await new Story(app, mail, receiver, print).tell();
    } finally {
      await app.close({ timeoutMs: 8_000 });
    }
  } finally {
    await receiver.stop();
  }
  heading(print, 'Closed: what was under way has come to its end.');
}
