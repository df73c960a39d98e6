import type { Db } from 'mongodb';
import { v7 as uuidv7 } from 'uuid';

const hourMs = 3_600_000;

/** How long a preview can be used, by the clock of its process: less than it is kept, so that it is never read while it is dropped. */
export const previewLifetimeMs = 23 * hourMs;
const keptMs = 24 * hourMs;

const previewName = /^preview_.+#([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f-]{21}$/;

/** An id that tells when the preview began, so that no other record of it is needed. */
export function newPreviewId(now: Date): string {
  return uuidv7({ msecs: now.getTime() });
}

/** Drops the previews that began more than a day ago: the processes that had them are gone, or do not read them any more. */
export async function dropOldPreviews(database: Db, now: Date): Promise<void> {
  const collections = database.listCollections({ name: previewName }, { nameOnly: true });
  for await (const { name } of collections) {
    const begunAt = timeOf(name);
    if (begunAt !== undefined && begunAt < now.getTime() - keptMs) await database.dropCollection(name);
  }
}

/** A UUID of version 7 begins with the milliseconds since 1970, 48 bits of them. */
function timeOf(name: string): number | undefined {
  const [, high, low] = previewName.exec(name) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}
