import type { MongoClient } from 'mongodb';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { emmettVersion } from './hosts/peers.js';

/** Where and with what the figures came about. */
export interface Machine {
  readonly cpus: number;
  readonly cpuModel: string;
  readonly memoryGigabytes: number;
  /** The operating system and its release. */
  readonly system: string;
  /** Processes that were waiting for the processor in the minute before: above 0 the machine was not quiet. */
  readonly loadBefore: number;
  readonly node: string;
  readonly mongod: string;
  readonly annals: string;
  /** The MongoDB driver of the raw driver and of Annals. */
  readonly driver: string;
  /** `null` where it is not installed. */
  readonly emmettMongodb: string | null;
}

export async function describeMachine(client: MongoClient): Promise<Machine> {
  const { version: mongod } = (await client.db('admin').command({ buildInfo: 1 })) as { readonly version: string };
  const processors = cpus();
  return {
    cpus: processors.length,
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()}`,
    loadBefore: Number(loadavg()[0]?.toFixed(2)),
    node: process.version,
    mongod,
    annals: versionIn(new URL('../package.json', import.meta.url)),
    driver: versionIn(createRequire(import.meta.url).resolve('mongodb/package.json')),
    emmettMongodb: emmettVersion() ?? null,
  };
}

function versionIn(manifest: URL | string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}
