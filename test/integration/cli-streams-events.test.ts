import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import type { RecordedEvent, Storage, StreamInfo } from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { annals, type CommandRun } from '../support/annals-command.js';
import type { CliWorld } from '../support/cli.js';
import { testDatabase } from '../support/mongo.js';
import { until } from '../support/until.js';

const provider = testDatabase();
const place = ['--uri', provider.uri, '--database', provider.database];
let storage: Storage;
let between: Date;

const cli = (line: string, options: CliWorld = {}): Promise<CommandRun> =>
  annals([...line.split(' '), ...place], options);

beforeAll(async () => {
  storage = await mongodb(provider).open();
  const { eventStore } = storage;
  const opened = (owner: string) => ({ type: 'account.opened', data: { owner }, metadata: { correlationId: owner } });
  await eventStore.appendToStream('account-1', [opened('Ada'), { type: 'money.deposited', data: { amount: 5 } }]);
  const [first] = await eventStore.readStream('account-1');
  between = first!.createdAt;
  await until(() => Date.now() > between.getTime() + 1);
  await eventStore.appendToStream('account-1', [{ type: 'money.withdrawn', data: { amount: 2 } }]);
  await eventStore.appendToStream('account-2', [opened('Bob')]);
  await eventStore.appendToStream('order-1', [{ type: 'order.placed', data: { note: 'x\u001b[2J' } }]);
});

afterAll(() => storage.close());

describe('annals streams list', () => {
  it('lists streams in a table, and as JSON', async () => {
    const { code, stdout, stderr } = await cli('streams list');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^Stream +Events +First +Last$/);
    expect(lines[1]).toMatch(/^account-1 +3 {2}\d{4}-.*Z {2}\d{4}-.*Z$/);
    expect(lines).toHaveLength(4);
    const streams = (await cli('streams list --json')).json<StreamInfo[]>();
    expect(streams.map(({ streamId, streamVersion }) => [streamId, streamVersion])).toEqual([
      ['account-1', 2],
      ['account-2', 0],
      ['order-1', 0],
    ]);
  });

  it('takes a prefix, a limit, and the next page', async () => {
    expect((await cli('streams list --prefix account- --json')).json()).toHaveLength(2);
    const first = await cli('streams list --limit 2 --json');
    expect(first.json()).toHaveLength(2);
    expect(first.stderr).toBe("There are more: add --after 'account-2'.\n");
    const second = await cli('streams list --limit 2 --after account-2 --json');
    expect(second.json()).toMatchObject([{ streamId: 'order-1' }]);
    expect(second.stderr).toBe('');
  });

  it('says in one line that there is none', async () => {
    const none = await cli('streams list --prefix loan-');
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: "No streams begin with 'loan-'.\n" });
    expect(await cli('streams list --prefix loan- --json')).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  it.each(['0', '-1', 'x', '1.5', '99999999999999999'])('refuses the limit %s as usage', async (limit) => {
    const { code, stderr, stdout } = await annals(['streams', 'list', `--limit=${limit}`]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^annals: .*'--limit <n>'.*whole number from 1.*\n$/);
  });
});

