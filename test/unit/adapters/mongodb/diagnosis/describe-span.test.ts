import { describeSpan } from '../../../../../src/adapters/mongodb/diagnosis/describe-span.js';

it.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [60, '1 minute'],
  [150, '3 minutes'],
  [2 * 3_600, '2 hours'],
  [24 * 3_600, '24 hours'],
  [3 * 86_400, '3 days'],
])('%d seconds are %s', (seconds, words) => {
  expect(describeSpan(seconds)).toBe(words);
});
