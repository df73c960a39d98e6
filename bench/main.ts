import { startEmbeddedMongo } from 'annals/embedded';
import { MongoClient } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { drawChart } from './chart.js';
import { describeMachine } from './machine.js';
import { readOptions, usage, type BenchOptions } from './options.js';
import { printMachine, printTargets, printWorkload } from './print.js';
import type { Report, WorkloadReport } from './report.js';
import { runWorkload } from './run-workload.js';
import { workloads } from './workloads/index.js';

const options = optionsOrExit();
if (options.help) console.log(usage);
else if (options.list) for (const { name, title } of workloads) console.log(`${name.padEnd(18)}${title}`);
else await run(options);

function optionsOrExit(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

async function run({ only, rounds, quick, json, svg, log }: BenchOptions): Promise<void> {
  const startedAt = new Date();
  const mongo = await startEmbeddedMongo();
  const client = await MongoClient.connect(mongo.uri);
  const prefix = `bench_${randomUUID().slice(0, 8)}`;
  const reports: WorkloadReport[] = [];
  try {
    const machine = await describeMachine(client);
    printMachine(machine);
    for (const [index, workload] of only.entries()) {
      const database = `${prefix}_${String(index)}`;
      const report = await runWorkload(workload, { uri: mongo.uri, database, quick, log }, rounds);
      await dropDatabases(client, database);
      printWorkload(report);
      reports.push(report);
    }
    const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
    const report: Report = {
      format: 'annals-bench/1',
      startedAt: startedAt.toISOString(),
      seconds,
      quick,
      rounds,
      machine,
      workloads: reports,
    };
    printTargets(report);
    console.log(`\n${String(seconds)} s in all.`);
    if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
    if (svg !== undefined) await writeFile(svg, drawChart(report));
  } finally {
    await dropDatabases(client, prefix);
    await client.close();
    await mongo.stop();
  }
  if (reports.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
}

/** Drops what the bench has made, and nothing else: the server may be somebody's own. */
async function dropDatabases(client: MongoClient, prefix: string): Promise<void> {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  for (const { name } of databases) {
    if (name === prefix || name.startsWith(`${prefix}_`)) await client.db(name).dropDatabase();
  }
}
