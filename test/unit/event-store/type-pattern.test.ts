import fc from 'fast-check';
import { selectTypes } from '../../../src/event-store/index.js';
import { thrownBy } from './thrown-by.js';

const matches = (pattern: string, type: string) => selectTypes('types', [pattern]).has(type);

describe('a pattern over types', () => {
  it.each([
    ['order.placed', ['order.placed'], ['order', 'order.placed.late', 'order-placed', 'orderxplaced', 'Order.placed']],
    ['order.*', ['order.placed', 'order.paid'], ['order', 'order.line.added', 'orders.placed', 'xorder.placed']],
    ['*.placed', ['order.placed'], ['placed', 'shop.order.placed', 'order.placed.late', 'order.misplaced']],
    ['*', ['order'], ['order.placed']],
    ['*.*', ['order.placed'], ['order', 'order.line.added']],
    ['**', ['order', 'order.placed', 'order.line.added'], []],
    ['order.**', ['order', 'order.placed', 'order.line.added'], ['orders', 'shop.order']],
    ['**.placed', ['placed', 'order.placed', 'shop.order.placed'], ['order.placed.late', 'order.misplaced']],
    ['order.**.added', ['order.added', 'order.line.added', 'order.a.added.added'], ['order', 'order.added.x', 'added']],
    ['order.*.**', ['order.placed', 'order.line.added'], ['order']],
    ['**.line.**', ['line', 'order.line', 'line.added', 'order.line.added'], ['order.lines.added']],
    ['**.a.*.b.**.c', ['a.x.b.c', 'a.a.x.b.c', 'a.x.x.a.x.b.y.z.c'], ['a.b.c', 'a.x.b', 'a.x.y.b.c']],
    ['a-1_b.*', ['a-1_b.c'], ['a-1_bb.c', 'a-12b.c']],
  ])('%s', (pattern, fitting, others) => {
    for (const type of fitting) expect([type, matches(pattern, type)]).toEqual([type, true]);
    for (const type of others) expect([type, matches(pattern, type)]).toEqual([type, false]);
  });

  it.each([
    '',
    '.',
    'order.',
    '.placed',
    'order..*',
    'order*',
    'order.pla*',
    '*placed.x',
    '***',
    'order.***',
    '* ',
    ' *',
    '*\n',
    'order.*\n',
    'a\0.*',
    '^order.*',
    '(a+)+.*',
    '[a-z].*',
    'a|*',
    'é.*',
    '$order.*',
    '1order',
    'two words',
    `${'a'.repeat(199)}.*`,
    '*'.repeat(100_000),
    'a.'.repeat(100_000),
  ])('%j is refused', (pattern) => {
    expect(thrownBy(() => selectTypes('types', ['order.placed', pattern]))).toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(
        /^The option types\[1\] is .* or a pattern in which '\*' stands for one whole word/s,
      ),
    });
  });

  it('takes the steps of both lengths multiplied at most, where a naive one would take years', () => {
    const words = Array.from({ length: 99 }, () => 'a');
    expect(matches(`${'**.a.'.repeat(39)}b`, words.join('.'))).toBe(false);
    expect(matches(`${'**.*.'.repeat(39)}b`, words.join('.'))).toBe(false);
    expect(matches(`${'**.*.'.repeat(39)}a`, words.join('.'))).toBe(true);
  });

  it('means what its definition says', () => {
    const word = fc.constantFrom('a', 'b', 'ab');
    const words = fc.array(word, { minLength: 1, maxLength: 8 });
    const pattern = fc.array(fc.oneof(word, fc.constantFrom('*', '**')), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(pattern, words, (wanted, given) => {
        expect(matches(wanted.join('.'), given.join('.'))).toBe(isMeant(wanted, given));
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes for its own what it was made from', () => {
    const words = fc.array(fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(words, fc.infiniteStream(fc.constantFrom('keep', '*', '**')), (given, choices) => {
        const pattern = given.map((word) => {
          const choice: string = choices.next().value ?? 'keep';
          return choice === 'keep' ? word : choice;
        });
        expect(matches(pattern.join('.'), given.join('.'))).toBe(true);
      }),
    );
  });
});

/** The definition, by recursion. */
function isMeant([first, ...restWanted]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) return words.length === 0;
  if (first === '**') {
    return isMeant(restWanted, words) || (words.length > 0 && isMeant([first, ...restWanted], words.slice(1)));
  }
  return words.length > 0 && (first === '*' || first === words[0]) && isMeant(restWanted, words.slice(1));
}

describe('a selection of types', () => {
  it('has the types of all its names and patterns', () => {
    const selection = selectTypes('types', ['order.placed', 'user.*', 'order.placed']);
    expect(selection).toMatchObject({ names: ['order.placed'], hasPatterns: true, isEverything: false });
    const types = ['order.placed', 'order.paid', 'user.named', 'user'];
    expect(types.filter(selection.has)).toEqual(['order.placed', 'user.named']);
  });

  it('has nothing when it names nothing, and knows when it has everything', () => {
    expect(selectTypes('types', [])).toMatchObject({ names: [], hasPatterns: false, isEverything: false });
    expect(selectTypes('types', []).has('order')).toBe(false);
    expect(selectTypes('types', ['order', '**']).isEverything).toBe(true);
  });

  it('does not change with what it was made from', () => {
    const given = ['order.*'];
    const selection = selectTypes('types', given);
    given[0] = '**';
    expect(selection.has('user')).toBe(false);
  });

  it.each([['order.*'], [null], [{ $ne: null }], [new Set(['order.*'])]])(
    'refuses %p instead of an array',
    (values) => {
      expect(thrownBy(() => selectTypes('types', values))).toMatchObject({ code: 'INVALID_OPTION' });
    },
  );

  it('refuses what is no string, and more than 1 000', () => {
    const refused = { code: 'INVALID_OPTION' };
    expect(thrownBy(() => selectTypes('types', ['order', 5]))).toMatchObject(refused);
    expect(thrownBy(() => selectTypes('types', [{ $regex: '.' }]))).toMatchObject(refused);
    const many = Array.from({ length: 1_001 }, (_, index) => `order.n${index}`);
    expect(thrownBy(() => selectTypes('types', many))).toMatchObject({
      ...refused,
      message: 'The option types is an array; give at most 1000 types and patterns; it has 1001.',
    });
    expect(selectTypes('types', many.slice(1)).names).toHaveLength(1_000);
  });
});