describe('annals streams show', () => {
  it('shows the events in order, with their data where that is asked for', async () => {
    const { code, stdout, stderr } = await cli('streams show account-1');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/)[1])).toEqual([
      'Type',
      'account.opened',
      'money.deposited',
      'money.withdrawn',
      undefined,
    ]);
    expect(stdout).not.toContain('Ada');
    expect((await cli('streams show account-1 --data')).stdout).toContain('{"owner":"Ada"}');
  });

  it('gives the whole stream as one JSON value', async () => {
    const shown = (await cli('streams show account-1 --json')).json<StreamInfo & { events: RecordedEvent[] }>();
    expect(shown).toMatchObject({ streamId: 'account-1', streamVersion: 2 });
    expect(shown.events).toEqual(JSON.parse(JSON.stringify(await storage.eventStore.readStream('account-1'))));
  });

  it('takes a limit and goes backwards', async () => {
    const last = await cli('streams show account-1 --backwards --limit 1 --json');
    expect(last.json<{ events: RecordedEvent[] }>().events.map(({ type }) => type)).toEqual(['money.withdrawn']);
    expect(last.stderr).toMatch(/^There are more events.*\n$/);
  });

  it('shows it as it was at a moment, also before its beginning', async () => {
    const then = await cli(`streams show account-1 --at ${between.toISOString()} --json`);
    expect(then.json<{ events: RecordedEvent[] }>().events.map(({ type }) => type)).toEqual([
      'account.opened',
      'money.deposited',
    ]);
    const before = await cli('streams show account-1 --at 2h');
    expect(before).toMatchObject({ code: 0, stdout: '' });
    expect(before.stderr).toMatch(/^At .* nothing had happened in it; its first event is of .*\n$/);
  });

  it('refuses what is no moment as usage', async () => {
    const { code, stderr } = await cli('streams show account-1 --at yesterday');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^annals: .*'--at <time>'.*'yesterday'.*2h.*\n$/);
  });

  it('names the stream that was probably meant', async () => {
    const { code, stdout, stderr } = await cli('streams show acount-1');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      "annals: There is no stream 'acount-1'. Did you mean 'account-1'? See 'annals streams list'. [UNKNOWN_STREAM]\n",
    );
  });

  it('sends no control character of the data to the terminal', async () => {
    expect((await cli('streams show order-1 --data')).stdout).not.toContain('\u001b');
  });
});

describe('annals events query', () => {
  const types = async (line: string) => (await cli(`${line} --json`)).json<RecordedEvent[]>().map(({ type }) => type);

  it('finds the newest events first, in a table and as JSON', async () => {
    const { code, stdout } = await cli('events query --data');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^Global +At +Type +Stream +Position +Data$/);
    expect(stdout.split('\n')[1]).toMatch(/order\.placed +order-1 +0 {2}\{"note"/);
    expect(await types('events query')).toEqual([
      'order.placed',
      'account.opened',
      'money.withdrawn',
      'money.deposited',
      'account.opened',
    ]);
  });

  it.each([
    ['--type money.*', ['money.withdrawn', 'money.deposited']],
    ['--type order.placed --type money.deposited', ['order.placed', 'money.deposited']],
    ['--stream account-2', ['account.opened']],
    ['--prefix account- --forwards --limit 2', ['account.opened', 'money.deposited']],
    ['--correlation Bob', ['account.opened']],
    ['--forwards --after 2', ['account.opened', 'order.placed']],
    ['--since 1h --limit 1', ['order.placed']],
    ['--until 1h', []],
  ])('narrows down by %s', async (options, expected) => {
    expect(await types(`events query ${options}`)).toEqual(expected);
  });

  it('finds what was stored up to a moment', async () => {
    expect(await types(`events query --until ${between.toISOString()}`)).toEqual(['money.deposited', 'account.opened']);
  });

  it('says when there may be more, and when there is none', async () => {
    expect((await cli('events query --limit 2 --json')).stderr).toBe('There may be more: add --after 3.\n');
    expect(await cli('events query --type loan.*')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No events match.\n',
    });
    expect(await cli('events query --type loan.* --json')).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  it('refuses a pattern that is none as usage', async () => {
    const { code, stderr } = await cli('events query --type account..*');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^annals: --type is 'account\.\.\*'; give .*\[INVALID_PATTERN\]\n$/);
    const many = await cli(`events query${' --type a.*'.repeat(2_000)}`);
    expect(many.code).toBe(2);
    expect(many.stderr).toMatch(/--type is given 2000 times.*\[INVALID_PATTERN\]\n$/);
  });

  it('refuses a reversed range as usage', async () => {
    const { code, stdout, stderr } = await cli('events query --since 30m --until 2h');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^annals: --since is later than --until: .*\[INVALID_RANGE\]\n$/);
  });

  it('cuts neither ids nor moments on a terminal', async () => {
    const streamId = `account-${'0123456789'.repeat(12)}`;
    await storage.eventStore.appendToStream(streamId, [{ type: 'account.opened', data: { note: 'x'.repeat(500) } }]);
    const world = { isTTY: true, env: { NO_COLOR: '1' } };
    for (const line of ['streams list', 'events query --data', 'events tail --from 5 --limit 1 --data']) {
      const { stdout } = await cli(line, world);
      expect(stdout).toContain(streamId);
      expect(stdout).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/);
      if (line.includes('--data')) expect(stdout).toMatch(/x…$/m);
    }
  });
});

