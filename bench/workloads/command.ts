import { taskContender, type Contender, type Workload } from '../contest.js';
import { annals, emmett } from '../stage.js';

const width = 64;
const bare = `${annals}, bare appends`;
const cycle = `${annals}, commands`;

/** Load, decide and append, beside appending alone. */
function commands(length: number, title: string): Workload {
  return {
    name: `command-${String(length)}`,
    title: `Command cycle on aggregates of ${title} events, ${String(width)} in flight`,
    unit: 'operations/s',
    notes: ['One aggregate for each that is in flight; its cache is warm.'],
    async prepare(stage) {
      const hosts = await stage.hosts('annals', 'emmett');
      const seconds = stage.size(1.5, 0.4);
      const fill = { streams: width, prefix: 'counter', length, perAppend: Math.min(length, 1_000), width: 8 };
      for (const host of hosts) await host.run('fill', fill);
      const contenders: Contender[] = hosts.map((host) =>
        taskContender(host, 'command', { width, seconds }, host.label === annals ? cycle : host.label),
      );
      const [own] = hosts;
      if (own !== undefined) {
        contenders.unshift(taskContender(own, 'append', { width, seconds, streams: 4 * width, prefix: 'bare' }, bare));
      }
      return {
        contenders,
        comparisons: [
          {
            label: 'commands to bare appends',
            of: { contender: cycle },
            to: { contender: bare },
            target: { atLeast: 0.9 },
          },
          { label: `commands of Annals to ${emmett}`, of: { contender: cycle }, to: { contender: emmett } },
        ],
      };
    },
  };
}

const short = '20 events ms';
const long = '5 000 events ms';

/** The first command to an aggregate after a start. */
const cold: Workload = {
  name: 'command-cold',
  title: 'First command to an aggregate after a start, 1 in flight',
  unit: '',
  notes: ['Median milliseconds of a dispatch. The aggregates of 5 000 events have snapshots, one every 100 events.'],
  async prepare(stage) {
    const [host] = await stage.hosts('annals');
    if (host === undefined) return 'Annals did not start.';
    const groups = [
      { label: short, prefix: 'counter-short', streams: 500, length: 20 },
      { label: long, prefix: 'counter-long', streams: 20, length: 5_000 },
    ];
    for (const { prefix, streams, length } of groups) {
      await host.run('fill', { prefix, streams, length, perAppend: Math.min(length, 1_000) });
    }
    await host.run('commandTimes', { prefix: 'counter-long', streams: 20, times: 101 });
    const parameters = { applications: stage.size(6, 2), aggregates: 20, groups };
    return {
      contenders: [taskContender(host, 'commandCold', parameters)],
      comparisons: [
        {
          label: 'cold at 5 000 events with a snapshot to cold at 20',
          of: { contender: annals, figure: long },
          to: { contender: annals, figure: short },
          target: { atMost: 1.5 },
        },
      ],
    };
  },
};

export const commandWorkloads = [commands(20, '20'), commands(5_000, '5 000'), cold];
