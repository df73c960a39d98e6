import type { FindCursor } from 'mongodb';
import { answered } from '../connection/answered.js';

/** The documents of a cursor, a batch at a time: one promise for each batch and not for each document. */
export async function* batchesOf<T>(cursor: FindCursor<T>): AsyncGenerator<readonly T[], void, undefined> {
  try {
    while (await answered(cursor.hasNext())) yield cursor.readBufferedDocuments();
  } finally {
    await answered(cursor.close());
  }
}
