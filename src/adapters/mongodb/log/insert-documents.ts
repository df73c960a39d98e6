import { MongoServerError, type ClientSession, type Document, type Timestamp } from 'mongodb';
import { answered } from '../connection/answered.js';
import { duplicateKeyCode } from '../connection/driver-error.js';
import type { CommitDocument, TombstoneDocument } from './commit-document.js';
import type { LogCollections } from './log-collections.js';

/** Which unique index refused a document. */
export type UniqueKey = 'global-position' | 'stream-position' | 'event-id';

/** A document that the server refused. */
export interface InsertFailure {
  /** Its index in the insert. */
  readonly index: number;
  /** The unique index that holds the same key already; `undefined` when something else is wrong. */
  readonly duplicateOf: UniqueKey | undefined;
  readonly error: Error;
}

interface InsertReply {
  /** The moment of the write itself. */
  readonly opTime?: { readonly ts: Timestamp };
  readonly writeErrors?: readonly (Document & { index: number; code: number; keyPattern?: Document })[];
  readonly writeConcernError?: Document;
}

/**
 * Sends one insert, w: majority, and says which documents were refused; all others are stored.
 *
 * It is a plain command, so that the driver never repeats it by itself, and that the reply names the unique index.
 * Outside of a transaction it is unordered: documents fail one by one.
 *
 * @throws the driver's error when the fate of the documents is not known, or none was stored
 */
export async function insertDocuments(
  log: LogCollections,
  documents: readonly (CommitDocument | TombstoneDocument)[],
  session?: ClientSession,
): Promise<readonly InsertFailure[]> {
  const insert = { insert: log.commits.collectionName, documents, ordered: session !== undefined };
  const reply: InsertReply = await answered(
    session === undefined
      ? log.database.command({ ...insert, writeConcern: { w: 'majority' } }, { ignoreUndefined: true })
      : log.database.command(insert, { ignoreUndefined: true, session }),
  );
  if (reply.writeConcernError !== undefined) throw new WriteConcernFailure(reply.writeConcernError);
  if (session === undefined) log.reads.learn(reply.opTime?.ts);
  return (reply.writeErrors ?? []).map(toFailure);
}

/** The server stored the documents but could not say that a majority has them: they may be lost yet. */
export class WriteConcernFailure extends MongoServerError {
  constructor(reply: Document) {
    super({ message: String(reply.errmsg), ...reply });
  }
}

function toFailure(writeError: Document & { index: number; code: number; keyPattern?: Document }): InsertFailure {
  return {
    index: writeError.index,
    duplicateOf: writeError.code === duplicateKeyCode ? uniqueKey(writeError.keyPattern ?? {}) : undefined,
    error: new MongoServerError({ message: String(writeError.errmsg), ...writeError }),
  };
}

function uniqueKey(keyPattern: Document): UniqueKey {
  if ('_id' in keyPattern) return 'global-position';
  return 'streamId' in keyPattern ? 'stream-position' : 'event-id';
}
