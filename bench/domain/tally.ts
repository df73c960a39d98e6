import { Aggregate, AggregateRoot, EventHandler } from 'annals';
import { Counted } from './counter.js';

/** An aggregate without snapshots: each load folds all of its events. Streams `tally-{id}`. */
@Aggregate('tally')
export class Tally extends AggregateRoot {
  total = 0;

  @EventHandler(Counted)
  protected onCounted({ amount }: Counted) {
    this.total += amount;
  }
}
