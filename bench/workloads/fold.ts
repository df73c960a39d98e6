import { taskContender, type Workload } from '../contest.js';
import { annals } from '../stage.js';

/** What the decorators cost. */
export const fold: Workload = {
  name: 'fold',
  title: 'Fold of 10 000 events in memory: @EventHandler methods beside a plain loop',
  unit: '',
  notes: ['Median milliseconds, with the reading of the stream from the store in memory in both.'],
  async prepare(stage) {
    const [host] = await stage.hosts('annals');
    if (host === undefined) return 'Annals did not start.';
    return {
      contenders: [taskContender(host, 'fold', { length: 10_000, times: stage.size(30, 10) })],
      comparisons: [
        {
          label: 'event handlers to a plain loop',
          of: { contender: annals, figure: 'event handlers ms' },
          to: { contender: annals, figure: 'plain loop ms' },
          target: { atMost: 2 },
        },
      ],
    };
  },
};
