import { Upcaster, upcaster, upcasterDeclarationOf, type UpcasterVersions } from '../../../src/event-store/index.js';
import { annalsErrorOf } from '../../support/errors.js';

const rename = () => ({ data: {} });

const ways = [
  {
    way: '@Upcaster',
    declare: (type: string, versions: UpcasterVersions) => {
      class Renaming {
        upcast = rename;
      }
      Upcaster(type, versions)(Renaming);
      return upcasterDeclarationOf(Renaming);
    },
  },
  {
    way: 'upcaster()',
    declare: (type: string, versions: UpcasterVersions) => {
      const { type: declared, from, to } = upcaster(type, versions, rename);
      return { type: declared, from, to };
    },
  },
];

describe.each(ways)('$way', ({ way, declare }) => {
  it.each([
    { from: 1, to: 2 },
    { from: 2, to: 7 },
  ])('reads a version and writes a later one: %p', (versions) => {
    expect(declare('account.opened', versions)).toEqual({ type: 'account.opened', ...versions });
  });

  it.each([
    { from: 1, to: 1 },
    { from: 2, to: 1 },
    { from: 0, to: 1 },
    { from: -1, to: 1 },
    { from: 1.5, to: 2 },
    { from: 1, to: Number.POSITIVE_INFINITY },
    { from: Number.NaN, to: 2 },
    { from: '1', to: 2 },
    { from: 1 },
    {},
    undefined,
    null,
    1,
  ])('refuses the versions %p, and says where', async (versions) => {
    const error = await annalsErrorOf(() => declare('account.opened', versions as UpcasterVersions));
    expect(error.name).toBe('ConfigurationError');
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toContain(way);
    expect(error.message).toMatch(/'account\.opened'.*whole numbers/);
  });

  it.each(['', 'two words', '$set', 7, undefined, null, ['account.opened']])('refuses the type %p', async (type) => {
    const error = await annalsErrorOf(() => declare(type as string, { from: 1, to: 2 }));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toMatch(/is no stored type/);
  });
});

describe('@Upcaster', () => {
  it('stands on a class once; the error names the class and both types', async () => {
    class Twice {
      upcast = rename;
    }
    Upcaster('account.opened', { from: 1, to: 2 })(Twice);
    const error = await annalsErrorOf(() => Upcaster('account.closed', { from: 1, to: 2 })(Twice));
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/Twice.*'account\.opened'.*'account\.closed'/);
  });

  it('is not inherited: a subclass is another upcaster', () => {
    @Upcaster('account.opened', { from: 1, to: 2 })
    class First {
      upcast = rename;
    }
    class Second extends First {}
    expect(upcasterDeclarationOf(Second)).toBeUndefined();
    Upcaster('account.opened', { from: 2, to: 3 })(Second);
    expect([upcasterDeclarationOf(First)?.from, upcasterDeclarationOf(Second)?.from]).toEqual([1, 2]);
  });

  it('tells nothing of what is no class', () => {
    for (const value of [undefined, null, 'account.opened', {}, () => 1]) {
      expect(upcasterDeclarationOf(value)).toBeUndefined();
    }
  });
});

describe('upcaster()', () => {
  it.each([undefined, null, {}, 'upcast'])('refuses %p in place of the function', async (upcast) => {
    const error = await annalsErrorOf(() => upcaster('account.opened', { from: 1, to: 2 }, upcast as never));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toMatch(/upcaster\('account\.opened', \{ from: 1, to: 2 \}\)/);
  });
});
