import { AggregateId, Command, Event, EventHandler } from '../../src/messages/index.js';
import {
  CommandRefused,
  DeadlineHandler,
  ProcessManager,
  type Process,
  type RefusedCommand,
} from '../../src/process-managers/index.js';
import { scenario } from '../../src/testing.js';

@Event('order.placed')
class OrderPlaced {
  orderId!: string;
  total!: number;
}

@Event('order.paid')
class OrderPaid {
  orderId!: string;
  by!: string;
}

@Command('order.cancel')
class CancelOrder {
  @AggregateId() orderId!: string;
}

@Command('stock.reserve')
class ReserveStock {
  @AggregateId() product!: string;
}

@ProcessManager('order', { correlateBy: 'orderId', startsOn: [OrderPlaced, OrderPaid] })
export class OrderProcess {
  @EventHandler(OrderPlaced)
  placed(event: OrderPlaced, process: Process<{ total: number }>): void {
    process.state = { total: event.total };
    process.dispatch(CancelOrder, { orderId: event.orderId });
    // @ts-expect-error the properties of another command
    process.dispatch(CancelOrder, { product: 'tea' });
    // @ts-expect-error another state
    process.state = { sum: 1 };
    // @ts-expect-error neither a delay nor a moment
    process.setDeadline('payment', { in: 5 });
  }

  // @ts-expect-error the decorator names another event than the parameter
  @EventHandler(OrderPlaced)
  wrong(event: OrderPaid): void {
    void event;
  }

  @DeadlineHandler('payment')
  late(process: Process): void {
    process.complete();
  }

  @CommandRefused(ReserveStock)
  refused(refusal: RefusedCommand<ReserveStock>, process: Process): void {
    process.state = refusal.command.product;
  }

  @CommandRefused(CancelOrder)
  any(refusal: RefusedCommand): void {
    void refusal;
  }

  @CommandRefused(CancelOrder)
  none(): void {
    // A handler need not look at the refusal.
  }

  // @ts-expect-error the decorator names another command than the parameter
  @CommandRefused(CancelOrder)
  wrongRefusal(refusal: RefusedCommand<ReserveStock>): void {
    void refusal;
  }
}

ProcessManager('order', { correlateBy: (event: OrderPlaced) => event.orderId, startsOn: [OrderPlaced] });
ProcessManager('order', { correlateBy: (_, { streamId }) => streamId, startsOn: [OrderPlaced], from: 'start' });
// @ts-expect-error not all of its events have this property
ProcessManager('order', { correlateBy: 'total', startsOn: [OrderPlaced, OrderPaid] });
// @ts-expect-error nothing starts it
ProcessManager('order', { correlateBy: 'orderId' });

const placed = scenario(OrderProcess).when(OrderPlaced, { orderId: 'a', total: 1 });
void placed.thenCommands([CancelOrder, { orderId: 'a' }], [ReserveStock, { product: 'tea' }]);
// @ts-expect-error the properties of another command
void placed.thenCommands([CancelOrder, { product: 'tea' }]);
// @ts-expect-error no unit of time
void scenario(OrderProcess).whenTimePasses({ fortnights: 1 });
