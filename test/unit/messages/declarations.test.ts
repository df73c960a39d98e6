import { AggregateId, Command, Event } from '../../../src/index.js';
import { aggregateIdPropertyOf, commandTypeOf, eventTypeOf, serializeEvent } from '../../../src/messages/index.js';
import { annalsErrorOf } from '../../support/errors.js';

const kinds = [
  { decorator: Event, typeOf: eventTypeOf, name: '@Event' },
  { decorator: Command, typeOf: commandTypeOf, name: '@Command' },
];

describe.each(kinds)('$name', ({ decorator, typeOf }) => {
  it('gives its class a stored type', () => {
    class Sent {}
    decorator('parcel.sent')(Sent);
    expect(typeOf(Sent)).toBe('parcel.sent');
  });

  it.each(['account', 'a.b.c', 'Order.line-added_2'])('takes the type %s', (type) => {
    class Sent {}
    decorator(type)(Sent);
    expect(typeOf(Sent)).toBe(type);
  });

  it.each([
    '',
    ' ',
    'has space',
    '.a',
    'a.',
    'a..b',
    '1st',
    '$set',
    'a\0b',
    'ä.b',
    'a'.repeat(201),
    undefined,
    null,
    7,
    ['a'],
    { type: 'a' },
  ])('refuses the type %p and names the class', async (type) => {
    class BadlyNamed {}
    const error = await annalsErrorOf(() => decorator(type as string)(BadlyNamed));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toContain('BadlyNamed');
    expect(typeOf(BadlyNamed)).toBeUndefined();
  });

  it('stands on a class once; the error names the class and both types', async () => {
    class Sent {}
    decorator('first.type')(Sent);
    const error = await annalsErrorOf(() => decorator('second.type')(Sent));
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/Sent.*'first\.type'.*'second\.type'/);
    expect(typeOf(Sent)).toBe('first.type');
  });

  it('is not inherited: a subclass is another message', () => {
    class Sent {}
    class SentTwice extends Sent {}
    decorator('parcel.sent')(Sent);
    expect(typeOf(SentTwice)).toBeUndefined();
    decorator('parcel.sent-twice')(SentTwice);
    expect([typeOf(Sent), typeOf(SentTwice)]).toEqual(['parcel.sent', 'parcel.sent-twice']);
  });

  it('tells nothing of what is no class', () => {
    for (const value of [undefined, null, 'account.opened', {}, () => 1]) expect(typeOf(value)).toBeUndefined();
  });
});

describe('@Event({ version })', () => {
  it('is stored as schemaVersion, where it is not 1', () => {
    @Event('version.one')
    class One {}
    @Event('version.two', { version: 2 })
    class Two {}
    expect(serializeEvent(new One())).toEqual({ type: 'version.one', data: {} });
    expect(serializeEvent(new Two())).toEqual({ type: 'version.two', data: {}, metadata: { schemaVersion: 2 } });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '2', {}])('refuses version %p', async (version) => {
    class Odd {}
    const error = await annalsErrorOf(() => Event('version.odd', { version: version as number })(Odd));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toContain('Odd');
    expect(eventTypeOf(Odd)).toBeUndefined();
  });
});

describe('@AggregateId', () => {
  it('marks the property of the class and of those below it', () => {
    class Base {
      @AggregateId() accountId!: string;
    }
    class Below extends Base {}
    expect([aggregateIdPropertyOf(Base), aggregateIdPropertyOf(Below)]).toEqual(['accountId', 'accountId']);
    expect(aggregateIdPropertyOf(class {})).toBeUndefined();
  });

  it('stands once; the error names the class and both properties', async () => {
    const error = await annalsErrorOf(() => {
      class Twice {
        @AggregateId() first!: string;
        @AggregateId() second!: string;
      }
      return Twice;
    });
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/Twice.*'first'.*'second'/);
  });
});
