import { appendToLengthsCold } from './append-to-lengths-cold.js';
import { catchUpSubscriber } from './catch-up-subscriber.js';
import { catchUp } from './catch-up.js';
import { commandCold } from './command-cold.js';
import { deadlines } from './deadlines.js';
import { fold } from './fold.js';
import { emit, heard, listen } from './live.js';
import { webhooks } from './webhooks.js';

/** What only Annals can be asked for. */
export const annalsTasks = {
  appendToLengthsCold,
  catchUp,
  catchUpSubscriber,
  commandCold,
  deadlines,
  emit,
  fold,
  heard,
  listen,
  webhooks,
};
