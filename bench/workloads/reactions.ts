import { taskContender, type Contender, type Workload } from '../contest.js';
import { annals } from '../stage.js';

const here = `${annals}, in the process that appends`;
const elsewhere = `${annals}, in another process`;

/** From the append to the handler. */
const live: Workload = {
  name: 'live',
  title: 'Latency from the append to the handler, 200 events/s',
  unit: '',
  notes: ['From the call of the append, so the append is part of it.'],
  async prepare(stage) {
    const [one, two] = await stage.crew('annals', 2);
    if (one === undefined || two === undefined) return 'Annals did not start.';
    const emit = { perSecond: 200, count: stage.size(2_000, 200) };
    const contender = (name: string, emitter: typeof one): Contender => ({
      name,
      async run() {
        await one.run('listen', undefined);
        await emitter.run('emit', emit);
        return one.run('heard', emit);
      },
    });
    return {
      contenders: [contender(here, one), contender(elsewhere, two)],
      comparisons: [here, elsewhere].flatMap((name) => [
        { label: `p50 ms, ${name}`, of: { contender: name, figure: 'p50 ms' }, target: { atMost: 20 } },
        { label: `p99 ms, ${name}`, of: { contender: name, figure: 'p99 ms' }, target: { atMost: 100 } },
      ]),
    };
  },
};

/** A new subscription over an old log. */
const catchUpSubscriber: Workload = {
  name: 'catch-up-subscriber',
  title: 'Catch-up of 200 000 events through a subscriber that does nothing',
  unit: 'events/s',
  notes: ['An async function, 8 streams at the same time; positions are stored.'],
  async prepare(stage) {
    const [host] = await stage.hosts('annals');
    if (host === undefined) return 'Annals did not start.';
    const streams = 1_000;
    const length = stage.size(200_000, 10_000);
    await host.run('fill', { streams, prefix: 'stream', length: length / streams, perAppend: 1, width: 512 });
    return {
      contenders: [taskContender(host, 'catchUpSubscriber', { length })],
      comparisons: [{ label: 'catch-up, events/s', of: { contender: annals }, target: { atLeast: 40_000 } }],
    };
  },
};

const deadlines: Workload = {
  name: 'deadlines',
  title: '1 000 deadlines due at one moment',
  unit: '',
  notes: ['Until the event of the last command that a deadline has led to is heard.'],
  async prepare(stage) {
    const [host] = await stage.hosts('annals');
    if (host === undefined) return 'Annals did not start.';
    const parameters = { count: stage.size(1_000, 100), aheadMs: stage.size(8_000, 3_000) };
    return {
      contenders: [taskContender(host, 'deadlines', parameters)],
      comparisons: [
        { label: 'all fired, ms', of: { contender: annals, figure: 'all fired ms' }, target: { atMost: 5_000 } },
        { label: 'fired twice', of: { contender: annals, figure: 'doubles' }, target: { atMost: 0 } },
      ],
    };
  },
};

const alone = `${annals}, one target`;
const besideDead = `${annals}, and one that never answers`;

const webhooks: Workload = {
  name: 'webhooks',
  title: 'Deliveries of webhooks to a server in the same process',
  unit: 'deliveries/s',
  notes: ['1 000 events of 100 streams, signed, 4 at the same time for each webhook.'],
  async prepare(stage) {
    const [host] = await stage.hosts('annals');
    if (host === undefined) return 'Annals did not start.';
    const count = stage.size(1_000, 100);
    return {
      contenders: [
        taskContender(host, 'webhooks', { count, isOneDead: false }, alone),
        taskContender(host, 'webhooks', { count, isOneDead: true }, besideDead),
      ],
      comparisons: [
        { label: 'beside a dead target to alone', of: { contender: besideDead }, to: { contender: alone } },
      ],
    };
  },
};

export const reactionWorkloads = [live, catchUpSubscriber, deadlines, webhooks];
