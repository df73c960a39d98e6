import { ReadConcern, type Db, type Document } from 'mongodb';
import { transactionOptions } from '../connection/transaction-options.js';
import { logCollections } from '../log/log-collections.js';
import { checked, ok, problem, warning, type Check } from './check.js';
import { describeSpan } from './describe-span.js';

/** What a member of a replica set says of itself. */
export interface FoundMember {
  readonly host: string;
  /** Such as `PRIMARY` or `SECONDARY`. */
  readonly state: string;
  readonly isHealthy: boolean;
}

/** The members of the replica set; `null` behind a mongos, which does not tell. */
export async function findMembers(database: Db): Promise<readonly FoundMember[] | null> {
  const hello: Document = await database.command({ hello: 1 });
  if (hello.msg === 'isdbgrid') return null;
  const status: Document = await database.client.db('admin').command({ replSetGetStatus: 1 });
  return (status.members as Document[]).map((member) => ({
    host: String(member.name),
    state: String(member.stateStr),
    isHealthy: member.health === 1,
  }));
}

const working = new Set(['ARBITER', 'PRIMARY', 'SECONDARY']);

export function checkMembers(members: readonly FoundMember[] | null): Check {
  const name = 'replica set';
  if (members === null) return ok(name, 'a sharded cluster');
  const list = members.map(({ host, state }) => `${host} ${state}`).join(', ');
  const sick = members.filter(({ isHealthy, state }) => !isHealthy || !working.has(state));
  if (sick.length > 0) {
    const hosts = sick.map(({ host }) => host).join(', ');
    return warning(name, list, `Look at ${hosts}: when more fail, there is no majority and nothing can be appended.`);
  }
  const hint = members.length === 1 ? ' (one node: three go on when one fails)' : '';
  return ok(name, list + hint);
}

/** Annals says its own concerns with every write; what an administrator has set is shown for the others. */
export function checkWriteConcern(database: Db): Promise<Check> {
  const name = 'write concern';
  return checked(name, 'clusterMonitor', async () => {
    const admin = database.client.db('admin');
    const defaults: Document = await admin.command({ getDefaultRWConcern: 1 });
    const write = describe(defaults.defaultWriteConcern, 'w');
    const read = describe(defaults.defaultReadConcern, 'level');
    const what = `Annals writes with majority; the defaults of others are ${write} to write and ${read} to read`;
    const hello: Document = await admin.command({ hello: 1 });
    if (hello.msg === 'isdbgrid') return ok(name, what);
    const { config }: Document = await admin.command({ replSetGetConfig: 1 });
    if ((config as Document).writeConcernMajorityJournalDefault !== false) return ok(name, what);
    return warning(
      name,
      'an append counts as stored before a majority has it in the journal: a power failure can take it back',
      'Set writeConcernMajorityJournalDefault to true with rs.reconfig().',
    );
  });
}

function describe(concern: unknown, property: 'level' | 'w'): string {
  const value = (concern as Partial<Record<typeof property, number | string>> | undefined)?.[property];
  return value === undefined ? 'those of the server' : String(value);
}

/** Goes through a transaction that changes nothing. */
export function checkTransactions(database: Db): Promise<Check> {
  const name = 'transactions';
  return checked(name, 'readWrite', async () => {
    const { positions } = logCollections(database);
    try {
      await database.client.withSession((session) =>
        session.withTransaction(async () => {
          await positions.updateOne({ _id: 'annals/doctor' }, { $set: { next: 0 } }, { session });
        }, transactionOptions),
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return problem(name, `do not work: ${reason}`, 'Use a replica set, and a user with the role readWrite.');
    }
    return ok(name, 'work');
  });
}

const hour = 3_600;

/** How long a member may be away and still catch up by itself. */
export function checkOplog(database: Db): Promise<Check> {
  const name = 'oplog';
  return checked(name, 'read on the database local', async () => {
    const local = database.client.db('local', { readConcern: new ReadConcern('local') }).collection('oplog.rs');
    const [stats] = await local.aggregate([{ $collStats: { storageStats: {} } }]).toArray();
    const edge = (direction: -1 | 1) => local.find({}, { projection: { ts: 1 } }).sort({ $natural: direction });
    const [first, last] = await Promise.all([edge(1).limit(1).next(), edge(-1).limit(1).next()]);
    const seconds = secondsOf(last) - secondsOf(first);
    const { size = 0, maxSize = 0 } = (stats?.storageStats ?? {}) as { size?: number; maxSize?: number };
    const what = `reaches back ${describeSpan(seconds)}, ${String(Math.round((100 * size) / (maxSize || 1)))} % full`;
    if (size < 0.9 * maxSize || seconds >= 24 * hour) return ok(name, what);
    return warning(
      name,
      what,
      'Make it larger with replSetResizeOplog: a member that is away longer must be made anew.',
    );
  });
}

function secondsOf(entry: Document | null): number {
  return (entry?.ts as { readonly t: number } | undefined)?.t ?? 0;
}
