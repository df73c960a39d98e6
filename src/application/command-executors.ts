import type { CommandExecutor, UnitOfWork } from '../commands/index.js';
import type { AggregateModel } from '../domain/index.js';
import { ConfigurationError, ValidationError } from '../errors/index.js';
import { aggregateIdPropertyOf, commandTypeOf, handledCommandOf, type Class } from '../messages/index.js';

/**
 * Finds who executes each command.
 *
 * @throws ConfigurationError when two handle one command, two classes claim one command name, or an id is missing
 */
export function commandExecutors(
  models: readonly AggregateModel[],
  handlers: readonly Class[],
  make: (handler: Class) => object,
): ReadonlyMap<Class, CommandExecutor> {
  const executors = new Map<Class, CommandExecutor>();
  const owners = new Map<Class, string>();
  const names = new Map<string, Class>();

  const register = (command: Class, owner: string, executor: CommandExecutor) => {
    const earlierOwner = owners.get(command);
    if (earlierOwner !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${command.name} has two handlers: ${earlierOwner} and ${owner}. A command has one.`,
      );
    }
    const name = nameOf(command, owner);
    const earlierClass = names.get(name);
    if (earlierClass !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `Two classes are the command '${name}': ${earlierClass.name} and ${command.name}. Give each a name of its own.`,
      );
    }
    owners.set(command, owner);
    names.set(name, command);
    executors.set(command, executor);
  };

  for (const model of models) {
    for (const command of model.commands) register(command, model.label, aggregateExecutor(model, command));
  }
  for (const handler of handlers) {
    const command = handledCommandOf(handler);
    if (command === undefined) continue;
    register(command, handler.name, async (message) => {
      await (make(handler) as { execute(command: object): unknown }).execute(message);
    });
  }
  return executors;
}

function aggregateExecutor(model: AggregateModel, command: Class): CommandExecutor {
  const property = aggregateIdPropertyOf(command);
  if (property === undefined) {
    throw new ConfigurationError(
      'AGGREGATE_ID_MISSING',
      `${command.name} is handled by ${model.label}, but none of its properties says which one. Put @AggregateId() on that property.`,
    );
  }
  return async (message: object, unit: UnitOfWork) => {
    const id = (message as Record<string, unknown>)[property];
    if (typeof id !== 'string' || id === '') {
      throw new ValidationError(nameOf(command, model.label), [
        {
          path: property,
          messages: [`${property} is the id of ${model.label}; it should be a string that is not empty`],
        },
      ]);
    }
    const aggregate = await unit.load(model, id);
    const decided = model.decide(aggregate.state, message);
    unit.record(aggregate, decided instanceof Promise ? await decided : decided);
  };
}

function nameOf(command: Class, owner: string): string {
  const name = commandTypeOf(command);
  if (name !== undefined) return name;
  throw new ConfigurationError(
    'DECORATOR_MISSING',
    `${owner} handles ${command.name}, which has no name. Put @Command('…') on it, such as @Command('account.open').`,
  );
}
