import { Query, QueryHandler, readModel, type ReadModelReader } from 'annals';
import { IsIn, IsUUID } from 'class-validator';
import { inject } from 'inversify';
import type { OrderStatus, OrderSummary } from './projections.js';

export class GetOrder extends Query<OrderSummary | null> {
  @IsUUID() orderId!: string;
}

@QueryHandler(GetOrder)
export class GetOrderHandler {
  constructor(@inject(readModel('orders')) private readonly orders: ReadModelReader<OrderSummary>) {}

  execute({ orderId }: GetOrder) {
    return this.orders.get(orderId);
  }
}

export class FindOrders extends Query<readonly OrderSummary[]> {
  @IsIn(['placed', 'reserved', 'paid', 'shipped', 'cancelled']) status!: OrderStatus;
}

@QueryHandler(FindOrders)
export class FindOrdersHandler {
  constructor(@inject(readModel('orders')) private readonly orders: ReadModelReader<OrderSummary>) {}

  execute({ status }: FindOrders) {
    return this.orders.find({ where: { status }, sort: { customer: 'asc' } });
  }
}
