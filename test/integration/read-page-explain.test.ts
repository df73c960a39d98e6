import { Long, type CommandStartedEvent, type Document } from 'mongodb';
import { MongoConnection } from '../../src/adapters/mongodb/connection/mongo-connection.js';
import type { EventFilter } from '../../src/event-store/index.js';
import { MongoEventStore } from '../../src/mongodb.js';
import { testDatabase } from '../support/mongo.js';

const commitCount = 10_000;

describe('a page of the log, as the server explains it', () => {
  const provider = testDatabase();
  const finds: Document[] = [];
  let connection: MongoConnection;
  let store: MongoEventStore;

  beforeAll(async () => {
    connection = await MongoConnection.open({ ...provider, clientOptions: { monitorCommands: true } });
    store = await MongoEventStore.open(connection, true);
    await connection.database
      .collection('events')
      .insertMany(Array.from({ length: commitCount }, (_, index) => commitAt(index)));
    connection.client.on('commandStarted', ({ commandName, command }: CommandStartedEvent) => {
      if (commandName === 'find' && command.find === 'events' && !('projection' in command)) finds.push(command);
    });
  });
  afterAll(() => store.close());

  async function explain(
    filter: EventFilter,
    type = 'audit.made',
  ): Promise<{ types: unknown[]; indexes: unknown[]; documents: number }> {
    finds.length = 0;
    const { events } = await store.readPage({ ...filter, after: -1, maxCount: 5 });
    expect(events.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => type));
    const [command] = finds;
    if (command === undefined) throw new Error('The page sent no command.');
    const { find, filter: sent, sort, limit } = command;
    const explained = await connection.database.command({
      explain: { find, filter: sent as Document, sort, limit },
      verbosity: 'executionStats',
    });
    const { totalDocsExamined } = explained.executionStats as { totalDocsExamined: number };
    return {
      types: ((sent as Document)['events.type'] as { $in: unknown[] }).$in,
      indexes: [...new Set(indexesOf(explained.queryPlanner))],
      documents: totalDocsExamined,
    };
  }

  it('of names takes them in order from the index of types, and looks at nothing in vain', async () => {
    const { types, indexes, documents } = await explain({ types: ['audit.made', 'never.seen'] });
    expect(types).toEqual(['audit.made', 'never.seen']);
    expect(indexes).toEqual(['event_type']);
    expect(documents).toBe(5);
  });

  it('of a pattern sends an anchored expression, and looks at no more than what begins so', async () => {
    const { types, documents } = await explain({ types: ['audit.*'] });
    expect(types).toEqual([/^audit\.[^.]+$/]);
    expect(documents).toBeLessThanOrEqual(commitCount / 1_000);
  });

  it('of the pattern for all types is read as without a filter', async () => {
    finds.length = 0;
    await store.readPage({ types: ['**', 'audit.made'], after: -1, maxCount: 5 });
    // Without the settled end of the log, that is: the page itself shows whether positions are missing.
    expect(finds.map(({ filter }) => filter as Document)).toEqual([{ _id: { $gte: 0 } }]);
  });

  it('of a pattern that most events fit walks the positions, and sorts nothing', async () => {
    const { indexes, documents } = await explain({ types: ['order.*'] }, 'order.placed');
    expect(indexes).toEqual(['_id_']);
    expect(documents).toBe(5);
  });
});

function commitAt(commit: number): Document {
  const type = commit % 1_000 === 500 ? 'audit.made' : 'order.placed';
  return {
    _id: Long.fromNumber(commit),
    streamId: `order-${commit}`,
    position: 0,
    count: 1,
    events: [{ eventId: `e-${commit}`, type, data: {}, metadata: {} }],
    createdAt: new Date(commit),
  };
}

/** The names of the indexes of the plan that won. */
function indexesOf(plan: unknown): unknown[] {
  if (Array.isArray(plan)) return plan.flatMap(indexesOf);
  if (typeof plan !== 'object' || plan === null) return [];
  const { rejectedPlans: _rejected, ...rest } = plan as Document;
  return [...('indexName' in rest ? [rest.indexName as unknown] : []), ...Object.values(rest).flatMap(indexesOf)];
}
