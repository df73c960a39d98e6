import 'reflect-metadata';
import { Aggregate, AggregateId, AggregateRoot, Command, CommandHandler, Event, EventHandler } from 'annals';
import { IsInt, IsNumber, IsString, IsUUID } from 'class-validator';

@Event('bench.counted')
export class Counted {
  @IsInt() index!: number;
  @IsUUID() id!: string;
  @IsNumber() amount!: number;
  @IsString() note!: string;
}

@Command('bench.count')
export class Count {
  @AggregateId() @IsString() counterId!: string;
  @IsInt() index!: number;
  @IsUUID() id!: string;
  @IsNumber() amount!: number;
  @IsString() note!: string;
}

/** What the commands of the bench run on, with snapshots: streams `counter-{id}`. */
@Aggregate('counter', { snapshot: { every: 100, version: 1 } })
export class Counter extends AggregateRoot {
  private total = 0;

  @CommandHandler(Count)
  count({ index, id, amount, note }: Count) {
    if (this.total + amount < 0) throw new Error('A counter never falls below 0.');
    this.apply(Counted, { index, id, amount, note });
  }

  @EventHandler(Counted)
  protected onCounted({ amount }: Counted) {
    this.total += amount;
  }
}
