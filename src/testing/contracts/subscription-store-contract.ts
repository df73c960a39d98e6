import type { SubscriptionStore } from '../../subscriptions/subscription-store.js';
import { testRunner } from './test-runner.js';
import { useSubject, type CreateContractSubject } from './subject.js';
import { describeFencing } from './subscription-store/fencing.js';
import { describeMembership } from './subscription-store/membership.js';
import { describeParkedLanes } from './subscription-store/parked-lanes.js';
import { describeSlices } from './subscription-store/slices.js';
import { describeSubscriptions } from './subscription-store/subscriptions.js';

/**
 * Tests every promise of the subscription store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 */
export function describeSubscriptionStoreContract(
  name: string,
  create: CreateContractSubject<SubscriptionStore>,
): void {
  const { beforeAll, describe } = testRunner();

  describe(`${name} keeps the subscription store contract`, () => {
    const subject = useSubject(create);
    beforeAll(async () => {
      await Promise.all([subject.store.prepare(), subject.other.prepare()]);
      await subject.store.prepare();
    });
    describeMembership(subject);
    describeSubscriptions(subject);
    describeSlices(subject);
    describeParkedLanes(subject);
    describeFencing(subject);
  });
}
