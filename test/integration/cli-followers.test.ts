import { MongoClient } from 'mongodb';
import { createApplication, type Application, type DeadLetter } from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { annals, type CommandRun } from '../support/annals-command.js';
import type { CliWorld } from '../support/cli.js';
import { testDatabase } from '../support/mongo.js';
import { Mailer, Tallies } from '../support/tally-components.js';
import { until } from '../support/until.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';

const provider = testDatabase();
const place = ['--uri', provider.uri, '--database', provider.database];
const cli = (line: string, options: CliWorld = {}): Promise<CommandRun> =>
  annals([...line.split(' '), ...place], options);
const logger = { warn: () => undefined }; // dead letters are what this is about
const start = () => createApplication({ components: [Tallies, Mailer], store: mongodb(provider), logger });

let app: Application | undefined;
const deadLetters = async () => (await cli('dead-letters list --json')).json<DeadLetter[]>();

async function count(...keys: string[]): Promise<void> {
  for (const [index, key] of keys.entries()) {
    await app?.eventStore.appendToStream(`tally-${key}-${String(index)}`, [{ type: 'tally.counted', data: { key } }]);
  }
}

beforeAll(async () => {
  app = await start();
  await count('good', 'bad', 'bad', 'bad');
  await until(async () => (await deadLetters()).length === 3);
});

afterAll(async () => {
  await app?.close();
});

describe('annals subscriptions status', () => {
  it('shows how far each has come, who works on it, and what has failed', async () => {
    await until(async () => (await cli('subscriptions status')).stdout.includes('live'));
    const { code, stdout, stderr } = await cli('subscriptions status');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Subscription +State +Position +Lag +Retrying +Dead +Processes\nsubscriber\/mailer +live +3 +0 +0 +3 +1\n$/,
    );
    expect(stderr).toBe("See 'annals dead-letters list'.\n");
    expect((await cli('subscriptions status --json')).json()).toMatchObject([
      { id: 'subscriber/mailer', state: 'live', lag: 0, deadLetters: 3, slices: 2, processes: [{ pid: process.pid }] },
    ]);
  });
});

describe('annals projections status', () => {
  it('shows how far each has come', async () => {
    await app?.projections.waitFor('tallies', 3, 10_000);
    const { code, stdout, stderr } = await cli('projections status');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Projection +State +Position +Lag +Processes\ntallies +up-to-date +3 +0 +1\n$/);
    expect((await cli('projections status --json')).json()).toMatchObject([
      { name: 'tallies', state: 'up-to-date', position: 3, lag: 0 },
    ]);
  });
});

