import fc from 'fast-check';
import { typeCondition } from '../../../../../src/adapters/mongodb/read/type-condition.js';
import { selectTypes } from '../../../../../src/event-store/index.js';

const expressionOf = (pattern: string): RegExp => {
  const [expression] = typeCondition(selectTypes('types', [pattern]));
  if (!(expression instanceof RegExp)) throw new Error(`'${pattern}' gave no expression.`);
  return expression;
};

describe('what the database looks for', () => {
  it('is the names as they are, and an anchored expression for each pattern', () => {
    const condition = typeCondition(selectTypes('types', ['order.placed', 'order.*', 'user', 'a-1.**.x_2']));
    expect(condition).toEqual(['order.placed', 'user', /^order\.[^.]+$/, /^a-1(?![^.]).*(?<![^.])x_2$/]);
  });

  it('is what the pattern means, and with many gaps at least that', () => {
    const word = fc.constantFrom('a', 'b', 'ab');
    const words = fc.array(word, { minLength: 1, maxLength: 8 });
    const pattern = fc.array(fc.oneof(word, fc.constantFrom('*', '**')), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(pattern, words, (wanted, given) => {
        fc.pre(wanted.some((part) => part.startsWith('*')));
        const [text, type] = [wanted.join('.'), given.join('.')];
        const isMeant = selectTypes('types', [text]).has(type);
        const isLookedFor = expressionOf(text).test(type);
        const gaps = wanted.filter((part) => part === '**').length;
        expect([text, type, isLookedFor]).toEqual([text, type, gaps > 2 ? isLookedFor || isMeant : isMeant]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('has two gaps at most, whatever the pattern', () => {
    expect(expressionOf(`${'**.a.'.repeat(39)}b`).source).toBe('^.*(?<![^.])a\\.b$');
    expect(expressionOf('**.a.**').source).toBe('^.*(?<![^.])a(?![^.]).*$');
    expect(expressionOf('x.**.a.**.**.y').source).toBe('^x(?![^.]).*(?<![^.])y$');
  });
});
