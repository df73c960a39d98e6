import { taskContender, type Workload } from '../contest.js';
import { annals } from '../stage.js';

/** A new read model over an old log. */
export const catchUp: Workload = {
  name: 'catch-up',
  title: 'Catch-up of 100 000 events into a read model',
  unit: 'events/s',
  notes: ['Each event was appended alone, to one of 1 000 streams; the read model has a document for each.'],
  async prepare(stage) {
    const [host] = await stage.hosts('annals');
    if (host === undefined) return 'Annals did not start.';
    const streams = 1_000;
    const length = stage.size(100_000, 10_000);
    await host.run('fill', { streams, prefix: 'stream', length: length / streams, perAppend: 1, width: 512 });
    return {
      contenders: [taskContender(host, 'catchUp', { length })],
      comparisons: [{ label: 'catch-up, events/s', of: { contender: annals }, target: { atLeast: 20_000 } }],
    };
  },
};
