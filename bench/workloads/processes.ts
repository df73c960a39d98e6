import type { Contender, Workload } from '../contest.js';
import type { Host } from '../hosts/host.js';
import { latencyFigures, mean } from '../measure/statistics.js';
import { annals, emmett, rawDriver } from '../stage.js';

const widthPerProcess = 16;

/** Writer processes that append as fast as they can. */
function processes(count: number): Workload {
  return {
    name: `processes-${String(count)}`,
    title: `${String(count)} writer processes, ${String(widthPerProcess)} in flight each`,
    unit: 'appends/s',
    async prepare(stage) {
      const seconds = stage.size(1.5, 0.4);
      const contenders: Contender[] = [];
      for (const kind of ['raw', 'annals', 'emmett'] as const) {
        const crew = await stage.crew(kind, count);
        const [first] = crew;
        if (first !== undefined) contenders.push({ name: first.label, run: () => appendTogether(crew, seconds) });
      }
      return {
        contenders,
        comparisons: [
          { label: `Annals to ${rawDriver}`, of: { contender: annals }, to: { contender: rawDriver } },
          { label: `Annals to ${emmett}`, of: { contender: annals }, to: { contender: emmett } },
        ],
      };
    },
  };
}

async function appendTogether(crew: readonly Host[], seconds: number) {
  const samples = await Promise.all(
    crew.map((host, index) =>
      host.run('append', { width: widthPerProcess, seconds, streams: 1_000, prefix: `writer${String(index)}` }),
    ),
  );
  const rates = samples.map(({ figures }) => figures['rate'] ?? Number.NaN);
  const rate = rates.reduce((sum, one) => sum + one, 0);
  return { figures: { rate, 'slowest share': Math.min(...rates) / mean(rates) } };
}

const perSecond = 25;
const pacedCount = 8;
const one = `Annals, 1 process`;
const many = `Annals, ${String(pacedCount)} processes`;

/** Eight processes that do not have much to do: nobody may wait long, and nobody may be left behind. */
const paced: Workload = {
  name: 'processes-paced',
  title: `Writer processes at ${String(perSecond)} appends/s each`,
  unit: 'appends/s',
  notes: [
    'Latencies count from when an append was due. A share is what a process has appended, to the mean of all processes.',
  ],
  async prepare(stage) {
    const crew = await stage.crew('annals', pacedCount);
    const seconds = stage.size(8, 5);
    const contender = (name: string, hosts: readonly Host[]): Contender => ({
      name,
      run: () => appendAtPace(hosts, seconds),
      warmUp: () => appendAtPace(hosts, stage.size(2, 1)),
    });
    return {
      contenders: [contender(one, crew.slice(0, 1)), contender(many, crew)],
      comparisons: [
        {
          label: `p99 of ${String(pacedCount)} processes to that of one`,
          of: { contender: many, figure: 'p99 ms' },
          to: { contender: one, figure: 'p99 ms' },
          target: { atMost: 5 },
        },
        {
          label: 'slowest process to the mean',
          of: { contender: many, figure: 'slowest share' },
          target: { atLeast: 0.7 },
        },
      ],
    };
  },
};

async function appendAtPace(hosts: readonly Host[], seconds: number) {
  const latencies = await Promise.all(
    hosts.map((host, index) =>
      host.run('appendPaced', { perSecond, seconds, prefix: `paced${String(index)}`, streams: 100 }),
    ),
  );
  const counts = latencies.map(({ length }) => length);
  return {
    figures: {
      rate: counts.reduce((sum, count) => sum + count, 0) / seconds,
      ...latencyFigures(latencies.flat()),
      'slowest share': Math.min(...counts) / mean(counts),
    },
  };
}

export const processWorkloads = [processes(4), processes(8), paced];
