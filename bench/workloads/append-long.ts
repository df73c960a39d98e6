import { taskContender, type Workload } from '../contest.js';
import type { Host } from '../hosts/host.js';
import { annals, emmett } from '../stage.js';

/** So many streams of one length. */
interface Group {
  readonly label: string;
  readonly prefix: string;
  readonly streams: number;
  readonly length: number;
}

const short: Group = { label: '10 events ms', prefix: 'ten', streams: 500, length: 10 };
const long: Group = { label: '10 000 events ms', prefix: 'tenthousand', streams: 4, length: 10_000 };
const longest: Group = { label: '100 000 events ms', prefix: 'hundredthousand', streams: 1, length: 100_000 };
const lengths = [short, long, longest];
const cold = `${annals}, nothing cached`;

/** Appending must not cost more as a stream grows. */
export const appendLong: Workload = {
  name: 'append-long',
  title: 'Appends to streams of 10, 10 000 and 100 000 events, 1 in flight',
  unit: '',
  notes: [
    'Median milliseconds of an append, the lengths in turn.',
    `'Nothing cached' is the first append to the stream of a store that has just been opened.`,
    'emmett-mongodb has no stream of 100 000 events: one is a document, of at most 16 MB.',
  ],
  async prepare(stage) {
    const [host, peer] = await stage.hosts('annals', 'emmett');
    if (host === undefined) return 'Annals did not start.';
    // Streams of their own: appends through other stores would make the heads stale that the first contender has cached.
    const coldLengths = lengths.map((group) => ({ ...group, prefix: `cold${group.prefix}` }));
    await fillLengths(host, [...lengths, ...coldLengths]);
    const seconds = stage.size(1.5, 0.5);
    const contenders = [
      taskContender(host, 'appendToLengths', { seconds, groups: lengths }),
      taskContender(host, 'appendToLengthsCold', { seconds, groups: coldLengths }, cold),
    ];
    if (peer !== undefined) {
      await fillLengths(peer, [short, long]);
      contenders.push(taskContender(peer, 'appendToLengths', { seconds, groups: [short, long] }));
    }
    const times = (contender: string, figure: string, atMost?: number) => ({
      label: `${contender}: ${figure.replace(' ms', '')} to 10 events`,
      of: { contender, figure },
      to: { contender, figure: short.label },
      ...(atMost !== undefined && { target: { atMost } }),
    });
    return {
      contenders,
      comparisons: [
        times(annals, long.label),
        times(annals, longest.label, 1.1),
        times(cold, longest.label),
        times(emmett, long.label),
      ],
    };
  },
};

async function fillLengths(host: Host, groups: readonly Group[]): Promise<void> {
  for (const { prefix, streams, length } of groups) {
    await host.run('fill', { prefix, streams, length, perAppend: Math.min(length, 1_000) });
  }
}
