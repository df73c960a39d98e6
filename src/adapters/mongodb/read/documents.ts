import type { FindCursor } from 'mongodb';

/** The documents of a cursor, a batch at a time: one promise for each batch and not for each document. */
export async function* batchesOf<T>(cursor: FindCursor<T>): AsyncGenerator<readonly T[], void, undefined> {
  try {
    while (await cursor.hasNext()) yield cursor.readBufferedDocuments();
  } finally {
    await cursor.close();
  }
}
