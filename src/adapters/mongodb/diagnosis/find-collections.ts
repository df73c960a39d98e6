import { isDeepStrictEqual } from 'node:util';
import type { Db, IndexDescription, IndexDescriptionInfo } from 'mongodb';
import { requiredCollections } from './required-collections.js';

/** An index that Annals needs, as it is in the database. */
export interface FoundIndex {
  readonly name: string;
  /** `different` where there is one of that name or those fields that is defined otherwise. */
  readonly state: 'different' | 'missing' | 'there';
}

/** A collection that Annals needs, as it is in the database. */
export interface FoundCollection {
  readonly name: string;
  readonly isThere: boolean;
  /** About how many documents it has. */
  readonly documents: number;
  readonly indexes: readonly FoundIndex[];
}

/** Looks for everything that Annals needs in a database; nothing is created. */
export async function findCollections(database: Db): Promise<readonly FoundCollection[]> {
  const infos = await database.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(infos.map(({ name }) => name));
  return Promise.all(
    requiredCollections(database).map(async ({ name, indexes }): Promise<FoundCollection> => {
      const collection = database.collection(name);
      const isThere = names.has(name);
      const found = isThere ? await collection.indexes() : [];
      return {
        name,
        isThere,
        documents: isThere ? await collection.estimatedDocumentCount() : 0,
        indexes: indexes.map((index) => ({ name: index.name, state: stateOf(index, found) })),
      };
    }),
  );
}

function stateOf(index: IndexDescription, found: readonly IndexDescriptionInfo[]): FoundIndex['state'] {
  if (found.some((other) => isDeepStrictEqual(definitionOf(other), definitionOf(index)))) return 'there';
  return found.some(({ name }) => name === index.name) ? 'different' : 'missing';
}

/** What an index does, whatever it is called. The order of its fields counts. */
function definitionOf(index: IndexDescription | IndexDescriptionInfo): object {
  return {
    key: Object.entries(index.key),
    unique: index.unique === true,
    sparse: index.sparse === true,
    partial: index.partialFilterExpression ?? null,
    lifetime: index.expireAfterSeconds ?? null,
  };
}
