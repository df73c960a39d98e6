import { meetsExpectation, type ExpectedStreamVersion } from '../../../src/event-store/index.js';

describe('meetsExpectation', () => {
  it.each<[ExpectedStreamVersion, actual: number, met: boolean]>([
    ['any', -1, true],
    ['any', 3, true],
    ['no_stream', -1, true],
    ['no_stream', 0, false],
    ['stream_exists', -1, false],
    ['stream_exists', 0, true],
    [-1, -1, true],
    [-1, 0, false],
    [3, 3, true],
    [3, 2, false],
    [3, 4, false],
  ])('%p of a stream at %p is %p', (expected, actual, met) => {
    expect(meetsExpectation(expected, actual)).toBe(met);
  });
});
