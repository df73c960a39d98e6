import type { ReadModelStore } from '../../projections/read-model-store.js';
import { testRunner } from './test-runner.js';
import { useSubject, type CreateContractSubject } from './subject.js';
import { describeCommitting } from './read-model-store/commit.js';
import { describeDocuments } from './read-model-store/documents.js';
import { describeFinding } from './read-model-store/find.js';
import { describeIndexes } from './read-model-store/indexes.js';
import { describePreviewing } from './read-model-store/preview.js';
import { describeRebuilding } from './read-model-store/rebuild.js';

/**
 * Tests every promise of the read model store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 */
export function describeReadModelStoreContract(name: string, create: CreateContractSubject<ReadModelStore>): void {
  testRunner().describe(`${name} keeps the read model store contract`, () => {
    const subject = useSubject(create);
    describeCommitting(subject);
    describeDocuments(subject);
    describeFinding(subject);
    describeIndexes(subject);
    describeRebuilding(subject);
    describePreviewing(subject);
  });
}
