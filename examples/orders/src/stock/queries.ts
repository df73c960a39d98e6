import { Query, QueryHandler, readModel, type ReadModelReader } from 'annals';
import { IsString } from 'class-validator';
import { inject } from 'inversify';
import type { StockLevel } from './projections.js';

export class GetStockLevel extends Query<number> {
  @IsString() product!: string;
}

@QueryHandler(GetStockLevel)
export class GetStockLevelHandler {
  constructor(@inject(readModel('stock-levels')) private readonly levels: ReadModelReader<StockLevel>) {}

  async execute({ product }: GetStockLevel) {
    return (await this.levels.get(product))?.available ?? 0;
  }
}