describe('annals dead-letters', () => {
  it('are listed in a table, and as JSON', async () => {
    const { code, stdout, stderr } = await cli('dead-letters list');
    expect([code, stderr]).toEqual([0, '']);
    const [head, first] = stdout.split('\n');
    expect(head).toMatch(/^Id +What +Where +Attempts +Last failed +Error$/);
    expect(first).toMatch(/^subscriber\/mailer\/\S+ +tally\.counted +tally-bad-\d@0 +1 +\S+Z +Error: no such address$/);
    expect((await deadLetters())[0]).toMatchObject({ subscription: 'subscriber/mailer', attempts: 1 });
    const page = await cli('dead-letters list --limit 1 --json');
    expect(page.stderr).toMatch(/^There are more: add --after 'subscriber\/mailer\/.*'\.\n$/);
  });

  it('are listed of one subscription', async () => {
    expect((await cli('dead-letters list --subscription mailer --json')).json()).toHaveLength(3);
    expect((await cli('dead-letters list --subscription subscriber/mailer --json')).json()).toHaveLength(3);
    const none = await cli('dead-letters list --subscription schedule/commands');
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'No dead letters.\n' });
  });

  it.each([
    ['list --subscription mialer', "Did you mean 'mailer'?"],
    ['list --subscription tallies', 'There are: commands, mailer.'],
    ['retry --all --subscription nix', 'There are: commands, mailer.'],
    ['discard --all --yes --subscription subscriber/x', 'There are: schedule/commands, subscriber/mailer.'],
  ])('are of no subscription that is not there: %s', async (line, suggested) => {
    const { code, stdout, stderr } = await cli(`dead-letters ${line}`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: There is no subscription '\S+'\. .* \[UNKNOWN_SUBSCRIPTION\]\n$/);
    expect(stderr).toContain(suggested);
    expect(await deadLetters()).toHaveLength(3);
  });

  it('show their ids whole on a narrow terminal', async () => {
    const ids = (await deadLetters()).map(({ id }) => id);
    const { stdout } = await cli('dead-letters list', { isTTY: true, env: { NO_COLOR: '1' } });
    for (const id of ids) expect(stdout).toContain(id);
    expect(stdout).toMatch(/ \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ /);
    expect(stdout).not.toContain('Again at');
    expect((await cli('dead-letters list --retrying')).stdout).toMatch(/^Id .*Again at +Error\n.* never +Error: /);
  });

  it('are shown one by one, by a part of their ids too', async () => {
    const [letter] = await deadLetters();
    const { id, event } = letter!;
    const { code, stdout, stderr } = await cli(`dead-letters show ${id.slice(-12)}`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      new RegExp(`^Id +${id}\nSubscription +subscriber/mailer\nEvent +tally\\.counted \\(${event!.eventId}\\)\n`),
    );
    expect(stdout).toMatch(/^Attempts +1\nStored +\S+Z\nLast failed +\S+Z\nAgain at +never\n\nError\n/m);
    expect(stdout).toContain('\nError\n  Error: no such address\n\nData\n  {\n    "key": "bad"\n  }\n\nMetadata\n');
    const shown = (await cli(`dead-letters show ${id} --json`)).json();
    expect(shown).toMatchObject({ ...letter, recorded: { eventId: event!.eventId, data: { key: 'bad' } } });
  });

  it.each(['show', 'retry', 'discard'])('%s wants to know which one', async (what) => {
    const { code, stdout, stderr } = await cli(`dead-letters ${what} subscriber/`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: 3 dead letters have an id that begins or ends with 'subscriber\/'; nothing was/);
    expect(stderr).toMatch(/Give more of it: subscriber\/mailer\/\S+, subscriber\/mailer\/\S+, \S+\. \[AMBIGUOUS/);
    const short = await cli(`dead-letters ${what} ${(await deadLetters())[0]!.id.slice(-3)}`);
    expect(short.stderr).toContain('[UNKNOWN_DEAD_LETTER]');
  });

  it.each(['retry', 'discard'])('%s refuses an id that is not there, and changes nothing', async (what) => {
    const [first, second] = await deadLetters();
    const near = await cli(`dead-letters ${what} ${first!.id} ${second!.id}x`);
    expect([near.code, near.stdout]).toEqual([1, '']);
    expect(near.stderr).toMatch(
      new RegExp(`nothing was changed\\. Did you mean '.*' or|Did you mean '${second!.id}'\\?`),
    );
    expect(await deadLetters()).toHaveLength(3);
  });

  it.each([
    ['dead-letters retry', /either ids of dead letters or --all/],
    ['dead-letters retry some-id --all', /either ids of dead letters or --all/],
    ['dead-letters discard --all', /cannot be taken back\. Add --yes/],
  ])('%s is refused as usage', async (line, message) => {
    const { code, stdout, stderr } = await cli(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('are discarded, tried again by id, and all of them, by the application', async () => {
    const [one, two] = await deadLetters();
    const discarded = await cli(`dead-letters discard ${one!.id.slice(-12)} --yes`);
    expect(discarded).toMatchObject({ code: 0, stdout: `${one!.id}\n` });
    expect(discarded.stderr).toBe('1 dead letter will be given up in a moment.\n');
    await until(async () => (await deadLetters()).length === 2);
    expect(Mailer.mailed).toEqual(['good']);

    Mailer.isMended = true;
    const retried = await cli(`dead-letters retry ${two!.id} --json`);
    expect(retried.json()).toEqual({ retry: [two!.id] });
    await until(async () => (await deadLetters()).length === 1);
    expect((await cli('dead-letters retry --all --subscription commands')).stderr).toBe('No dead letters.\n');
    expect((await cli('dead-letters retry --all --subscription mailer')).code).toBe(0);
    await until(async () => (await deadLetters()).length === 0);
    expect(Mailer.mailed).toEqual(['good', 'bad', 'bad']);
    expect(await cli('dead-letters list')).toMatchObject({ code: 0, stdout: '', stderr: 'No dead letters.\n' });
  });
});

describe('annals webhooks', () => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver((response, { url }) =>
      response.writeHead(url?.endsWith('/broken') === true ? 500 : 204).end(),
    );
    const options = { allowPrivateNetwork: true, headers: { authorization: 'hidden' } };
    await app?.webhooks.subscribe('loan.*', `${receiver.url}/hook`, { name: 'shop', ...options });
    await app?.webhooks.subscribe('loan.*', `${receiver.url}/broken`, { name: 'broken', ...options });
    await app?.webhooks.pause('broken');
  });

  afterAll(() => receiver.close());

  it('are listed without secrets', async () => {
    const { code, stdout } = await cli('webhooks list');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Webhook +State +Events +URL\nbroken +paused +loan\.\* +http.*\/broken\nshop +active +loan\.\* +http/,
    );
    const json = await cli('webhooks list --json');
    expect(json.json()).toMatchObject([{ name: 'broken' }, { name: 'shop', secrets: ['whsec_***'] }]);
    expect(json.stdout).not.toContain('hidden');
    expect((await cli('subscriptions status')).stdout).toMatch(/webhook\/broken +paused/);
  });

  it('are tried', async () => {
    const { code, stdout, stderr } = await cli('webhooks test shop');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^shop: accepted with status 204 after \d+ ms\n$/);
    expect(receiver.received.at(-1)?.body).toContain('annals.webhook_test');
    expect((await cli('webhooks test shop --json')).json()).toMatchObject({ ok: true, status: 204, error: null });
  });

  it('that fail are told, and end with 1', async () => {
    const { code, stdout, stderr } = await cli('webhooks test broken');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: broken: .*500.*\[WEBHOOK_FAILED\]\n$/);
    const json = await cli('webhooks test broken --json');
    expect(json.code).toBe(1);
    expect(json.json()).toMatchObject({ ok: false, status: 500 });
  });

  it('that are not there are told with the name that was probably meant', async () => {
    const { code, stderr } = await cli('webhooks test shpo');
    expect(code).toBe(1);
    expect(stderr).toBe("annals: There is no webhook 'shpo'. Did you mean 'shop'? [UNKNOWN_WEBHOOK]\n");
  });
});

