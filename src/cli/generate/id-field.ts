import { CliError, exitCodes } from '../cli-error.js';
import type { Field } from './field.js';
import { camelOf } from './names.js';

/** The field by which a command says which aggregate it is for. */
export function idFieldOf(aggregate: string): Field {
  return {
    name: `${camelOf(aggregate)}Id`,
    type: 'string',
    isOptional: false,
    decorators: ['AggregateId()', 'IsUUID()'],
    sample: 'randomUUID()',
  };
}

/** @throws CliError INVALID_FIELD when a field is what names the aggregate anyway */
export function requireNoId(aggregate: string, fields: readonly Field[], id = idFieldOf(aggregate)): void {
  if (!fields.some(({ name }) => name === id.name)) return;
  throw new CliError(
    'INVALID_FIELD',
    `${id.name} is what names a ${aggregate}, and every command of it has it anyway. Leave it out.`,
    exitCodes.usage,
  );
}
