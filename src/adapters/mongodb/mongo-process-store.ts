import { ReadConcern, type Collection, type Db, type Filter } from 'mongodb';
import type { ProcessRecord } from '../../process-managers/process-record.js';
import type { DueRecords, ProcessCounts, ProcessQuery, ProcessStore } from '../../process-managers/process-store.js';
import { promptly } from './connection/answered.js';
import { duplicateKeyCode, isServerError } from './connection/driver-error.js';
import {
  processId,
  processIndexes,
  toProcessDocument,
  toProcessRecord,
  type ProcessDocument,
} from './processes/process-document.js';

/** Keeps the instances of process managers in the collection `processes`, one document each. */
export class MongoProcessStore implements ProcessStore {
  readonly #database: Db;
  readonly #processes: Collection<ProcessDocument>;

  constructor(database: Db) {
    this.#database = database;
    this.#processes = database.collection('processes');
  }

  prepare(): Promise<void> {
    return promptly(async () => {
      await this.#processes.createIndexes(processIndexes);
    });
  }

  load(manager: string, id: string, isCertain = false): Promise<ProcessRecord | null> {
    return promptly(async () => {
      const filter = { _id: processId({ manager, id }) };
      const readConcern = new ReadConcern(isCertain ? 'linearizable' : 'majority');
      const document = await this.#processes.findOne(filter, { readConcern });
      return document && toProcessRecord(document);
    });
  }

  save(record: ProcessRecord, expectedVersion: number): Promise<boolean> {
    return promptly(async () => {
      const document = toProcessDocument(record);
      if (expectedVersion !== -1) {
        const filter = { _id: document._id, version: expectedVersion };
        return (await this.#processes.replaceOne(filter, document)).matchedCount === 1;
      }
      try {
        await this.#processes.insertOne(document);
        return true;
      } catch (error) {
        if (isServerError(error, duplicateKeyCode)) return false;
        throw error;
      }
    });
  }

  due(manager: string, slices: readonly number[], maxCount: number): Promise<DueRecords> {
    return promptly(async () => {
      const at = await this.#now();
      const filter = { manager: { $eq: manager }, slice: { $in: [...slices] }, dueAt: { $lte: at } };
      const due = await this.#processes.find(filter).sort({ dueAt: 1 }).limit(maxCount).toArray();
      return { at, records: due.map(toProcessRecord) };
    });
  }

  remove(manager: string, id: string, expectedVersion?: number): Promise<boolean> {
    return promptly(async () => {
      const version = expectedVersion === undefined ? {} : { version: expectedVersion };
      const { deletedCount } = await this.#processes.deleteOne({ _id: processId({ manager, id }), ...version });
      return deletedCount === 1;
    });
  }

  find(query: ProcessQuery): Promise<readonly ProcessRecord[]> {
    return this.#page(query, { isActive: true });
  }

  findFailed(query: ProcessQuery): Promise<readonly ProcessRecord[]> {
    return this.#page(query, { failure: { $exists: true } });
  }

  status(manager: string): Promise<ProcessCounts> {
    return promptly(async () => {
      const own = { manager: { $eq: manager } };
      const at = await this.#now();
      const [active, overdue, dead, next] = await Promise.all([
        this.#processes.countDocuments({ ...own, isActive: true }),
        this.#processes.countDocuments({ ...own, dueAt: { $lte: at } }),
        this.#processes.countDocuments({ ...own, failure: { $exists: true }, dueAt: { $exists: false } }),
        this.#processes
          .find({ ...own, dueAt: { $exists: true } })
          .sort({ dueAt: 1 })
          .limit(1)
          .toArray(),
      ]);
      return { active, overdue, dead, nextDueAt: next[0]?.dueAt ?? null };
    });
  }

  #page(query: ProcessQuery, kind: Filter<ProcessDocument>): Promise<readonly ProcessRecord[]> {
    const { manager, isDead, after, maxCount } = query;
    const conditions: Filter<ProcessDocument>[] = [kind];
    if (manager !== undefined) conditions.push({ manager: { $eq: manager } });
    if (isDead !== undefined) conditions.push(isDead ? whereDead : { $nor: [whereDead] });
    if (after !== undefined) {
      const laterId = { manager: { $eq: after.manager }, _id: { $gt: processId(after) } };
      conditions.push({ $or: [laterId, { manager: { $gt: after.manager } }] });
    }
    return promptly(async () => {
      const found = this.#processes.find({ $and: conditions }).sort({ manager: 1, _id: 1 }).limit(maxCount);
      return (await found.toArray()).map(toProcessRecord);
    });
  }

  async #now(): Promise<Date> {
    const { localTime } = (await this.#database.command({ hello: 1 })) as { readonly localTime: Date };
    return localTime;
  }
}

const whereDead: Filter<ProcessDocument> = { failure: { $exists: true }, dueAt: { $exists: false } };
