import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../../support/until.js';
import { Overview } from './overview.js';
import { PostOffice } from './post-office.js';
import { Random } from './random.js';
import { brokenPromises, doublesIn } from './reaction-promises.js';
import { Reactors } from './reactors.js';
import { faultSeconds, isShort } from './under-fault.js';

/** What a fault meets. */
export interface Scene {
  readonly reactors: Reactors;
  readonly overview: Overview;
  readonly random: Random;
}

/** Something that goes wrong again and again while processes react to what happens. */
export interface ReactionFault {
  /** Names the test's files and its database. */
  readonly name: string;
  /** Where the test reaches the servers, and the processes where they do not come another way. */
  readonly uri: string;
  readonly reactorsUri?: string;
  readonly processes: number;
  /** How many events are there before the first process starts. */
  readonly backlog?: number;
  /** How long a subscriber takes for an event at most. */
  readonly handlerPauseMs?: number;
  /** Lets it go wrong once, and makes it right again. @returns how many processes lost what they had in hand */
  inject(scene: Scene): Promise<number>;
  /** Whether it went wrong often enough, once its time is over. */
  isEnough?(scene: Scene): Promise<boolean> | boolean;
}

export interface ReactionFindings {
  readonly broken: readonly string[];
  readonly doubles: number;
}

/** A process that is killed or frozen may have had so many events in hand. */
const doublesPerLoss = 1_000;
/** When all is to be short, each fault comes once, unless the test says that this is not enough. */
const lastsMs = isShort ? 0 : faultSeconds * 1_000;
const startLimitMs = 60_000;
const faultsLimitMs = 180_000;
const quietLimitMs = 60_000;
const lookEveryMs = 100;

/** Lets processes react while a fault is injected again and again, and judges what they have done. */
export async function reactUnder(fault: ReactionFault): Promise<ReactionFindings> {
  const { name, uri, reactorsUri = uri, backlog = 0, handlerPauseMs = 5 } = fault;
  const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31));
  process.stderr.write(`${name}: seed ${seed} (FAULT_SEED=${seed} repeats its choices)\n`);
  const database = `faults_${name.replaceAll('-', '_')}`;
  const folder = join('.cache/faults', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  const overview = await Overview.open(uri, database);
  const office = new PostOffice(overview.eventStore, seed);
  const reactors = new Reactors({ uri: reactorsUri, database, folder, seed, handlerPauseMs });
  const scene = { reactors, overview, random: new Random(seed) };
  const isEnough = fault.isEnough?.bind(fault) ?? (() => true);
  let faults = 0;
  let losses = 0;
  try {
    await office.fill(backlog);
    for (let index = 0; index < fault.processes; index++) reactors.start();
    office.open();
    await until(() => reactors.atWork.length === fault.processes, startLimitMs);
    const began = performance.now();
    const isOver = async () => performance.now() - began >= lastsMs && (await isEnough(scene));
    do {
      losses += await fault.inject(scene);
      faults++;
    } while (!(await isOver()) && performance.now() - began < faultsLimitMs);
    await office.close();
    const notices = 2 * office.parcels.size;
    await until(async () => {
      await wait(lookEveryMs);
      return (await overview.notices()) >= notices && (await overview.hasReached(await overview.head()));
    }, quietLimitMs).catch(() => undefined); // the judge says what is missing
    const positions = await overview.positions();
    await reactors.finish();

    const handled = reactors.handled();
    const [events, tallies, deadLetters] = await Promise.all([
      overview.events(),
      overview.tallies(),
      overview.deadLetters(),
    ]);
    const { parcels } = office;
    const mostDoubles = losses * doublesPerLoss;
    const broken = brokenPromises({ events, handled, tallies, parcels, deadLetters, mostDoubles });
    await writeFile(join(folder, 'broken.txt'), broken.join('\n'));
    const doubles = doublesIn(handled);
    const lasted = (performance.now() - began) / 1_000;
    process.stderr.write(
      `${name}: ${lasted.toFixed(1)} s, ${faults} faults, ${losses} processes lost what they had in hand, ` +
        `${events.length} events, ${doubles} of them came again, ${parcels.size} parcels, ${notices} notices, ` +
        `${broken.length} promises broken; in the end ${JSON.stringify(positions)}\n`,
    );
    return { broken: broken.slice(0, 20), doubles };
  } finally {
    await reactors.writeComplaints();
    await reactors.killAll();
    await office.close().catch(() => undefined);
    await overview.close();
  }
}

/** Waits until every process has handled something since. */
export async function allAtWork({ reactors }: Scene, limitMs = startLimitMs): Promise<void> {
  const before = new Map(reactors.running.map((reactor) => [reactor, reactors.progress(reactor)]));
  await until(() => [...before].every(([reactor, progress]) => reactors.progress(reactor) > progress), limitMs);
}
