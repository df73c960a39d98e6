import { EventHandler, Projection, type ReadModel } from 'annals';
import { StockReceived, StockReleased, StockReserved } from './events.js';

export interface StockLevel {
  available: number;
}

@Projection('stock-levels')
export class StockLevels {
  @EventHandler(StockReceived)
  @EventHandler(StockReleased)
  more({ product, quantity }: StockReceived | StockReleased, view: ReadModel<StockLevel>) {
    change(view, product, quantity);
  }

  @EventHandler(StockReserved)
  less({ product, quantity }: StockReserved, view: ReadModel<StockLevel>) {
    change(view, product, -quantity);
  }
}

function change(view: ReadModel<StockLevel>, product: string, by: number) {
  view.update(product, ({ available }) => ({ available: available + by }), { available: 0 });
}
