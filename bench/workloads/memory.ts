import type { Workload } from '../contest.js';
import { annals, type Stage } from '../stage.js';

/** Reading everything must not need more memory than reading something. */
export const memory: Workload = {
  name: 'memory',
  title: 'Memory while reading 1 000 000 events in the order of the log',
  unit: 'events/s',
  notes: ['A fresh process each time; the events came in appends of 100.'],
  async prepare(stage) {
    const length = stage.size(1_000_000, 50_000);
    const filler = await stage.host('annals');
    await filler.run('fill', { streams: 500, prefix: 'stream', length: length / 500, perAppend: 100, width: 16 });
    await stage.release(filler);
    return {
      contenders: [{ name: annals, run: () => readInFreshProcess(stage, length), warmUp: () => Promise.resolve() }],
      comparisons: [
        {
          label: 'peak RSS of Annals in MB',
          of: { contender: annals, figure: 'peak RSS MB' },
          target: { atMost: 300 },
        },
        {
          label: 'heap in the last fifth to the second',
          of: { contender: annals, figure: 'heap, last fifth to second' },
          target: { atMost: 1.25 },
        },
      ],
    };
  },
};

async function readInFreshProcess(stage: Stage, length: number) {
  const host = await stage.host('annals');
  const sample = await host.run('readLog', { length });
  await stage.release(host);
  return sample;
}
