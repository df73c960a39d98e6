import { parseMoment } from '../../../../src/cli/operations/moment.js';

const now = Date.UTC(2026, 0, 31, 12);

describe('a moment on the command line', () => {
  it.each([
    ['30s', 30_000],
    ['30m', 30 * 60_000],
    ['2h', 2 * 3_600_000],
    ['1.5h', 1.5 * 3_600_000],
    ['3d', 3 * 86_400_000],
    ['1w', 7 * 86_400_000],
    ['2 hours ago', 2 * 3_600_000],
    ['1 Day ago', 86_400_000],
    ['10 mins', 600_000],
    [' 5 minutes ', 300_000],
  ])('%j is that long ago', (text, agoMs) => {
    expect(parseMoment(text, now)).toEqual(new Date(now - agoMs));
  });

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31 12:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.5+02:00', '2026-01-31T10:00:00.500Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%j is an ISO date', (text, iso) => {
    expect(parseMoment(text, now).toISOString()).toBe(iso);
  });

  it.each([
    '',
    'foo',
    '1',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '2026-02-30T10:00',
    '2h 30m',
    '-2h',
    '2y',
    '1e9h',
    'now()',
    '2026-01-31T25:00Z',
    '99999999999h',
  ])('%j is refused', (text) => {
    expect(() => parseMoment(text, now)).toThrow(/ISO date such as 2026-01-31/);
  });
});
