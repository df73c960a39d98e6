import type { Db, IndexDescription } from 'mongodb';
import { commitIndexes, logCollections } from '../log/log-collections.js';
import { processIndexes } from '../processes/process-document.js';
import { ModelCollections } from '../read-models/model-state.js';
import { parkedLaneIndexes, sliceIndexes, SubscriptionCollections } from '../subscriptions/subscription-collections.js';

/** A collection that Annals keeps something in, with the indexes that it needs. */
export interface RequiredCollection {
  readonly name: string;
  readonly indexes: readonly (IndexDescription & { readonly name: string })[];
}

/** All collections of a database but those of the read models, whose indexes the application declares. */
export function requiredCollections(database: Db): readonly RequiredCollection[] {
  const { commits, positions } = logCollections(database);
  const { members, subscriptions, slices, parkedLanes } = new SubscriptionCollections(database);
  const { live } = new ModelCollections(database, '');
  return [
    { name: commits.collectionName, indexes: commitIndexes },
    { name: positions.collectionName, indexes: [] },
    { name: 'snapshots', indexes: [] },
    { name: live.collectionName, indexes: [] },
    { name: subscriptions.collectionName, indexes: [] },
    { name: slices.collectionName, indexes: sliceIndexes },
    { name: members.collectionName, indexes: [] },
    { name: parkedLanes.collectionName, indexes: parkedLaneIndexes },
    { name: 'processes', indexes: processIndexes },
    { name: 'webhooks', indexes: [] },
  ];
}
