import { taskContender, type Workload } from '../contest.js';
import { annals, emmett, rawDriver } from '../stage.js';

const writers = 32;
const cycle = `${annals}, commands`;

/** All want the same stream. */
export const contention: Workload = {
  name: 'contention',
  title: `Contention: ${String(writers)} writers on one stream`,
  unit: 'appends/s',
  notes: [
    'Each writer reads the version, appends behind it, and begins again when another was first.',
    'The raw driver has a unique index by stream and position for it. Commands go through the bus instead.',
  ],
  async prepare(stage) {
    const hosts = await stage.hosts('raw-indexed', 'annals', 'emmett');
    const seconds = stage.size(1.5, 0.4);
    const contenders = hosts.map((host) => taskContender(host, 'contend', { writers, seconds, streamId: 'hot-1' }));
    const own = hosts.find(({ label }) => label === annals);
    if (own !== undefined) {
      const parameters = { width: writers, seconds, streamId: 'counter-hot' };
      contenders.push(taskContender(own, 'command', parameters, cycle));
    }
    return {
      contenders,
      comparisons: [
        { label: `Annals to ${rawDriver}`, of: { contender: annals }, to: { contender: rawDriver } },
        { label: `Annals to ${emmett}`, of: { contender: annals }, to: { contender: emmett } },
        { label: `commands of Annals to ${rawDriver}`, of: { contender: cycle }, to: { contender: rawDriver } },
      ],
    };
  },
};
