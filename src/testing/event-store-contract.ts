import type { EventLog, EventStore } from '../event-store/index.js';
import { testRunner } from './contract-runner.js';
import { useSubject, type CreateContractSubject } from './contract-subject.js';
import { describeAppending } from './event-store-contract-append.js';
import { describeBadInput } from './event-store-contract-bad-input.js';
import { describeBadQueries } from './event-store-contract-bad-queries.js';
import { describeBatches } from './event-store-contract-batches.js';
import { describeClosing } from './event-store-contract-closing.js';
import { describeConcurrency } from './event-store-contract-concurrency.js';
import { describeFolding } from './event-store-contract-folding.js';
import { describeFreezing } from './event-store-contract-freezing.js';
import { describeIdempotency } from './event-store-contract-idempotency.js';
import { describeLimits } from './event-store-contract-limits.js';
import { describePages } from './event-store-contract-pages.js';
import { describeQueries } from './event-store-contract-queries.js';
import { describeReading } from './event-store-contract-reading.js';
import { describeReadingAll } from './event-store-contract-reading-all.js';
import { describeRoundTrip } from './event-store-contract-round-trip.js';
import { describeSeveralStreams } from './event-store-contract-several-streams.js';
import { describeStreams } from './event-store-contract-streams.js';
import { describeTime } from './event-store-contract-time.js';
import { describeUnstorableData } from './event-store-contract-unstorable-data.js';
import { describeVersions } from './event-store-contract-versions.js';

/**
 * Tests every promise of the event store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 * @example
 * ```ts
 * describeEventStoreContract('MyEventStore', async () => {
 *   const store = await MyEventStore.connect(url);
 *   return { store, close: () => store.close() };
 * });
 * ```
 */
export function describeEventStoreContract(name: string, create: CreateContractSubject<EventStore & EventLog>): void {
  testRunner().describe(`${name} keeps the event store contract`, () => {
    const subject = useSubject(create);
    describeAppending(subject);
    describeVersions(subject);
    describeIdempotency(subject);
    describeSeveralStreams(subject);
    describeReading(subject);
    describeReadingAll(subject);
    describePages(subject);
    describeQueries(subject);
    describeTime(subject);
    describeFolding(subject);
    describeStreams(subject);
    describeRoundTrip(subject);
    describeFreezing(subject);
    describeUnstorableData(subject);
    describeBadInput(subject);
    describeBadQueries(subject);
    describeLimits(subject);
    describeBatches(subject);
    describeConcurrency(subject);
    describeClosing(create);
  });
}
