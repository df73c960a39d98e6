import type { Findings } from './under-fault.js';

/** Fails where the event store broke a promise. */
export function keepsItsPromises({ violations, linearizability }: Findings): void {
  expect(violations).toEqual([]);
  expect(linearizability).not.toMatchObject({ verdict: 'illegal' });
}
