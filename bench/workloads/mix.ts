import type { Contender, Workload } from '../contest.js';
import { annals, emmett, rawDriver } from '../stage.js';

const streams = 10_000;
const prefix = 'stream';
const width = 16;

/** What an ordinary day looks like. */
export const mix: Workload = {
  name: 'mix',
  title: '10 000 streams under a Zipf law, 7 reads to 3 appends, a live subscriber; 16 in flight',
  unit: 'operations/s',
  notes: [
    'A read is a whole stream. `delay` is the time from the call of an append until the subscriber has the event.',
    'The subscriber of the raw driver is a change stream; emmett-mongodb has none.',
  ],
  async prepare(stage) {
    const hosts = await stage.hosts('raw-indexed', 'annals', 'emmett');
    for (const host of hosts) {
      await host.run('fill', { streams, prefix, length: stage.size(10, 1), perAppend: 10, width: 256 });
    }
    const seconds = stage.size(3, 0.6);
    const contenders = hosts.map((host): Contender => {
      let seed = 1; // the same for all contenders of a round
      return {
        name: host.label,
        run: () => host.run('mix', { width, seconds, streams, prefix, seed: seed++ }),
        warmUp: () => host.run('mix', { width, seconds: seconds / 4, streams, prefix, seed: seed++ }),
      };
    });
    return {
      contenders,
      comparisons: [
        { label: `Annals to ${rawDriver}`, of: { contender: annals }, to: { contender: rawDriver } },
        { label: `Annals to ${emmett}`, of: { contender: annals }, to: { contender: emmett } },
      ],
    };
  },
};
