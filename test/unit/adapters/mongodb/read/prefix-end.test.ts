import fc from 'fast-check';
import { prefixEnd } from '../../../../../src/adapters/mongodb/read/prefix-end.js';

const compare = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));

describe('the end of a prefix', () => {
  it.each([
    ['user-', 'user.'],
    ['\ud7ff', '\ue000'],
    ['a\u{10ffff}', 'b'],
    ['é', 'ê'],
    ['\u{1f600}', '\u{1f601}'],
    ['\u{10ffff}\u{10ffff}', undefined],
    ['', undefined],
  ])('%j is %j', (prefix, end) => {
    expect(prefixEnd(prefix)).toBe(end);
  });

  it('has exactly the texts before it that begin so, by their bytes', () => {
    const character = fc.constantFrom('a', 'b', '-', '\ud7ff', '\ue000', '\u{10000}', '\u{10ffff}');
    const text = fc.string({ unit: character, maxLength: 4 });
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        for (const candidate of [other, prefix + other]) {
          const end = prefixEnd(prefix);
          const isInRange = compare(candidate, prefix) >= 0 && (end === undefined || compare(candidate, end) < 0);
          expect(isInRange).toBe(candidate.startsWith(prefix));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
