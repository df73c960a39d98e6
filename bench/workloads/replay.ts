import { taskContender, type Workload } from '../contest.js';
import { annals, emmett, rawDriver } from '../stage.js';

const prefix = 'long';

/** A long stream, from its first event to its last. */
export const replay: Workload = {
  name: 'replay',
  title: 'Replay of a stream of 10 000 events',
  unit: 'events/s',
  notes: [
    'Each event was appended alone, but for emmett-mongodb, which keeps a stream in one document however it came there.',
  ],
  async prepare(stage) {
    const hosts = await stage.hosts('raw-indexed', 'annals', 'emmett');
    const length = stage.size(10_000, 1_000);
    const times = stage.size(5, 2);
    await Promise.all(
      hosts.map((host) =>
        host.run('fill', { prefix, streams: 1, length, perAppend: host.label === emmett ? 1_000 : 1 }),
      ),
    );
    return {
      contenders: hosts.map((host) => taskContender(host, 'replay', { streamId: `${prefix}-0`, length, times })),
      comparisons: [
        { label: `Annals to ${rawDriver}`, of: { contender: annals }, to: { contender: rawDriver } },
        { label: `Annals to ${emmett}`, of: { contender: annals }, to: { contender: emmett } },
      ],
    };
  },
};
