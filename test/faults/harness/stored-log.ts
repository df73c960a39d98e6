import { MongoClient } from 'mongodb';

/** A document of the log as it lies in the database: a commit, or a tombstone that holds no events. */
export interface StoredDocument {
  readonly globalPosition: number;
  readonly streamId: string;
  readonly streamPosition: number;
  readonly count: number;
  readonly eventIds: readonly string[];
  readonly types: readonly string[];
  readonly createdAt: number;
}

interface RawDocument {
  readonly _id: number;
  readonly streamId: string;
  readonly position: number;
  readonly count: number;
  readonly events?: readonly { readonly eventId: string; readonly type: string }[];
  readonly createdAt?: Date;
}

/** Reads the whole log past the store, with the raw driver. */
export async function readStoredLog(uri: string, database: string): Promise<readonly StoredDocument[]> {
  const client = await MongoClient.connect(uri);
  try {
    const documents = client.db(database).collection<RawDocument>('events').find({}, { readConcern: 'majority' });
    const sorted = await documents.sort({ _id: 1 }).toArray();
    return sorted.map(({ _id, streamId, position, count, events = [], createdAt }) => ({
      globalPosition: _id,
      streamId,
      streamPosition: position,
      count,
      eventIds: events.map(({ eventId }) => eventId),
      types: events.map(({ type }) => type),
      createdAt: createdAt?.getTime() ?? Number.NaN,
    }));
  } finally {
    await client.close();
  }
}
