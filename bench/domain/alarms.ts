import { Allow } from 'class-validator';
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
  type Process,
} from 'annals';

@Event('alarm.set')
export class AlarmSet {
  @Allow() alarmId!: string;
  @Allow() at!: number;
}

@Event('alarm.rung')
export class AlarmRung {
  @Allow() alarmId!: string;
}

@Command('alarm.ring')
export class RingAlarm {
  @AggregateId() @Allow() alarmId!: string;
}

@Aggregate('alarm')
export class Alarm extends AggregateRoot {
  @CommandHandler(RingAlarm)
  ring({ alarmId }: RingAlarm) {
    this.apply(AlarmRung, { alarmId });
  }
}

/** Waits for a moment, and sends a command then. */
@ProcessManager('alarms', { correlateBy: 'alarmId', startsOn: [AlarmSet] })
export class Alarms {
  @EventHandler(AlarmSet)
  set({ at }: AlarmSet, process: Process) {
    process.setDeadline('due', { at: new Date(at) });
  }

  @DeadlineHandler('due')
  due(process: Process) {
    process.dispatch(RingAlarm, { alarmId: process.id });
    process.complete();
  }
}
