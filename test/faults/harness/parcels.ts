import 'reflect-metadata';
import { IsInt, IsString } from 'class-validator';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  DeadlineHandler,
  Event,
  EventHandler,
  ProcessManager,
  Projection,
  type Process,
  type ReadModel,
  type RecordedEvent,
} from '../../../src/index.js';

/** What the processes of a fault test react to: parcels that arrive or get lost, among much else that happens. */

@Event('ticked')
export class Ticked {}

@Event('parcel.sent')
export class ParcelSent {
  @IsString() parcelId!: string;
  /** After so many milliseconds its sender complains. */
  @IsInt() patienceMs!: number;
}

@Event('parcel.arrived')
export class ParcelArrived {
  @IsString() parcelId!: string;
}

export type NoticeKind = 'announced' | 'complained' | 'confirmed';

/** What a command of the process manager has led to. */
@Event('notice.given')
export class NoticeGiven {
  @IsString() kind!: NoticeKind;
  /** How many steps the process had taken: one that was taken twice shows, although its command has the same id. */
  @IsInt() step!: number;
}

@Command('notice.give')
export class GiveNotice {
  @AggregateId() @IsString() parcelId!: string;
  @IsString() kind!: NoticeKind;
  @IsInt() step!: number;
}

/** Refuses nothing, so that a command that is carried out twice shows. Streams `notice-{parcelId}`. */
@Aggregate('notice')
export class Notice extends AggregateRoot {
  @CommandHandler(GiveNotice)
  give({ kind, step }: GiveNotice) {
    this.apply(NoticeGiven, { kind, step });
  }
}

@ProcessManager('tracking', {
  correlateBy: 'parcelId',
  startsOn: [ParcelSent],
  initialState: { steps: 0 },
  from: 'start',
})
export class Tracking {
  @EventHandler(ParcelSent)
  sent({ patienceMs }: ParcelSent, process: Process<{ steps: number }>) {
    this.give('announced', process);
    process.setDeadline('late', { after: patienceMs });
  }

  @EventHandler(ParcelArrived)
  arrived(_: ParcelArrived, process: Process<{ steps: number }>) {
    this.give('confirmed', process);
    process.cancelDeadline('late');
  }

  @DeadlineHandler('late')
  late(process: Process<{ steps: number }>) {
    this.give('complained', process);
  }

  private give(kind: NoticeKind, process: Process<{ steps: number }>) {
    process.dispatch(GiveNotice, { parcelId: process.id, kind, step: ++process.state.steps });
  }
}

export const tallies = 'tallies';

export interface Tally {
  readonly count: number;
}

/** Counts the events of every stream, and tells whoever wants to know that it is at work. */
export function talliesOf(atWork: () => void) {
  @Projection(tallies)
  class Tallies {
    @EventHandler(Ticked)
    ticked(_: Ticked, view: ReadModel<Tally>, recorded: RecordedEvent) {
      this.count(view, recorded);
    }

    @EventHandler(ParcelSent)
    sent(_: ParcelSent, view: ReadModel<Tally>, recorded: RecordedEvent) {
      this.count(view, recorded);
    }

    @EventHandler(ParcelArrived)
    arrived(_: ParcelArrived, view: ReadModel<Tally>, recorded: RecordedEvent) {
      this.count(view, recorded);
    }

    @EventHandler(NoticeGiven)
    given(_: NoticeGiven, view: ReadModel<Tally>, recorded: RecordedEvent) {
      this.count(view, recorded);
    }

    private count(view: ReadModel<Tally>, { streamId }: RecordedEvent) {
      atWork();
      view.update(streamId, ({ count }) => ({ count: count + 1 }), { count: 0 });
    }
  }
  return Tallies;
}
