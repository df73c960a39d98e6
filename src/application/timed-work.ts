import type { Logger } from '../errors/index.js';
import {
  CommandSchedule,
  DeadDueWork,
  DeadlineLoop,
  DeadProcesses,
  processSubscription,
  ProcessRunner,
  ProcessWork,
  scheduleManager,
  scheduleSliceCount,
  ScheduleWork,
  type CommandSender,
  type DueWork,
  type ProcessCounts,
  type ProcessManagerModel,
  type ProcessStore,
  type WorkLanes,
} from '../process-managers/index.js';
import { LeasedLanes, type Subscriptions } from '../subscriptions/index.js';

export interface TimedWorkOptions {
  readonly store: ProcessStore;
  readonly processManagers: readonly ProcessManagerModel[];
  readonly logger: Logger;
}

/** What of the process managers and scheduled commands time makes due. */
export interface DueStatus extends ProcessCounts {
  /** The process manager, or `commands` for those that are scheduled. */
  readonly name: string;
}

/** The process managers and the scheduled commands of an application. */
export class TimedWork {
  readonly schedule: CommandSchedule;
  readonly deadLetters: DeadDueWork;
  readonly #loops = new Map<string, DeadlineLoop>();

  constructor(private readonly options: TimedWorkOptions) {
    const wake = (manager: string) => this.#loops.get(manager)?.wake();
    this.schedule = new CommandSchedule(options.store, () => wake(scheduleManager));
    this.deadLetters = new DeadDueWork(new DeadProcesses(options.store, wake));
  }

  async start(subscriptions: Subscriptions, sender: CommandSender): Promise<void> {
    const { store, processManagers, logger } = this.options;
    await store.prepare();
    await Promise.all(
      processManagers.map(async (model) => {
        const runner = new ProcessRunner(model, store, sender);
        const running = await subscriptions.run(processSubscription(runner));
        this.#attend(new ProcessWork(runner, { logger }), {
          slices: () => running.slices,
          run: async (lane, task) => {
            await running.runInLane(lane, task);
          },
        });
      }),
    );
    const kept = { kind: 'schedule', name: 'commands', patterns: [], sliceCount: scheduleSliceCount } as const;
    const lanes = new LeasedLanes('schedule/commands', 'schedule', scheduleSliceCount, () =>
      subscriptions.isLeaseValid(),
    );
    await subscriptions.share(lanes, kept);
    this.#attend(new ScheduleWork(store, sender, { logger }), {
      slices: () => lanes.slices,
      run: (lane, task) => lanes.run(lane, task),
    });
  }

  /** Takes up nothing more that is due, and finishes what is under way. */
  async stop(): Promise<void> {
    await Promise.all([...this.#loops.values()].map((loop) => loop.stop()));
  }

  async status(): Promise<readonly DueStatus[]> {
    const { store, processManagers } = this.options;
    const managers = processManagers.map(({ name }) => ({ name, manager: name }));
    const all = [...managers, { name: 'commands', manager: scheduleManager }];
    return Promise.all(all.map(async ({ name, manager }) => ({ name, ...(await store.status(manager)) })));
  }

  #attend(work: DueWork, lanes: WorkLanes): void {
    const loop = new DeadlineLoop(this.options.store, work, lanes, { logger: this.options.logger });
    this.#loops.set(work.manager, loop);
    loop.start();
  }
}
