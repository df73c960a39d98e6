import 'reflect-metadata';

export { AggregateId, aggregateIdPropertyOf } from './aggregate-id.js';
export { Command, commandTypeOf } from './command.js';
export { CommandHandler, commandHandlersOf, handledCommandOf } from './command-handler.js';
export { createEvent, createMessage } from './create-message.js';
export { Event, eventTypeOf, isEventType, type EventOptions } from './event.js';
export { EventHandler, eventHandlersOf } from './event-handler.js';
export { EventRegistry } from './event-registry.js';
export type { HandlerClassDecorator, HandlerMethodDecorator } from './handler-types.js';
export { readMessageArguments } from './message-arguments.js';
export type { Class, MessageClass, Properties } from './message-class.js';
export { currentMessage, withinMessage, type MessageContext } from './message-context.js';
export { runThrough, type MessageEnvelope, type Middleware } from './middleware.js';
export { Query, type ResultOf } from './query.js';
export { handledQueryOf, QueryHandler } from './query-handler.js';
export { instantiate, serializeEvent, undeclaredEvent, type SerializedEvent } from './serialization.js';
export { validateEvent } from './validate-message.js';
