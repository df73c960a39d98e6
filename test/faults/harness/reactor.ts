import { setTimeout as wait } from 'node:timers/promises';
import { utimesSync, writeFileSync } from 'node:fs';
import { AnnalsError, createApplication, type Application } from '../../../src/index.js';
import { mongodb } from '../../../src/mongodb.js';
import { HandledFile } from './handled.js';
import { Notice, talliesOf, Tracking } from './parcels.js';
import { Random } from './random.js';

/** What a reacting process is told, as JSON in its first argument. */
export interface ReactorSettings {
  readonly name: string;
  readonly seed: number;
  readonly uri: string;
  readonly database: string;
  /** The file of what its subscriber has handled. */
  readonly handled: string;
  /** The file whose time is when its projection was last at work. */
  readonly projecting: string;
  /** How long its subscriber takes for an event at most. */
  readonly handlerPauseMs: number;
}

const pauseBeforeRepeatMs = 100;
const touchEveryMs = 20;

const settings = JSON.parse(process.argv[2] ?? '') as ReactorSettings;
const random = new Random(settings.seed);
const file = new HandledFile(settings.handled);
let isEnding = false;
let endIt: () => void = () => undefined;
let touchedAt = 0;

// The parent ends its processes by closing their stdin; when it dies, that closes too.
const ended = new Promise<void>((resolve) => (endIt = resolve));
process.stdin.resume().on('end', () => {
  isEnding = true;
  endIt();
});
writeFileSync(settings.projecting, '');
utimesSync(settings.projecting, 0, 0);

const application = await start();
await application.eventBus.subscribe(
  '**',
  async (event) => {
    await wait(random.below(settings.handlerPauseMs));
    file.handled(event);
  },
  { name: 'everything', from: 'start' },
);
await ended;
await application.close();
file.close();

async function start(): Promise<Application> {
  const { uri, database } = settings;
  const components = [Notice, Tracking, talliesOf(touch)];
  for (;;) {
    try {
      return await createApplication({ components, store: mongodb({ uri, database }) });
    } catch (error) {
      if (!AnnalsError.is(error) || !error.retryable || isEnding) throw error;
      await wait(pauseBeforeRepeatMs);
    }
  }
}

function touch(): void {
  const now = Date.now();
  if (now < touchedAt + touchEveryMs) return;
  touchedAt = now;
  utimesSync(settings.projecting, now / 1_000, now / 1_000);
}
