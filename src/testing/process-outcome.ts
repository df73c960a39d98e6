import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { copyStorable } from '../event-store/index.js';
import { commandTypeOf, createMessage, type Class, type Properties } from '../messages/index.js';
import type { ProcessManagerModel, ProcessRecord } from '../process-managers/index.js';
import { millisecondsOf, type Duration } from './process-duration.js';
import { beginning, type ProcessHappening, type ProcessSituation } from './process-situation.js';

/** A command class with its properties. */
export type ExpectedCommand<C extends object = object> = readonly [
  command: Class<C>,
  properties: NoInfer<Properties<C>>,
];

/** A command as a failure shows it. */
interface ShownCommand {
  readonly type: string;
  readonly properties: object;
}

/** What something led to in a scenario of a process manager; say what it should be. */
export class ProcessOutcome {
  /** @internal */
  constructor(
    private readonly model: ProcessManagerModel,
    private readonly history: readonly ProcessHappening[],
    private readonly happening: ProcessHappening,
  ) {}

  /**
   * Expects that exactly these commands are sent, in this order.
   *
   * @returns a promise that rejects with a diff of the expected and the actual commands
   */
  async thenCommands<Commands extends readonly object[]>(
    ...commands: { [I in keyof Commands]: ExpectedCommand<Commands[I]> }
  ): Promise<void> {
    const wanted = [];
    for (const [command, properties] of commands as readonly ExpectedCommand[])
      wanted.push(await show(command, properties));
    const { before, after } = await this.#run();
    const actual = after.sent
      .slice(before.sent.length)
      .map(({ command: { type, properties } }): ShownCommand => ({ type, properties }));
    this.#compare('other commands', actual, wanted);
  }

  /** Expects that no command is sent. */
  thenNoCommands(): Promise<void> {
    return this.thenCommands();
  }

  /** Expects that the process has completed. */
  async thenCompleted(): Promise<void> {
    const record = this.#recordOf((await this.#run()).after);
    if (record !== undefined && record.completedAt !== null) return;
    throw this.#failure(
      `should complete the process, but ${record === undefined ? 'none has started' : 'it goes on'}`,
      record,
    );
  }

  /** Expects that the process has this state. */
  async thenState(state: unknown): Promise<void> {
    const record = this.#recordOf((await this.#run()).after);
    this.#compare('another state', record?.state, state === undefined ? undefined : copyStorable(state, 'state').copy);
  }

  /** Expects that the deadline is set, and due so long from now. */
  async thenDeadline(name: string, duration: Duration): Promise<void> {
    const { after } = await this.#run();
    const deadlines = this.#recordOf(after)?.deadlines ?? [];
    const actual = deadlines.map((deadline) => ({
      name: deadline.name,
      milliseconds: deadline.dueAt.getTime() - after.now.getTime(),
    }));
    const wanted = { name, milliseconds: millisecondsOf(duration) };
    if (actual.some((one) => isDeepStrictEqual(one, wanted))) return;
    this.#compare('other deadlines', actual, [wanted]);
  }

  /** Expects that no deadline is set. */
  async thenNoDeadlines(): Promise<void> {
    const deadlines = this.#recordOf((await this.#run()).after)?.deadlines ?? [];
    this.#compare(
      'other deadlines',
      deadlines.map(({ name }) => name),
      [],
    );
  }

  async #run(): Promise<{ readonly before: ProcessSituation; readonly after: ProcessSituation }> {
    let before = beginning;
    for (const happening of this.history) before = await happening.apply(this.model, before);
    return { before, after: await this.happening.apply(this.model, before) };
  }

  /** The instance that the scenario is about: the one that something has happened to last. */
  #recordOf({ records, lastId = '' }: ProcessSituation): ProcessRecord | undefined {
    return records.get(lastId);
  }

  #compare(what: string, actual: unknown, expected: unknown): void {
    if (isDeepStrictEqual(actual, expected)) return;
    const { message: diff } = new AssertionError({ actual, expected, operator: 'deepStrictEqual' });
    throw this.#failure(`led to ${what} than expected:\n${diff.split('\n').slice(1).join('\n')}`, actual, expected);
  }

  #failure(reason: string, actual: unknown, expected?: unknown): AssertionError {
    return new AssertionError({
      message: `${this.model.label}: ${this.happening.name} ${reason}`,
      actual,
      expected,
      operator: 'scenario',
    });
  }
}

/** As it would be kept: checked against its rules, and without properties that are undefined. */
async function show(command: Class, properties: object): Promise<ShownCommand> {
  const type = commandTypeOf(command) ?? command.name;
  await createMessage(command, properties);
  return { type, properties: copyStorable({ ...properties }, type).copy };
}
