import { describeValue, type ValidationIssue } from '../errors/index.js';
import { alteredValues } from './altered-values.js';
import { eventTypeOf } from './event.js';
import type { Class, Properties } from './message-class.js';
import { instantiate, undeclaredEvent } from './serialization.js';
import { unsafeProperties } from './unsafe-properties.js';
import { invalidMessage, validateEventRules, validateMessage } from './validate-message.js';

/**
 * Makes and checks a command or query, from its class and properties or from an instance.
 *
 * @throws ValidationError listing every failing property
 */
export async function createMessage<T extends object>(type: Class<T>, properties: unknown): Promise<T> {
  const message = toInstance(type, properties);
  await validateMessage(message);
  return message;
}

/**
 * Makes and checks an event.
 *
 * @example `return createEvent(MoneyDeposited, { amount: 5 });`
 * @throws ValidationError listing every failing property
 * @throws ConfigurationError when the class has no `@Event`
 */
export function createEvent<T extends object>(type: Class<T>, properties: NoInfer<Properties<T>>): T {
  if (eventTypeOf(type) === undefined) throw undeclaredEvent(type);
  const event = toInstance(type, properties, alteredValues);
  validateEventRules(event);
  return event;
}

function toInstance<T extends object>(type: Class<T>, properties: unknown, check: PropertiesCheck = () => []): T {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw invalidMessage(type, [
      { path: '', messages: [`${describeValue(properties)} is not an object of properties`] },
    ]);
  }
  const issues = issuesOf(properties, (given) => [...unsafeProperties(given), ...check(given, type)]);
  if (issues.length > 0) throw invalidMessage(type, issues);
  return properties instanceof type ? properties : instantiate(type, properties);
}

type PropertiesCheck = (properties: object, type: object) => readonly ValidationIssue[];

function issuesOf(
  properties: object,
  check: (properties: object) => readonly ValidationIssue[],
): readonly ValidationIssue[] {
  try {
    return check(properties);
  } catch (error) {
    return [{ path: '', messages: [`reading it throws: ${error instanceof Error ? error.message : String(error)}`] }];
  }
}
