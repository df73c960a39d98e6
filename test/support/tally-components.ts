import { existsSync } from 'node:fs';
import { IsString } from 'class-validator';
import { Event, EventHandler, Projection, Subscriber, type ReadModel } from '../../src/index.js';
import { until } from './until.js';

@Event('tally.counted')
export class Counted {
  @IsString() key!: string;
}

export interface Tally {
  count: number;
  version: string;
}

/** Counts by key; the environment says for which file it waits, and which version of its code this is. */
@Projection('tallies')
export class Tallies {
  @EventHandler(Counted)
  async counted({ key }: Counted, view: ReadModel<Tally>) {
    const { TALLY_VERSION: version = 'one', TALLY_GATE: gate } = process.env;
    if (gate !== undefined) await until(() => existsSync(gate));
    view.update(key, ({ count }) => ({ count: count + 1, version }), { count: 0, version });
  }
}

/** Takes no event whose key is `bad`. */
@Subscriber('mailer', { from: 'start', slices: 2, retry: { attempts: 1 } })
export class Mailer {
  static readonly mailed: string[] = [];
  static isMended = false;

  @EventHandler(Counted)
  counted({ key }: Counted) {
    if (key === 'bad' && !Mailer.isMended) throw new Error('no such address');
    Mailer.mailed.push(key);
  }
}
