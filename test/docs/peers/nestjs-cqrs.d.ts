/** What the pages use of @nestjs/cqrs, checked against its version 12.0.0. */
type MessageClass = new (...args: never[]) => object;

export declare abstract class AggregateRoot {
  apply(event: object): void;
  commit(): void;
}

export declare class EventPublisher {
  mergeObjectContext<T extends AggregateRoot>(aggregate: T): T;
}

export interface ICommandHandler<Command> {
  execute(command: Command): Promise<unknown>;
}

export declare function CommandHandler(command: MessageClass): ClassDecorator;
