import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const bytesPerId = 16;
/** Random bytes are drawn for so many ids at once: a draw costs more than an id. */
const pool = Buffer.alloc(256 * bytesPerId);
let next = pool.length;
let msecs = 0;
let seq = 0;

/** A new id. Ids of one process sort in the order in which they were made (UUID version 7 of RFC 9562). */
export function newId(): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const random = pool.subarray(next, (next += bytesPerId));
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = random.readUInt32BE() >>> 1;
  } else {
    seq++;
  }
  return uuidv7({ random, msecs, seq });
}
