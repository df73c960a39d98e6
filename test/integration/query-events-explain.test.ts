import { Long, type CommandStartedEvent, type Document } from 'mongodb';
import { MongoConnection } from '../../src/adapters/mongodb/connection/mongo-connection.js';
import { MongoEventStore } from '../../src/mongodb.js';
import type { EventQuery } from '../../src/index.js';
import { testDatabase } from '../support/mongo.js';

const commitCount = 20_000;
const firstMoment = Date.parse('2026-01-01T00:00:00Z');
const at = (commit: number) => new Date(firstMoment + commit * 1_000);

/** What the server says about one read that a query made. */
interface Explained {
  readonly command: Document;
  readonly stages: readonly string[];
  readonly indexes: readonly string[];
  readonly keys: number;
  readonly documents: number;
  readonly returned: number;
}

describe('a query over events, as the server explains it', () => {
  const provider = testDatabase();
  const commands: Document[] = [];
  let connection: MongoConnection;
  let store: MongoEventStore;

  beforeAll(async () => {
    connection = await MongoConnection.open({ ...provider, clientOptions: { monitorCommands: true } });
    store = await MongoEventStore.open(connection, true);
    const commits = connection.database.collection('events');
    for (let start = 0; start < commitCount; start += 5_000) {
      await commits.insertMany(Array.from({ length: 5_000 }, (_, index) => commitAt(start + index)));
    }
    connection.client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
      if (command[commandName] === 'events') commands.push({ ...command });
    });
  });
  afterAll(() => store.close());

  /** Runs a query and explains every command that it sent for the events. */
  async function explain(query: EventQuery): Promise<{ found: number; reads: readonly Explained[]; page: Explained }> {
    commands.length = 0;
    const { events } = await store.queryEvents(query);
    const reads: Explained[] = [];
    for (const command of commands.slice()) reads.push(await explainCommand(command));
    const page = reads.at(-1);
    if (page === undefined) throw new Error('The query sent no command.');
    expect(page.command).toMatchObject({ find: 'events', allowDiskUse: true });
    for (const { stages } of reads) expect(stages).not.toContain('COLLSCAN');
    return { found: events.length, reads, page };
  }

  async function explainCommand(command: Document): Promise<Explained> {
    const { lsid: _session, $clusterTime: _time, $db: _database, readConcern, ...plain } = command;
    expect(readConcern).toEqual({ level: 'majority' });
    const explained = await connection.database.command({ explain: plain, verbosity: 'executionStats' });
    const stages = stagesOf(explained.queryPlanner as Document);
    const { totalKeysExamined, totalDocsExamined, nReturned } = explained.executionStats as Record<string, number>;
    return {
      command: plain,
      stages: stages.map(({ stage }) => String(stage)),
      indexes: [...new Set(stages.flatMap(({ indexName }) => (indexName === undefined ? [] : [String(indexName)])))],
      keys: totalKeysExamined ?? NaN,
      documents: totalDocsExamined ?? NaN,
      returned: nReturned ?? NaN,
    };
  }

  /** The page is read in order from one index, and nothing is looked at in vain. */
  function expectDirect({ stages, keys, documents, returned }: Explained): void {
    expect(stages).not.toContain('SORT');
    expect(documents).toBe(returned);
    expect(keys).toBeLessThanOrEqual(returned + 10);
  }

  test.each<[string, EventQuery]>([
    ['the newest', {}],
    ['the newest before a position', { after: 10_000 }],
    ['the oldest after a position', { after: 10_000, direction: 'forwards' }],
    ['every type', { types: ['**'] }],
  ])('walks the positions: %s', async (_, query) => {
    const { found, page } = await explain(query);
    expect(found).toBe(100);
    expect(page.indexes).toEqual(['_id_']);
    expectDirect(page);
    expect(page.returned).toBeLessThanOrEqual(102);
  });

  test.each<[string, EventQuery, number]>([
    ['of one type', { types: ['order.placed'] }, 100],
    ['of several types', { types: ['order.placed', 'audit.made', 'never.seen'] }, 100],
    ['of a rare type', { types: ['audit.made'] }, 20],
    ['of a rare type after a position', { types: ['audit.made'], after: 10_000 }, 10],
    ['of a rare type, oldest first', { types: ['audit.made'], direction: 'forwards', maxCount: 5 }, 5],
    ['of a pattern', { types: ['audit.*'] }, 20],
    ['of a pattern without a beginning', { types: ['*.made'] }, 20],
    ['of a type in a span of time', { types: ['order.placed'], createdFrom: at(2_000), createdTo: at(12_000) }, 100],
  ])('walks the types, merged in order: events %s', async (_, query, count) => {
    const { found, page } = await explain(query);
    expect(found).toBe(count);
    expect(page.indexes).toEqual(['event_type']);
    expectDirect(page);
    expect(page.returned).toBeLessThanOrEqual(count + 2);
  });

  test('finds the types of a pattern from the index alone, one key each', async () => {
    const { reads } = await explain({ types: ['audit.*'] });
    expect(reads.map(({ command }) => Object.keys(command)[0])).toEqual(['distinct', 'find']);
    const [distinct] = reads;
    expect(distinct?.stages).toContain('DISTINCT_SCAN');
    expect(distinct).toMatchObject({ indexes: ['event_type'], documents: 0 });
    expect(distinct?.keys).toBeLessThanOrEqual(10);
  });

  test.each<[string, EventQuery, number]>([
    ['all', { correlationId: 'c-77' }, 6],
    ['of a type', { correlationId: 'c-77', types: ['order.*'] }, 6],
    ['of some streams', { correlationId: 'c-77', streamPrefix: 'order-' }, 3],
    ['of a span of time', { correlationId: 'c-77', createdFrom: at(0), createdTo: at(commitCount) }, 6],
    ['of many', { correlationId: 'hot' }, 100],
  ])('walks the correlation ids, in order: %s', async (_, query, count) => {
    const { found, page } = await explain(query);
    expect(found).toBe(count);
    expect(page.indexes).toEqual(['correlation_id']);
    expect(page.stages).not.toContain('SORT');
    expect(page.documents).toBeLessThanOrEqual(count + 3);
  });

  test.each<[string, EventQuery, number]>([
    ['the newest', { streamId: 'big' }, 100],
    ['the oldest', { streamId: 'big', direction: 'forwards' }, 100],
    ['deep inside', { streamId: 'big', after: 10_000 }, 100],
    ['deep inside, forwards', { streamId: 'big', after: 10_000, direction: 'forwards' }, 100],
    ['of a small one', { streamId: 'order-7' }, 12],
  ])('walks the positions of a stream: %s', async (_, query, count) => {
    const { found, page } = await explain(query);
    expect(found).toBe(count);
    expect(page.indexes).toEqual(['stream_position']);
    expect(page.stages).not.toContain('SORT');
    expect(page.documents).toBeLessThanOrEqual(count + 3);
  });

  test('walks the positions for a prefix of many streams, past the few that are others', async () => {
    const { found, page } = await explain({ streamPrefix: 'order-' });
    expect(found).toBe(100);
    expect(page.indexes).toEqual(['_id_']);
    expect(page.stages).not.toContain('SORT');
    expect(page.documents).toBeLessThanOrEqual(3 * page.returned);
  });

  test('takes a rare prefix from the streams, and sorts no more than is there', async () => {
    const { found, page } = await explain({ streamPrefix: 'order-7' });
    expect(found).toBe(100);
    expect(page.indexes).toEqual(['stream_position']);
    const inPrefix = await connection.database.collection('events').countDocuments({ streamId: /^order-7/ });
    expect(page.documents).toBeLessThanOrEqual(inPrefix);
  });

  test('finds a span of time with few looks at single positions, and reads no further', async () => {
    const { found, reads, page } = await explain({ createdFrom: at(5_000), createdTo: at(5_009) });
    expect(found).toBe(10);
    expect(page.indexes).toEqual(['_id_']);
    expectDirect(page);
    const looks = reads.slice(0, -1);
    expect(looks.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(commitCount)) + 1);
    for (const { indexes, documents } of looks) {
      expect(indexes).toEqual(['_id_']);
      expect(documents).toBeLessThanOrEqual(1);
    }
  });
});

/** Half of the commits make up one big stream, the others 830 of 12 each. */
function commitAt(commit: number): Document {
  const isAudit = commit % 1_000 === 500;
  const event = {
    eventId: `e-${commit}`,
    type: isAudit ? 'audit.made' : commit % 3 === 0 ? 'order.placed' : 'order.paid',
    data: { text: 'x'.repeat(100) },
    metadata: { correlationId: commit % 10 === 9 ? 'hot' : `c-${Math.floor(commit / 6)}` },
  };
  return {
    _id: Long.fromNumber(commit),
    streamId: commit % 2 === 0 ? 'big' : `order-${((commit - 1) / 2) % 834}`,
    position: commit,
    count: 1,
    events: [event],
    createdAt: at(commit),
  };
}

function stagesOf(plan: unknown): Document[] {
  if (Array.isArray(plan)) return plan.flatMap(stagesOf);
  if (typeof plan !== 'object' || plan === null) return [];
  const { rejectedPlans: _rejected, ...rest } = plan as Document;
  const own = typeof rest.stage === 'string' ? [rest] : [];
  return [...own, ...Object.values(rest).flatMap(stagesOf)];
}
