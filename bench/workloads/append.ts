import { taskContender, type Comparison, type Workload } from '../contest.js';
import { annals, emmett, rawDriver } from '../stage.js';

/** How many times the rate of the others Annals shall reach. */
interface Targets {
  readonly raw?: number;
  readonly emmett?: number;
}

/** Appends to many streams, so many in flight. */
function appends(name: string, title: string, width: number, events: number, targets: Targets): Workload {
  return {
    name,
    title,
    unit: 'appends/s',
    async prepare(stage) {
      const hosts = await stage.hosts('raw', 'annals', 'emmett');
      const seconds = stage.size(1.5, 0.4);
      const parameters = { width, seconds, streams: Math.max(1_000, 4 * width), prefix: 'stream', events };
      return {
        contenders: hosts.map((host) => taskContender(host, 'append', parameters)),
        comparisons: [against(rawDriver, targets.raw), against(emmett, targets.emmett)],
      };
    },
  };
}

function against(other: string, atLeast: number | undefined): Comparison {
  return {
    label: `Annals to ${other}`,
    of: { contender: annals },
    to: { contender: other },
    ...(atLeast !== undefined && { target: { atLeast } }),
  };
}

export const appendWorkloads = [
  appends('append-1', 'Appends of one event, 1 in flight', 1, 1, { raw: 0.5 }),
  appends('append-64', 'Appends of one event, 64 in flight', 64, 1, { raw: 3, emmett: 8 }),
  appends('append-512', 'Appends of one event, 512 in flight', 512, 1, { raw: 6 }),
  appends('append-5-events', 'Appends of five events, 64 in flight', 64, 5, {}),
];
