import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Contender, Workload } from '../contest.js';
import type { Host } from '../hosts/host.js';
import type { Sample } from '../measure/sample.js';
import { MortalMongo } from '../mortal-mongo.js';
import { annals, rawDriver } from '../stage.js';
import type { KeptAppending } from '../tasks/keep-appending.js';

const bucketMs = 500;

/** How long to append before the kill and in all. */
interface Course {
  readonly beforeMs: number;
  readonly seconds: number;
}

/** The database dies under the load, and comes back. */
export const restart: Workload = {
  name: 'restart',
  title: 'Kill and restart of mongod under 64 appends in flight',
  unit: 'appends/s',
  notes: [
    'On a mongod of its own, killed with SIGKILL and started again at once on the same data and port.',
    'The rate is that before the kill, `during` lasts until mongod takes writes again; seconds count from the kill.',
    `An append that fails is not tried again by the bench. \`lost\` were acknowledged and are not in the log afterwards.`,
  ],
  async prepare(stage) {
    if (process.env['MONGODB_URI']) return 'MONGODB_URI names a server that the bench may not kill.';
    const directory = await mkdtemp(join(tmpdir(), 'annals-bench-restart-'));
    stage.onClose(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
    const mongo = await MortalMongo.start(directory);
    stage.onClose(() => mongo.stop());
    const course = { beforeMs: stage.size(3_000, 1_500), seconds: stage.size(10, 7) };
    const contenders: Contender[] = [];
    for (const kind of ['raw', 'annals'] as const) {
      const host = await stage.host(kind, { uri: mongo.uri, database: stage.place.database });
      contenders.push({
        name: host.label,
        run: () => appendThroughRestart(host, mongo, course),
        warmUp: () => host.run('append', { width: 64, seconds: 1, streams: 1_000, prefix: 'warm' }),
      });
    }
    return {
      bucketMs,
      contenders,
      comparisons: [
        { label: 'Annals: lost appends', of: { contender: annals, figure: 'lost' }, target: { atMost: 0 } },
        {
          label: 'Annals: after to before',
          of: { contender: annals, figure: 'after/s' },
          to: { contender: annals },
        },
        {
          label: `Annals: seconds until it is back to ${rawDriver}`,
          of: { contender: annals, figure: 'back s' },
          to: { contender: rawDriver, figure: 'back s' },
        },
      ],
    };
  },
};

async function appendThroughRestart(host: Host, mongo: MortalMongo, { beforeMs, seconds }: Course): Promise<Sample> {
  const began = performance.now();
  const appending = host.run('keepAppending', { width: 64, seconds, bucketMs, streams: 1_000, prefix: 'stream' });
  appending.catch(() => undefined); // it is awaited below, and may fail before
  await wait(beforeMs);
  const killedAt = performance.now() - began;
  await mongo.kill();
  await mongo.startAgain();
  const serverBackAt = performance.now() - began;
  return describe(await appending, killedAt, serverBackAt, seconds * 1_000);
}

function describe(kept: KeptAppending, killedAt: number, serverBackAt: number, endAt: number): Sample {
  const { timeline, acknowledgedAt, failed, lost } = kept;
  const backAt = endOfLongestGap(acknowledgedAt, endAt);
  const rateBetween = (from: number, to: number) =>
    (acknowledgedAt.filter((at) => at >= from && at < to).length * 1_000) / (to - from);
  const before = rateBetween(0, killedAt);
  const full = timeline.findIndex(
    (count, bucket) => bucket * bucketMs >= backAt && (count * 1_000) / bucketMs >= 0.8 * before,
  );
  return {
    timeline,
    figures: {
      rate: before,
      'during/s': rateBetween(killedAt, serverBackAt),
      'after/s': rateBetween(backAt, endAt),
      'mongod back s': (serverBackAt - killedAt) / 1_000,
      'back s': (backAt - killedAt) / 1_000,
      'at 80 % again s': full === -1 ? Number.NaN : (full * bucketMs - killedAt) / 1_000,
      failed,
      lost,
    },
  };
}

/** When the first append was acknowledged after the longest time in which none was. */
function endOfLongestGap(acknowledgedAt: readonly number[], endAt: number): number {
  let [end, longest] = [Number.NaN, 0];
  for (const [index, at] of [...acknowledgedAt, endAt].entries()) {
    const gap = at - (acknowledgedAt[index - 1] ?? 0);
    if (gap > longest) [end, longest] = [at, gap];
  }
  return end;
}
