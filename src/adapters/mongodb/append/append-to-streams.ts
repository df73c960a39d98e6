import { MongoError, type ClientSession, type MongoClient } from 'mongodb';
import { AppendOutcomeUnknownError, StorageError, StreamVersionConflictError } from '../../../errors/index.js';
import type { AppendResult, PreparedAppend } from '../../../event-store/index.js';
import { answered } from '../connection/answered.js';
import { isPassingFailure } from '../connection/driver-error.js';
import { transactionOptions } from '../connection/transaction-options.js';
import { toDocument, type PlacedCommit } from '../log/commit-document.js';
import { insertDocuments, type InsertFailure } from '../log/insert-documents.js';
import { reservePositions } from '../log/reserve-positions.js';
import { closePositions } from '../log/tombstone.js';
import type { AppendTools } from './append-to-stream.js';
import type { BackgroundWork } from './background-work.js';
import { commitResult, findEarlierAppend } from './earlier-append.js';
import { expectedHead } from './expected-head.js';
import { positionsOf } from './group-commit.js';
import { Patience } from './patience.js';
import { settleOutcome } from './settle-outcome.js';

export interface TransactionTools extends AppendTools {
  readonly client: MongoClient;
  readonly background: BackgroundWork;
  readonly onStored: () => void;
}

/** What a transaction came to: `'refused'` leaves everything as it was, and another attempt tells why. */
type Attempt = 'stored' | 'refused';

const commitAttempts = 5;
/** One insert is a message of at most 16 MiB. */
const maximumBytesPerInsert = 8 * 1024 * 1024;

/**
 * Appends to several streams in one transaction, on positions reserved before; the caller holds the streams' slots.
 *
 * @throws what appendToStream throws, for the first stream that fails
 */
export async function appendToStreams(
  tools: TransactionTools,
  appends: readonly PreparedAppend[],
): Promise<readonly AppendResult[]> {
  const { log, heads } = tools;
  const results = new Map<PreparedAppend, AppendResult>();
  const patience = new Patience();
  for (;;) {
    const open = appends.filter((append) => !results.has(append));
    const found = await Promise.all(open.map((append) => expectedHead(heads, append)));
    const unexpected = found.findIndex(({ isExpected }) => !isExpected);
    if (unexpected === -1) {
      const commits = await placeCommits(
        tools,
        open,
        found.map(({ head }) => head),
      );
      if ((await storeTogether(tools, commits, open)) === 'stored') {
        for (const [index, commit] of commits.entries()) {
          heads.learn(commit.streamId, commit.streamPosition + commit.events.length - 1);
          const append = open[index];
          if (append !== undefined) results.set(append, commitResult(commit));
        }
        return inOrder(appends, results);
      }
    }
    for (const append of open) {
      await heads.renew(append.streamId);
      const earlier = await findEarlierAppend(log, append);
      if (earlier !== undefined) results.set(append, earlier);
    }
    if (results.size === appends.length) return inOrder(appends, results);
    if (results.size > appends.length - open.length) continue;
    const failed = open[Math.max(unexpected, 0)] ?? open[0];
    if (failed === undefined) continue;
    if (unexpected !== -1) {
      throw new StreamVersionConflictError(failed.streamId, failed.expected, found[unexpected]?.head ?? -1);
    }
    await patience.wait(failed.streamId);
  }
}

function inOrder(
  appends: readonly PreparedAppend[],
  results: ReadonlyMap<PreparedAppend, AppendResult>,
): readonly AppendResult[] {
  return appends.map((append) => results.get(append)).filter((result) => result !== undefined);
}

async function placeCommits(
  { log }: TransactionTools,
  appends: readonly PreparedAppend[],
  headVersions: readonly number[],
): Promise<readonly PlacedCommit[]> {
  const count = appends.reduce((sum, { events }) => sum + events.length, 0);
  const { first, createdAt } = await reservePositions(log, count);
  let globalPosition = first;
  return appends.map(({ streamId, events }, index) => {
    const streamPosition = (headVersions[index] ?? -1) + 1;
    const commit = { streamId, streamPosition, globalPosition, events, createdAt };
    globalPosition += events.length;
    return commit;
  });
}

/** Stores all commits or none; positions that stay empty are closed. */
async function storeTogether(
  tools: TransactionTools,
  commits: readonly PlacedCommit[],
  appends: readonly PreparedAppend[],
): Promise<Attempt> {
  const session = tools.client.startSession();
  let attempt: Attempt = 'refused';
  try {
    attempt = await runTransaction(tools, session, commits, appends);
  } finally {
    await answered(session.endSession()).catch(() => undefined);
    if (attempt === 'stored') tools.onStored();
    else tools.background.start(() => closePositions(tools.log, commits.flatMap(positionsOf)));
  }
  return attempt;
}

async function runTransaction(
  { log }: TransactionTools,
  session: ClientSession,
  commits: readonly PlacedCommit[],
  appends: readonly PreparedAppend[],
): Promise<Attempt> {
  session.startTransaction(transactionOptions);
  try {
    for (const part of partsBySize(commits, appends)) {
      const [failure] = await insertDocuments(log, part.map(toDocument), session);
      if (failure !== undefined) throw new Refused(failure);
    }
  } catch (error) {
    await answered(session.abortTransaction()).catch(() => undefined);
    if (error instanceof Refused) {
      if (error.failure.duplicateOf !== undefined) return 'refused';
      throw error.failure.error;
    }
    if (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')) return 'refused';
    throw error;
  }
  const attempt = await commit(session, async (cause) => {
    const [first] = commits;
    const settled = first && (await settleOutcome(log, [first])).get(first);
    if (settled === 'stored' || settled === 'absent' || settled === undefined) return settled ?? 'absent';
    const eventIds = commits.flatMap(({ events }) => events.map(({ eventId }) => eventId));
    throw new AppendOutcomeUnknownError(first?.streamId ?? '', eventIds, { cause });
  });
  if (attempt === 'stored') log.reads.learn(session.operationTime);
  return attempt;
}

/** Commits; the server keeps what became of a transaction, so asking again is safe. */
async function commit(
  session: ClientSession,
  settle: (cause: unknown) => Promise<'stored' | 'absent'>,
): Promise<Attempt> {
  for (let attempt = 1; ; attempt++) {
    try {
      await answered(session.commitTransaction());
      return 'stored';
    } catch (error) {
      if (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')) return 'refused';
      if (!isPassingFailure(error) && !isCommitUnknown(error)) throw error;
      if (attempt < commitAttempts) continue;
      return (await settle(error)) === 'stored' ? 'stored' : 'refused';
    }
  }
}

function isCommitUnknown(error: unknown): boolean {
  return error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
}

function* partsBySize(
  commits: readonly PlacedCommit[],
  appends: readonly PreparedAppend[],
): Generator<readonly PlacedCommit[]> {
  let part: PlacedCommit[] = [];
  let bytes = 0;
  for (const [index, commit] of commits.entries()) {
    const size = appends[index]?.bytes ?? 0;
    if (part.length > 0 && bytes + size > maximumBytesPerInsert) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(commit);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** Ends a transaction whose insert was refused. */
class Refused extends StorageError {
  constructor(readonly failure: InsertFailure) {
    super('STORE_FAILED', failure.error.message, { cause: failure.error });
  }
}
