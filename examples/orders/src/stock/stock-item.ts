import { Aggregate, AggregateRoot, CommandHandler, EventHandler } from 'annals';
import { ReceiveStock, ReleaseStock, ReserveStock } from './commands.js';
import { OutOfStock } from './errors.js';
import { StockReceived, StockReleased, StockReserved } from './events.js';

/** What is there of a product. */
@Aggregate('stock')
export class StockItem extends AggregateRoot {
  private available = 0;
  private readonly reserved = new Map<string, number>();

  @CommandHandler(ReceiveStock)
  receive({ quantity }: ReceiveStock) {
    this.apply(StockReceived, { product: this.id, quantity });
  }

  @CommandHandler(ReserveStock)
  reserve({ orderId, quantity }: ReserveStock) {
    if (quantity > this.available) throw new OutOfStock(this.id, this.available);
    this.apply(StockReserved, { orderId, product: this.id, quantity });
  }

  @CommandHandler(ReleaseStock)
  release({ orderId }: ReleaseStock) {
    const quantity = this.reserved.get(orderId);
    if (quantity !== undefined) this.apply(StockReleased, { orderId, product: this.id, quantity });
  }

  @EventHandler(StockReceived)
  protected onReceived({ quantity }: StockReceived) {
    this.available += quantity;
  }

  @EventHandler(StockReserved)
  protected onReserved({ orderId, quantity }: StockReserved) {
    this.available -= quantity;
    this.reserved.set(orderId, quantity);
  }

  @EventHandler(StockReleased)
  protected onReleased({ orderId, quantity }: StockReleased) {
    this.available += quantity;
    this.reserved.delete(orderId);
  }
}
