import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoEventStore } from '../../../src/mongodb.js';
import { until } from '../../support/until.js';
import { commitsOf, type Evidence, type Reading, type SeenEvent } from './evidence.js';
import { readHistory } from './history.js';
import { violations } from './invariants.js';
import { judgeLinearizability, type Verdict } from './linearizability.js';
import { LiveReader } from './live-reader.js';
import { Random } from './random.js';
import { readStoredLog } from './stored-log.js';
import { summary } from './summary.js';
import { Writers } from './writers.js';

/** Something that goes wrong again and again while writers and readers work. */
export interface Fault {
  /** Names the test's files and its database. */
  readonly name: string;
  /** Where readers, and in the end the judge, reach the servers. */
  readonly uri: string;
  /** Where writers reach them, when that is another way: all of them, or the first one only. */
  readonly writersUri?: string;
  readonly firstWriterUri?: string;
  /**
   * A new primary may answer from a moment before its election, for up to so many nanoseconds: a process never reads
   * less than it has seen itself, but may read less than another one has.
   */
  readonly readsMayLag?: number;
  /** Lets it go wrong once, and makes it right again. */
  inject(writers: Writers, random: Random): Promise<void>;
}

/** What came of it. */
export interface Findings {
  readonly violations: readonly string[];
  readonly linearizability: Verdict;
  readonly evidence: Evidence;
  /** Appends whose writer never heard what became of them. */
  readonly unknown: number;
  readonly tombstones: number;
}

/** How long each fault lasts. */
export const faultSeconds = Number(process.env.FAULT_SECONDS ?? 45);
const writerCount = 3;
const betweenFaultsMs = [200, 900] as const;
const acknowledgedBetweenFaults = 15;
const recoveryLimitMs = 90_000;
const readersLimitMs = 120_000;

/** Whether faults last for only some seconds each. */
export const isShort = faultSeconds < 20;

/** How long a test may take: beside the fault, there are late servers to wait for and a history to judge. */
export const testLimitMs = (faultSeconds + 300) * 1_000;

/** Lets writers and live readers work while a fault is injected again and again, and judges what is left behind. */
export async function workUnder(fault: Fault): Promise<Findings> {
  const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31));
  process.stderr.write(`${fault.name}: seed ${seed} (FAULT_SEED=${seed} repeats its choices)\n`);
  const random = new Random(seed);
  const database = `faults_${fault.name.replaceAll('-', '_')}`;
  const folder = join('.cache/faults', fault.name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  const store = await MongoEventStore.connect({ uri: fault.uri, database });
  const another = await MongoEventStore.connect({ uri: fault.uri, database });
  const readers = [
    new LiveReader('the reader of everything', store),
    new LiveReader('the reader of one type', store, { types: ['fault.odd'] }),
    new LiveReader('the reader with a store of its own', another),
  ];
  const writersUri = fault.writersUri ?? fault.uri;
  const writers = new Writers({ database, folder, seed });
  let faults = 0;
  try {
    for (let index = 0; index < writerCount; index++) {
      writers.start(index === 0 ? (fault.firstWriterUri ?? writersUri) : writersUri);
    }
    await atWork(writers);
    const began = performance.now();
    for (; performance.now() - began < faultSeconds * 1_000; faults++) {
      await wait(random.between(...betweenFaultsMs));
      await fault.inject(writers, random);
      await atWork(writers);
    }
    await writers.finish();
    const head = await settledHead(store);
    await until(() => readers.every(({ position }) => position >= head), readersLimitMs).catch(() => undefined);
    await Promise.all(readers.map((reader) => reader.stop()));

    const log = await readStoredLog(fault.uri, database);
    const history = readHistory(writers.histories);
    const evidence = {
      history,
      log,
      readings: [...readers.map(({ reading }) => reading), ...(await readAgain(another, { log }))],
    };
    const linearizability = await judgeLinearizability(history, fault.name, fault.readsMayLag);
    const lasted = (performance.now() - began) / 1_000;
    process.stderr.write(`${summary({ name: fault.name, seconds: lasted, faults, evidence, linearizability })}\n`);
    return {
      violations: violations(evidence).slice(0, 20),
      linearizability,
      evidence,
      unknown: history.filter(({ intent, outcome }) => intent.kind === 'append' && outcome.kind === 'unknown').length,
      tombstones: log.length - commitsOf({ log }).length,
    };
  } finally {
    await writers.kill();
    await Promise.all(readers.map((reader) => reader.stop().catch(() => undefined)));
    await Promise.all([store.close(), another.close()]);
  }
}

/** Waits until something was done again, so that the next fault meets writers at work. */
async function atWork(writers: Writers): Promise<void> {
  const enough = writers.acknowledged() + acknowledgedBetweenFaults;
  await until(() => writers.acknowledged() >= enough, recoveryLimitMs);
}

/** The head when all is quiet: a position may still be on its way to a majority. */
async function settledHead(store: MongoEventStore): Promise<number> {
  let head = -1;
  await until(async () => {
    head = await store.headPosition().catch(() => -1);
    return head >= 0;
  }, readersLimitMs);
  return head;
}

/** What the store's own calls read from a log that is at rest. */
async function readAgain(store: MongoEventStore, evidence: Pick<Evidence, 'log'>): Promise<readonly Reading[]> {
  const all: SeenEvent[] = [];
  for await (const event of store.readAll()) all.push(event);
  const streamIds = [...new Set(commitsOf(evidence).map(({ streamId }) => streamId))];
  const streams = await Promise.all(
    streamIds.map(async (streamId) => ({
      name: `readStream('${streamId}')`,
      streamId,
      seen: await store.readStream(streamId),
    })),
  );
  return [{ name: 'readAll()', seen: all }, ...streams];
}
