import { IsInt, IsPositive } from 'class-validator';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  Event,
  EventHandler,
  type Properties,
} from '../../../src/index.js';
import { classModel } from '../../../src/domain/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { OrderPlaced } from '../../support/order.js';

@Event('counter.incremented')
class Incremented {
  @IsInt() @IsPositive() by!: number;
}

@Command('counter.increment')
class Increment {
  @AggregateId() counterId!: string;
  @IsInt() by!: number;
}

@Aggregate('counter')
class Counter extends AggregateRoot {
  count = 0;

  @CommandHandler(Increment)
  increment({ by }: Increment) {
    this.apply(Incremented, { by });
  }

  place(order: Properties<OrderPlaced>) {
    this.apply(OrderPlaced, order);
  }

  @EventHandler(Incremented)
  protected onIncremented({ by }: Incremented) {
    this.count += by;
  }

  @EventHandler(OrderPlaced)
  protected onPlaced(event: OrderPlaced) {
    event.lines.length = 0;
  }
}

const model = classModel(Counter);

function increment(by: number): Increment {
  return Object.assign(new Increment(), { counterId: '1', by });
}

describe('AggregateRoot', () => {
  it('begins new, with its id', () => {
    const counter = model.create('7');
    expect(counter).toMatchObject({ id: '7', streamVersion: -1, isNew: true, count: 0 });
  });

  it('evolves at once by what it applies, which waits to be stored', async () => {
    const counter = model.create('7');
    const happened = await model.decide(counter, increment(2));
    expect(counter.count).toBe(2);
    expect(happened).toMatchObject([{ type: 'counter.incremented', data: { by: 2 } }]);
  });

  it('is not new any more once something is applied, at the version of what is stored', () => {
    const counter = model.create('7');
    counter.increment(increment(1));
    expect(counter).toMatchObject({ isNew: false, streamVersion: -1 });
    model.settle(counter, 3);
    expect(counter.streamVersion).toBe(3);
  });

  it('gives what has been applied once', () => {
    const counter = model.create('7');
    counter.increment(increment(1));
    counter.increment(increment(2));
    expect(model.takeUncommitted(counter).map(({ data }) => data)).toEqual([{ by: 1 }, { by: 2 }]);
    expect(model.takeUncommitted(counter)).toEqual([]);
  });

  it('is unchanged by an event that breaks its rules', async () => {
    const counter = model.create('7');
    const error = await annalsErrorOf(async () => model.decide(counter, increment(-1)));
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', messageType: 'counter.incremented' });
    expect(counter).toMatchObject({ count: 0, isNew: true });
    expect(model.takeUncommitted(counter)).toEqual([]);
  });

  it('keeps what was applied, whatever is done to the objects afterwards', () => {
    const counter = model.create('7');
    const order = {
      placedAt: new Date(0),
      address: { street: 'a' },
      lines: [{ product: 'tea', price: 1, labels: ['x'] }],
    };
    counter.place(order); // its handler empties the lines
    order.address.street = 'b';
    order.placedAt.setTime(1);
    expect(model.takeUncommitted(counter)[0]?.data).toEqual({
      placedAt: new Date(0),
      address: { street: 'a' },
      lines: [{ product: 'tea', price: 1, labels: ['x'] }],
    });
  });

  it('folds stored events without checking or recording them', () => {
    const counter = model
      .evolverOf(Incremented)
      .evolve(model.create('7'), Object.assign(new Incremented(), { by: -5 }));
    expect(counter.count).toBe(-5);
    expect(model.takeUncommitted(counter)).toEqual([]);
  });

  it.each([
    ['its id', (counter: Counter) => counter.id],
    ['its version', (counter: Counter) => counter.streamVersion],
    ['isNew', (counter: Counter) => counter.isNew],
    ['apply', (counter: Counter) => counter.increment(increment(1))],
  ])('has no identity in its constructor, nor when somebody else makes it: %s', async (_, use) => {
    class Early extends Counter {
      constructor() {
        super();
        use(this);
      }
    }
    for (const make of [() => new Early(), () => use(new Counter())]) {
      const error = await annalsErrorOf(make);
      expect(error.code).toBe('INVALID_DECLARATION');
      expect(error.message).toMatch(/(Early|Counter) has no identity yet.*command handler/);
    }
  });

  it('may declare fields in a subclass: they are set before events are folded', () => {
    @Aggregate('big-counter')
    class BigCounter extends Counter {
      override count = 100;
    }
    const big = classModel(BigCounter);
    expect(big.evolverOf(Incremented).evolve(big.create('1'), Object.assign(new Incremented(), { by: 1 })).count).toBe(
      101,
    );
  });

  it('may override handlers of its base', async () => {
    @Aggregate('double-counter')
    class DoubleCounter extends Counter {
      protected override onIncremented({ by }: Incremented) {
        this.count += 2 * by;
      }
    }
    const double = classModel(DoubleCounter);
    const counter = double.create('1');
    await double.decide(counter, increment(3));
    expect(counter.count).toBe(6);
  });

  it('may decide in its own time', async () => {
    @Aggregate('slow-counter')
    class SlowCounter extends AggregateRoot {
      @CommandHandler(Increment)
      async increment({ by }: Increment) {
        await Promise.resolve();
        this.apply(Incremented, { by });
      }
    }
    const slow = classModel(SlowCounter);
    expect(await slow.decide(slow.create('1'), increment(3))).toMatchObject([{ data: { by: 3 } }]);
  });
});
