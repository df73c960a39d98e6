import type { Collection, Db, WithId } from 'mongodb';
import type { WebhookChanges, WebhookRecord, WebhookStore } from '../../webhooks/webhook-store.js';
import { promptly } from './connection/answered.js';
import { duplicateKeyCode, isServerError } from './connection/driver-error.js';

interface WebhookDocument extends Omit<WebhookRecord, 'headers' | 'name'> {
  readonly _id: string;
  /** Pairs, for a name may hold a dot or begin with a dollar sign. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Keeps webhooks in the collection `webhooks`, one document each: with its secrets, for they sign. */
export class MongoWebhookStore implements WebhookStore {
  readonly #webhooks: Collection<WebhookDocument>;

  constructor(database: Db) {
    this.#webhooks = database.collection<WebhookDocument>('webhooks', {
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority' },
    });
  }

  create({ name: _id, headers, ...webhook }: WebhookRecord): Promise<boolean> {
    return promptly(async () => {
      try {
        await this.#webhooks.insertOne({ _id, ...webhook, headers: Object.entries(headers) });
        return true;
      } catch (error) {
        if (isServerError(error, duplicateKeyCode)) return false;
        throw error;
      }
    });
  }

  load(name: string): Promise<WebhookRecord | null> {
    return promptly(async () => {
      const document = await this.#webhooks.findOne({ _id: { $eq: name } });
      return document === null ? null : recordOf(document);
    });
  }

  list(): Promise<readonly WebhookRecord[]> {
    return promptly(async () => (await this.#webhooks.find().sort({ _id: 1 }).toArray()).map(recordOf));
  }

  change(
    name: string,
    { headers, ...changes }: WebhookChanges,
    expected?: Pick<WebhookRecord, 'url'>,
  ): Promise<boolean> {
    return promptly(async () => {
      const filter = { _id: { $eq: name }, ...(expected && { url: { $eq: expected.url } }) };
      const values = { ...changes, ...(headers && { headers: Object.entries(headers) }) };
      return (await this.#webhooks.updateOne(filter, { $set: values })).matchedCount === 1;
    });
  }

  remove(name: string): Promise<boolean> {
    return promptly(async () => (await this.#webhooks.deleteOne({ _id: { $eq: name } })).deletedCount === 1);
  }
}

function recordOf({ _id, headers, ...webhook }: WithId<WebhookDocument>): WebhookRecord {
  return { name: _id, ...webhook, headers: Object.fromEntries(headers) };
}