describe('annals doctor', () => {
  interface Report {
    readonly checks: readonly { readonly name: string; readonly state: string; readonly what: string }[];
  }

  it('finds everything well while the application runs', async () => {
    await until(async () => (await cli('subscriptions status')).stdout.includes('live'));
    const { code, stdout, stderr } = await cli('doctor');
    expect([code, stderr]).toEqual([0, '']);
    for (const name of ['versions', 'replica set', 'transactions', 'indexes', 'clock', 'oplog', 'projections']) {
      expect(stdout).toMatch(new RegExp(`^✓ ${name} {2,}\\S`, 'm'));
    }
    expect(stdout).toMatch(/^✓ processes +1 process runs the application$/m);
    expect(stdout).toMatch(/^✓ events +up to the global position 3$/m);
    const report = (await cli('doctor --json')).json<Report>();
    expect(report.checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(report).toMatchObject({ database: provider.database, versions: { node: process.versions.node } });
  });

  it('never shows a password', async () => {
    const withPassword = provider.uri.replace('mongodb://', 'mongodb://ada:s3cret@');
    const { code, stdout, stderr } = await annals(['doctor', '--uri', withPassword, '--json']);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('s3cret');
    expect(stderr).toMatch(/^annals: .*refused access.*\[STORE_ACCESS_DENIED\]\n$/);
  });

  it('warns of what is behind when no process runs it, and of dead letters', async () => {
    Mailer.isMended = false;
    await count('bad');
    await until(async () => (await deadLetters()).length === 1);
    await app?.close();
    const { eventStore, close } = await mongodb(provider).open();
    await eventStore.appendToStream('tally-good', [{ type: 'tally.counted', data: { key: 'good' } }]);
    await close();
    const { code, stdout } = await cli('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^! projections +behind, and the application does not run: tallies by 1\n +Start the application\./m,
    );
    expect(stdout).toMatch(
      /^! dead letters +1: .*its stream waits\n +See 'annals dead-letters list', .* discard it\.$/m,
    );
    expect(stdout).toMatch(/^✓ processes +none runs the application$/m);
    const status = await cli('projections status');
    expect(status.stdout).toMatch(/tallies +idle +\d+ +1 +0/);
    expect(status.stderr).toMatch(/Start the application\./);
    const retried = await cli('dead-letters retry --all');
    expect(retried.stderr).toMatch(/will be tried again when the application is started: it does not run\.\n$/);
  });
});

describe('annals doctor and init', () => {
  const other = `${provider.database}_new`;
  const at = ['--uri', provider.uri, '--database', other];
  const client = new MongoClient(provider.uri);
  const database = client.db(other);

  afterAll(async () => {
    await database.dropDatabase();
    await client.close();
  });

  it('see that there is nothing yet, without creating it', async () => {
    const { code, stdout } = await annals(['doctor', ...at]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^! collections +there is nothing of Annals in the database '${other}'`, 'm'));
    expect(stdout).toContain('annals init');
    expect(stdout).toMatch(
      new RegExp(`^! elsewhere +there are events in: .*${provider.database}.*\\n.*--database`, 'm'),
    );
    expect(await database.listCollections().toArray()).toEqual([]);
  });

  it('create what an application needs, and say what was there', async () => {
    const { code, stdout, stderr } = await annals(['init', ...at]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Collection +State +Indexes\nevents +created +stream_position, event_id/);
    expect(stderr).toMatch(/^Created \d+ of \d+ collections and indexes\.\n$/);
    const again = await annals(['init', ...at, '--json']);
    expect(again.stderr).toBe('Everything was there.\n');
    expect(again.json<{ state: string }[]>().every(({ state }) => state === 'there')).toBe(true);
    const empty = await annals(['doctor', ...at]);
    expect(empty.code).toBe(0);
    expect(empty.stdout).toMatch(/^✓ events +none yet$/m);
    expect(empty.stdout).not.toContain('elsewhere');

    // What an application creates is known to both of them, and nothing is left for it to create.
    const names = async () =>
      (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    const before = await names();
    const started = await createApplication({
      components: [Tallies, Mailer],
      store: mongodb({ uri: provider.uri, database: other }),
    });
    await started.close();
    expect((await names()).filter((name) => !before.includes(name))).toEqual(['view_tallies']);
  });

  it('find an index that is missing or defined otherwise, and say what to do', async () => {
    await database.collection('processes').dropIndex('due');
    const missing = await annals(['doctor', ...at]);
    expect(missing.code).toBe(1);
    expect(missing.stdout).toMatch(/^✗ indexes +missing: processes\.due\n +Run `annals init`\./m);
    expect(missing.stderr).toBe('annals: 1 problem: do what is said above. [PROBLEMS_FOUND]\n');

    await database.collection('processes').createIndexes([{ key: { dueAt: 1 }, name: 'due' }]);
    const different = await annals(['doctor', ...at]);
    expect(different.stdout).toMatch(/^✗ indexes +defined otherwise than Annals needs them: processes\.due/m);
    const refused = await annals(['init', ...at]);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/processes\.due is defined otherwise.*dropIndex/);

    await database.collection('processes').dropIndex('due');
    const mended = await annals(['init', ...at]);
    expect(mended.stdout).toMatch(/^processes +there +due \(created\), active, failed$/m);
    expect((await annals(['doctor', ...at])).code).toBe(0);
  });
});
