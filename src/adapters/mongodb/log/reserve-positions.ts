import { Long } from 'mongodb';
import { StorageError } from '../../../errors/index.js';
import { answered } from '../connection/answered.js';
import type { LogCollections } from './log-collections.js';

/** Consecutive global positions that belong to nobody else, and the server's clock when they were given. */
export interface Reservation {
  readonly first: number;
  readonly createdAt: Date;
}

/**
 * Takes the next `count` positions, w: majority: a counter that a crash could set back would give lower positions to
 * later appends. Its time never goes back, so the order by time is the order by position.
 *
 * @throws StorageError when the positions would pass 2^53 - 1
 */
export async function reservePositions(log: LogCollections, count: number): Promise<Reservation> {
  const counter = await answered(
    log.positions.findOneAndUpdate(
      { _id: log.counterId },
      [{ $set: { next: { $add: ['$next', Long.fromNumber(count)] }, at: { $max: ['$at', '$$NOW'] } } }],
      { returnDocument: 'after', promoteLongs: false, writeConcern: { w: 'majority' } },
    ),
  );
  if (counter?.at === undefined) {
    throw new StorageError(
      'STORE_CORRUPT',
      `The counter '${log.counterId}' is missing from the collection ${log.positions.namespace}. ` +
        `Restore it, or open the store anew: that makes one that fits the events.`,
    );
  }
  const end = typeof counter.next === 'number' ? counter.next : exactNumber(counter.next);
  return { first: end - count, createdAt: counter.at };
}

function exactNumber(value: Long): number {
  const exact = value.toBigInt();
  if (exact <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(exact);
  throw new StorageError(
    'STORE_FAILED',
    `The log is full: position ${value.toString()} is past 2^53 - 1, the last one. Nothing was stored.`,
  );
}