describe('annals events tail', () => {
  it('shows what was there and what comes, until it is interrupted', async () => {
    const stop = new AbortController();
    const type = `late.${randomUUID().slice(0, 8)}`;
    const tail = cli('events tail --from start --json', { signal: stop.signal });
    await storage.eventStore.appendToStream('late-1', [{ type }]);
    const shown = cli(`events tail late.* --from start --limit 1 --json`);
    expect((await shown).json<RecordedEvent>().type).toBe(type);
    await until(async () => (await cli(`events query --type ${type} --json`)).json<unknown[]>().length === 1);
    stop.abort();
    const { code, stdout, stderr } = await tail;
    expect([code, stderr]).toEqual([130, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(0, 5).map((line) => (JSON.parse(line) as RecordedEvent).type)).toEqual([
      'account.opened',
      'money.deposited',
      'money.withdrawn',
      'account.opened',
      'order.placed',
    ]);
  });

  it('begins at a global position, and ends after so many', async () => {
    const { code, stdout } = await cli('events tail --from 1 --limit 2');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.trim().split(/ +/)[0])).toEqual(['1', '2']);
    expect((await cli('events tail --from 1 --limit 1')).stdout).toMatch(/money\.deposited {2}account-1@1\n$/);
    expect((await cli('events tail --from 1 --limit 1 --data')).stdout).toMatch(
      /money\.deposited {2}account-1@1 {2}\{"amount":5\}\n$/,
    );
  });

  it.each([
    ['events tail a..b', /\[pattern\] is 'a\.\.b'; .*\[INVALID_PATTERN\]/],
    ['events tail --from yesterday', /'--from <where>'.*'now', 'start' or a global position/],
  ])('refuses %s as usage', async (line, message) => {
    const { code, stderr } = await cli(line);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('a database', () => {
  it.each<[string, string[], Record<string, string>, RegExp]>([
    [
      '--database',
      ['--database', 'a b'],
      {},
      /^annals: --database is 'a b'; give 1 to 63 characters.*INVALID_DATABASE\]\n$/,
    ],
    ['DATABASE', [], { DATABASE: 'a b' }, /^annals: DATABASE is 'a b'; give .*\[INVALID_DATABASE\]\n$/],
    ['--uri', ['--uri', 'localhost'], {}, /^annals: .*mongodb:\/\/HOST.*\[INVALID_CONNECTION_STRING\]\n$/],
  ])('that cannot be one is refused as usage: %s', async (_, args, env, message) => {
    for (const command of [['streams', 'list'], ['doctor'], ['init']]) {
      const given = args.includes('--uri') ? args : ['--uri', provider.uri, ...args];
      const { code, stdout, stderr } = await annals([...command, ...given], { env });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
    }
  });

  it('that holds no events is not created by looking at it', async () => {
    const options = ['--uri', provider.uri, '--database', `${provider.database}_typo`];
    for (const line of ['streams list', 'events query', 'events tail', 'subscriptions status', 'dead-letters list']) {
      const { code, stdout, stderr } = await annals([...line.split(' '), ...options]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^annals: The database '.*_typo' holds no events of Annals\. There are events in: .*\n$/);
      expect(stderr).toContain(provider.database);
    }
    const client = await MongoClient.connect(provider.uri);
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    await client.close();
    expect(databases.map(({ name }) => name)).not.toContain(`${provider.database}_typo`);
  });

  it('that cannot be reached is told in one line, without the password', async () => {
    const { code, stdout, stderr } = await annals(['streams', 'list', '--uri', 'mongodb://ada:s3cret@127.0.0.1:1/']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: MongoDB at 127\.0\.0\.1:1 cannot be reached.*\[STORE_UNAVAILABLE\]\n$/);
    expect(stderr).not.toContain('s3cret');
  });

  it('is found by the environment too', async () => {
    const env = { MONGODB_URI: provider.uri, DATABASE: provider.database };
    expect((await annals(['streams', 'list', '--json'], { env })).json()).toMatchObject([{}, {}, {}, {}, {}]);
  });
});
