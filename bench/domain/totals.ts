import { EventHandler, Projection, type Class, type ReadModel, type RecordedEvent } from 'annals';
import { Counted } from './counter.js';

interface Total {
  readonly count: number;
  readonly amount: number;
}

const none: Total = { count: 0, amount: 0 };

/** A projection under a name that nobody has used, so that it begins at the first event: a document per stream. */
export function totalsNamed(name: string): Class {
  @Projection(name)
  class Totals {
    @EventHandler(Counted)
    counted({ amount }: Counted, view: ReadModel<Total>, { streamId }: RecordedEvent) {
      view.update(streamId, (total) => ({ count: total.count + 1, amount: total.amount + amount }), none);
    }
  }
  return Totals;
}
