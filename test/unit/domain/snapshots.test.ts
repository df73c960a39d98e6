import { Aggregate, AggregateRoot, createEvent, decider, Event, EventHandler } from '../../../src/index.js';
import { classModel } from '../../../src/domain/index.js';
import type { AggregateOptions } from '../../../src/index.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';

class Money {
  constructor(readonly cents: number) {}

  double(): Money {
    return new Money(this.cents * 2);
  }
}

class Line {
  next: Line | undefined;

  constructor(
    readonly price: Money,
    readonly placedAt: Date,
  ) {}
}

@Event('line.added')
class LineAdded {
  cents!: number;
}

@Event('line.added', { version: 2 })
class LineAdded2 {
  cents!: number;
}

@Aggregate('basket', { snapshot: { every: 10, classes: [Line] } })
class Basket extends AggregateRoot {
  private total = new Money(0);
  protected lines: Line[] = [];
  private readonly byPrice = new Map<number, Line>();
  private readonly seen = new Set<unknown>();
  last: Line | undefined;
  big = 2n ** 70n;
  nothing: undefined | null = null;
  odd = [Number.NaN, -0, Number.POSITIVE_INFINITY, undefined];

  add(cents: number) {
    const line = new Line(new Money(cents), new Date(cents));
    this.lines.push(line);
    this.byPrice.set(cents, line);
    this.seen.add(cents).add(line);
    this.last = line;
    this.total = new Money(this.total.cents + cents).double();
  }

  inside() {
    const { total, lines, byPrice, seen } = this;
    return { total, lines, byPrice, seen };
  }
}

describe('the snapshot of an aggregate', () => {
  const model = classModel(Basket);
  const there = (basket: Basket) => model.snapshots?.read(basket.id, model.snapshots.write(basket)) as Basket;

  it('brings back private fields, Dates, Maps, Sets, nested classes, and what JSON forgets', () => {
    const basket = model.create('7');
    basket.add(5);
    basket.add(9);
    const again = there(basket);
    expect(again).toBeInstanceOf(Basket);
    expect(again).toStrictEqual(basket);
    expect(again.inside().total.double().cents).toBe(basket.inside().total.cents * 2);
    expect(Object.is(again.odd[1], -0)).toBe(true);
    expect(again).toMatchObject({ id: '7', streamVersion: -1 });
  });

  it('keeps one object one object, wherever the state holds it', () => {
    const basket = model.create('7');
    basket.add(5);
    const { lines, byPrice, seen } = there(basket).inside();
    expect(byPrice.get(5)).toBe(lines[0]);
    expect(seen.has(lines[0])).toBe(true);
  });

  it('shares nothing with the aggregate', () => {
    const basket = model.create('7');
    basket.add(5);
    there(basket).inside().lines.length = 0;
    expect(basket.inside().lines).toHaveLength(1);
  });

  it('is refused where an object of a class holds itself, or its class is not known', async () => {
    const basket = model.create('7');
    basket.add(5);
    if (basket.last !== undefined) basket.last.next = basket.last;
    expect((await errorOf(() => there(basket))).message).toMatch(/holds itself/);
    class Stranger {}
    Object.assign(basket, { last: undefined, lines: [], byPrice: new Map(), seen: new Set([new Stranger()]) });
    expect(await errorOf(() => there(basket))).toMatchObject({ path: '.seen' });
  });

  it('fits one shape: its declared version, and the events that are folded', () => {
    const shapeOf = (options: AggregateOptions, event: typeof LineAdded | typeof LineAdded2) => {
      @Aggregate('shaped', options)
      class Shaped extends AggregateRoot {
        @EventHandler(event)
        onAdded() {
          return this;
        }
      }
      return classModel(Shaped).snapshots?.shape;
    };
    const first = shapeOf({ snapshot: { every: 1 } }, LineAdded);
    expect(shapeOf({ snapshot: { every: 5, version: 1 } }, LineAdded)).toBe(first);
    expect(shapeOf({ snapshot: { every: 1, version: 2 } }, LineAdded)).not.toBe(first);
    expect(shapeOf({ snapshot: { every: 1 } }, LineAdded2)).not.toBe(first);
    expect(shapeOf({}, LineAdded)).toBeUndefined();
  });
});

describe('an aggregate with #private fields', () => {
  it('must say what its snapshots hold', async () => {
    @Aggregate('hidden', { snapshot: { every: 1 } })
    class Hidden extends AggregateRoot {
      #count = 0;
      raise() {
        return ++this.#count;
      }
    }
    const error = await annalsErrorOf(() => classModel(Hidden));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toMatch(/Hidden.*'#'.*toSnapshot/);
  });

  it('does so with toSnapshot and fromSnapshot', () => {
    @Aggregate('open', { snapshot: { every: 1 } })
    class Open extends AggregateRoot {
      #counts = new Map([['a', 1]]);
      raise() {
        this.#counts.set('a', this.count + 1);
      }
      get count() {
        return this.#counts.get('a') ?? 0;
      }
      toSnapshot() {
        return { counts: this.#counts };
      }
      fromSnapshot({ counts }: { counts: Map<string, number> }) {
        this.#counts = counts;
      }
    }
    const model = classModel(Open);
    const open = model.create('1');
    open.raise();
    expect(model.snapshots?.read('1', model.snapshots.write(open)).count).toBe(2);
  });

  it('may have #private methods alone', () => {
    @Aggregate('helped', { snapshot: { every: 1 } })
    class Helped extends AggregateRoot {
      count = 1;
      raise() {
        this.#by(2);
      }
      #by(count: number) {
        this.count += count;
      }
    }
    const model = classModel(Helped);
    const helped = model.create('1');
    helped.raise();
    expect(model.snapshots?.read('1', model.snapshots.write(helped)).count).toBe(3);
  });
});

describe('the snapshot of a decider', () => {
  it('is its state', () => {
    const { model } = decider({
      name: 'sum',
      commands: [],
      events: [LineAdded],
      initialState: () => ({ prices: new Map<number, Money>() }),
      decide: () => createEvent(LineAdded, { cents: 1 }),
      evolve: (state) => state,
      snapshot: { every: 2, classes: [Money] },
    });
    const state = { prices: new Map([[1, new Money(1)]]) };
    expect(model.snapshots?.read('1', model.snapshots.write(state))).toStrictEqual(state);
  });
});

describe('a declaration of snapshots', () => {
  it.each([
    [{ every: 0 }, 'snapshot.every is 0'],
    [{ every: 1.5 }, 'snapshot.every is 1.5'],
    [{}, 'snapshot.every is undefined'],
    [{ every: 1, version: 0 }, 'snapshot.version is 0'],
    [{ every: 1, classes: ['Money'] }, 'snapshot.classes[0]'],
  ])('is refused: %p', async (snapshot, reason) => {
    const error = await annalsErrorOf(() => {
      @Aggregate('odd', { snapshot: snapshot as never })
      class Odd extends AggregateRoot {}
      return Odd;
    });
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toContain(`Odd: ${reason}`);
  });
});
