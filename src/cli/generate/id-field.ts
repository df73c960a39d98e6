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
