import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { startEmbeddedMongo } from 'annals/embedded';
import { MongoEventStore } from 'annals/mongodb';
import Table from 'cli-table3';
import { MongoClient } from 'mongodb';
import { appendContenders } from './append.js';
import { replayLog } from './full-log.js';
import { replayContenders } from './replay.js';
import { measure, median, ratios, type Measured } from './rounds.js';

/** The log to replay in full: an argument, or the one that lies beside the project. */
const log = process.argv[2] ?? '../shared/data/bpic2012.xes.gz';

const mongo = await startEmbeddedMongo();
const database = `bench_${randomUUID().slice(0, 8)}`;
const client = await MongoClient.connect(mongo.uri, { directConnection: true });
const store = await MongoEventStore.connect({ uri: mongo.uri, database });
try {
  const raw = client.db(database);
  show('Appends of one event, 64 in flight (operations/s)', await measure(appendContenders(raw, store)));
  show('Replay of 10 000 events (events/s)', await measure(await replayContenders(raw, store)));
  if (existsSync(log)) {
    const { eventsPerSecond, peakMegabytes } = await replayLog(log, mongo.uri, `${database}_log`);
    console.log(
      `\nFull replay of ${log} through commands: ${String(eventsPerSecond)} events/s, peak memory ${String(peakMegabytes)} MB`,
    );
  } else {
    console.log(`\nNo log at ${log}: the full replay was left out. Name one: npm run bench -- FILE`);
  }
} finally {
  await store.close();
  await client.db(database).dropDatabase();
  await client.db(`${database}_log`).dropDatabase();
  await client.close();
  await mongo.stop();
}

/** Prints the rates of three rounds, and how many times as fast as the first contender, with the spread. */
function show(title: string, all: readonly Measured[]): void {
  const [base] = all;
  if (base === undefined) return;
  const table = new Table({
    head: ['', 'median', 'rounds', 'times the first'],
    style: { head: [], border: [], compact: true },
  });
  for (const measured of all) {
    const times = ratios(measured, base);
    const spread = `${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)}`;
    table.push([
      measured.name,
      median(measured.rates).toFixed(0),
      measured.rates.map((rate) => rate.toFixed(0)).join('  '),
      measured === base ? '1' : `${median(times).toFixed(2)} (${spread})`,
    ]);
  }
  console.log(`\n${title}\n${table.toString()}`);
}
