import type { CommandBus, CommandExecutor } from '../commands/index.js';
import { UnknownMessageError } from '../errors/index.js';
import { commandTypeOf, type Class } from '../messages/index.js';
import type { CommandSender, PendingCommand } from '../process-managers/index.js';

/** Dispatches commands that are kept by their stored names. */
export class StoredCommands implements CommandSender {
  readonly #classes: ReadonlyMap<string | undefined, Class>;

  constructor(
    private readonly commands: CommandBus,
    executors: ReadonlyMap<Class, CommandExecutor>,
  ) {
    this.#classes = new Map([...executors.keys()].map((type) => [commandTypeOf(type), type]));
  }

  async send({ type, properties, commandId, correlationId, causationId, metadata }: PendingCommand): Promise<void> {
    const command = this.#classes.get(type);
    if (command === undefined) {
      throw new UnknownMessageError(
        'UNKNOWN_COMMAND',
        `A command '${type}' is to be sent, but nothing handles one of that name. Add its class and handler to the ` +
          `application's components; a class may be renamed, its name in @Command may not.`,
      );
    }
    const options = { commandId, correlationId, metadata, ...(causationId !== null && { causationId }) };
    await this.commands.dispatch(command, properties, options);
  }
}
