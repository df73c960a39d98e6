import { setTimeout as wait } from 'node:timers/promises';
import { AnnalsError, AppendOutcomeUnknownError, StreamVersionConflictError } from '../../../src/errors/index.js';
import { MongoEventStore } from '../../../src/mongodb.js';
import { HistoryFile, readHistory, type Intent, type Outcome, type Part } from './history.js';
import { Random } from './random.js';
import { Workload } from './workload.js';

/** What a writer process is told, as JSON in its first argument. */
export interface WriterSettings {
  readonly name: string;
  readonly seed: number;
  readonly uri: string;
  readonly database: string;
  /** The file that it writes its history to. */
  readonly history: string;
  /** The history of a killed writer, whose open appends it repeats with the same event ids. */
  readonly predecessor?: string;
}

const inFlight = 8;
const longestPauseMs = 40;
const pauseBeforeRepeatMs = 50;

const settings = JSON.parse(process.argv[2] ?? '') as WriterSettings;
const random = new Random(settings.seed);
const workload = new Workload(settings.name, random);
const history = new HistoryFile(settings.history);
let isEnding = false;
let operations = 0;

// The parent ends its writers by closing their stdin; when it dies, that closes too.
process.stdin.resume().on('end', () => (isEnding = true));

const store = await connect();
await Promise.all(openAppends().map(([id, parts]) => append(id, parts, true)));
await Promise.all(Array.from({ length: inFlight }, work));
await store.close();
history.close();

async function connect(): Promise<MongoEventStore> {
  for (;;) {
    try {
      return await MongoEventStore.connect({ uri: settings.uri, database: settings.database });
    } catch (error) {
      if (!AnnalsError.is(error) || !error.retryable || isEnding) throw error;
    }
  }
}

function openAppends(): readonly (readonly [id: string, parts: readonly Part[]])[] {
  if (settings.predecessor === undefined) return [];
  return readHistory([settings.predecessor]).flatMap(({ id, intent, outcome }) =>
    outcome.kind === 'unknown' && intent.kind === 'append' ? [[id, intent.parts] as const] : [],
  );
}

async function work(): Promise<void> {
  while (!isEnding) {
    const id = `${settings.name}/${String(operations++)}`;
    const intent: Intent = workload.next();
    if (intent.kind === 'append') await append(id, intent.parts, false);
    else await read(id, intent.streamId);
    await wait(random.below(longestPauseMs));
  }
}

/** @param wasTried an earlier attempt may have stored it, so that only its being stored, or a conflict, settles it */
async function append(id: string, parts: readonly Part[], wasTried: boolean): Promise<void> {
  history.intend(id, { kind: 'append', parts });
  let mayBeStored = wasTried;
  for (;;) {
    const outcome = await tryAppend(parts);
    mayBeStored ||= outcome.kind === 'unknown';
    const isSettled = !mayBeStored || outcome.kind === 'stored' || outcome.kind === 'conflict';
    history.conclude(id, isSettled || isBroken(outcome) ? outcome : { kind: 'unknown' });
    if (isSettled || isBroken(outcome) || isEnding) return;
    await wait(pauseBeforeRepeatMs);
  }
}

async function tryAppend(parts: readonly Part[]): Promise<Outcome> {
  const appends = parts.map(({ streamId, expected, eventIds }) => ({
    streamId,
    events: eventIds.map((eventId, index) => ({ type: `fault.${index % 2 === 0 ? 'even' : 'odd'}`, eventId })),
    expectedStreamVersion: expected,
  }));
  try {
    const [first] = appends;
    const results =
      appends.length === 1 && first !== undefined
        ? [await store.appendToStream(first.streamId, first.events, first)]
        : await store.appendToStreams(appends);
    for (const { streamId, streamVersion } of results) workload.learn(streamId, streamVersion);
    return {
      kind: 'stored',
      places: results.map(({ streamVersion, globalPosition }) => ({ streamVersion, globalPosition })),
    };
  } catch (error) {
    if (error instanceof AppendOutcomeUnknownError) return { kind: 'unknown' };
    if (!(error instanceof StreamVersionConflictError)) return refusal(error);
    workload.learn(error.streamId, error.actualStreamVersion);
    return { kind: 'conflict', streamId: error.streamId, actual: error.actualStreamVersion };
  }
}

async function read(id: string, streamId: string): Promise<void> {
  history.intend(id, { kind: 'read', streamId });
  try {
    const [last] = await store.readStream(streamId, { direction: 'backwards', maxCount: 1 });
    const version = last?.streamPosition ?? -1;
    workload.learn(streamId, version);
    history.conclude(id, { kind: 'version', version });
  } catch (error) {
    history.conclude(id, refusal(error));
  }
}

function refusal(error: unknown): Outcome {
  const code = AnnalsError.is(error) ? error.code : 'NOT_OF_ANNALS';
  return { kind: 'refused', code, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** No answer that a bad moment explains: the judge shall see it, and not a repetition. */
function isBroken(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && outcome.code !== 'STORE_UNAVAILABLE';
}
