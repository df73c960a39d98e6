import { existsSync } from 'node:fs';
import { MongoEventStore } from '../../src/mongodb.js';
import { readXes } from '../../examples/loans/src/xes/xes-reader.js';
import { runExample } from '../support/run-example.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';

/** A real log where there is one beside the project; the project's own small one otherwise. */
const realLog = '../shared/data/bpic2012.xes.gz';
const log = existsSync(realLog) ? realLog : 'examples/loans/sample.xes';
const limit = 200;
const stages = [
  'A_SUBMITTED',
  'A_PARTLYSUBMITTED',
  'A_PREACCEPTED',
  'A_ACCEPTED',
  'A_FINALIZED',
  'A_APPROVED',
  'A_DECLINED',
  'A_CANCELLED',
];

interface LogCount {
  readonly events: number;
  /** How many cases have each activity. */
  readonly cases: ReadonlyMap<string, number>;
}

/** What the log itself says, without the framework. */
async function countLog(): Promise<LogCount> {
  const cases = new Map<string, number>();
  let [events, seen] = [0, 0];
  for await (const trace of readXes(log)) {
    events += trace.events.length;
    const activities = new Set(trace.events.map(({ attributes }) => String(attributes['concept:name'])));
    for (const activity of activities) cases.set(activity, (cases.get(activity) ?? 0) + 1);
    if (++seen === limit) break;
  }
  return { events, cases };
}

describe(`examples/loans on ${log}`, () => {
  const { uri, database } = testDatabase();
  let expected: LogCount;
  let store: MongoEventStore;

  beforeAll(async () => {
    expected = await countLog();
    store = await MongoEventStore.connect({ uri, database });
  });

  afterAll(async () => {
    await store.close();
  });

  const replay = () => runExample('examples/loans/src/main.ts', [log, '--limit', String(limit)], database);

  it('goes on without doubles after it was killed half-way, and prints the counts of the log', async () => {
    const killed = replay();
    await until(async () => (await store.headPosition()) > expected.events / 4);
    killed.process.kill('SIGKILL');
    await killed.ended;

    const { code, output } = await replay().ended;
    for (const stage of stages) {
      const row = new RegExp(`${stage}\\s+│\\s+(\\d+)`).exec(output);
      expect([stage, Number(row?.[1])]).toEqual([stage, expected.cases.get(stage) ?? 0]);
    }
    expect(output).toMatch(/From submission to the decision: median \d/);
    expect(output).toMatch(/had been recorded by an earlier run/);
    expect(code).toBe(0);

    let stored = 0;
    for await (const event of store.readAll()) stored += event.type === '' ? 0 : 1;
    expect(stored).toBe(expected.events);
  }, 120_000);

  it('says what is wrong with a file, in one line, and fails', async () => {
    const { code, output } = await runExample('examples/loans/src/main.ts', ['no-such-file.xes'], database).ended;
    expect(output).toContain('no-such-file.xes');
    expect(code).toBe(1);
  }, 60_000);
});
