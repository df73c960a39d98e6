import { Aggregate, AggregateRoot } from '../../../src/index.js';
import { aggregateNameOf, classModel } from '../../../src/domain/index.js';
import { annalsErrorOf } from '../../support/errors.js';

describe('@Aggregate', () => {
  it.each(['', 'a b', '1a', '$a', 'ä', 'a.b', 'a'.repeat(101), undefined, 7])('refuses the name %p', async (name) => {
    class Thing extends AggregateRoot {}
    const error = await annalsErrorOf(() => Aggregate(name as string)(Thing));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toContain('Thing');
    expect(aggregateNameOf(Thing)).toBeUndefined();
  });

  it('stands on a class once', async () => {
    class Thing extends AggregateRoot {}
    Aggregate('first')(Thing);
    const error = await annalsErrorOf(() => Aggregate('second')(Thing));
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/Thing.*'first'.*'second'/);
  });

  it('is not inherited: a subclass is another kind of aggregate', () => {
    class Thing extends AggregateRoot {}
    class Gadget extends Thing {}
    Aggregate('thing')(Thing);
    expect(aggregateNameOf(Gadget)).toBeUndefined();
  });
});

describe('classModel', () => {
  it('needs @Aggregate', async () => {
    class Thing extends AggregateRoot {}
    const error = await annalsErrorOf(() => classModel(Thing));
    expect(error.code).toBe('DECORATOR_MISSING');
    expect(error.message).toMatch(/Thing.*@Aggregate/);
  });

  it('needs AggregateRoot', async () => {
    class Thing {}
    Aggregate('thing')(Thing as never);
    const error = await annalsErrorOf(() => classModel(Thing as never));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toMatch(/Thing.*extend AggregateRoot/);
  });
});
