import {
  getMetadataStorage,
  validate,
  validateSync,
  type ValidationError as PropertyFailure,
  type ValidatorOptions,
} from 'class-validator';
import { ValidationError, type ValidationIssue } from '../errors/index.js';
import { alteredValues } from './altered-values.js';
import { commandTypeOf } from './command.js';
import { eventTypeOf } from './event.js';
import { joinPath } from './property-path.js';

const options: ValidatorOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: false,
};

/** Checks a command or query by its class-validator rules, those that need a promise included. @throws ValidationError */
export async function validateMessage(message: object): Promise<void> {
  const issues = hasRules(message) ? toIssues(await validate(message, options)) : unexpectedProperties(message);
  refuse(message, issues);
}

/**
 * Checks an event, at once: rules that need a promise do not count for events.
 *
 * @throws ValidationError, also where a value could not be stored as it is
 */
export function validateEvent(event: object): void {
  refuse(event, alteredValues(event, event.constructor));
  validateEventRules(event);
}

/** Checks an event by its class-validator rules alone. @throws ValidationError */
export function validateEventRules(event: object): void {
  refuse(event, hasRules(event) ? toIssues(validateSync(event, options)) : unexpectedProperties(event));
}

function refuse(message: object, issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) throw invalidMessage(message.constructor, issues);
}

/** The error for a message of this class, with its issues in order. */
export function invalidMessage(type: { readonly name: string }, issues: readonly ValidationIssue[]): ValidationError {
  return new ValidationError(
    eventTypeOf(type) ?? commandTypeOf(type) ?? type.name,
    issues.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
}

const classesWithRules = new WeakSet();

/** A class without a single rule is unknown to class-validator, which would refuse it even when it is empty. */
function hasRules({ constructor }: object): boolean {
  if (classesWithRules.has(constructor)) return true;
  const has = getMetadataStorage().getTargetValidationMetadatas(constructor, '', true, false).length > 0;
  if (has) classesWithRules.add(constructor);
  return has;
}

function unexpectedProperties(message: object): ValidationIssue[] {
  return Object.entries(message)
    .filter(([, value]) => value !== undefined)
    .map(([path]) => ({
      path,
      messages: [`property ${path} should not exist; give it a rule such as @IsString() or @Allow() in the class`],
    }));
}

function toIssues(failures: readonly PropertyFailure[], parent = ''): ValidationIssue[] {
  return failures.flatMap(({ property, constraints, children = [] }) => {
    const path = (property as string | undefined) === undefined ? parent : joinPath(parent, property);
    const own = constraints === undefined ? [] : [{ path, messages: Object.values(constraints) }];
    return [...own, ...toIssues(children, path)];
  });
}
