import { posix } from 'node:path';
import { CliError } from '../../cli-error.js';
import { aggregateOf, pathTo } from '../belonging.js';
import type { Field } from '../field.js';
import type { Generation, Generator } from '../generation.js';
import { idFieldOf, requireNoId } from '../id-field.js';
import { fieldsOf } from '../known-fields.js';
import { handOn, importValidators, messageClass, sampleOf } from '../message-class.js';
import { moduleFrom } from '../modules.js';
import { camelOf, commandTypeOf, kebabOf } from '../names.js';
import type { DeclaredProperty } from '../declared-class.js';
import type { KnownClass } from '../workspace.js';
import { addEvent } from './event.js';

/** A command with its handler on an aggregate; with `--on` it applies that event, which is made if need be. */
export const generateCommand: Generator = (generation) => {
  const { workspace, name, fields, events } = generation;
  const aggregate = aggregateOf(generation);
  const { folder } = aggregate;
  const id = workspace.classes.find((known) => known.folder === folder && hasAggregateId(known));
  const idField = idOf(id, aggregate.name);
  requireNoId(aggregate.name, fields, idField);
  const commandFields = [idField, ...fields];
  const type = generation.type ?? commandTypeOf(name, aggregate.name);
  workspace.requireFreeType('Command', type, name);

  const commands = workspace.addClass(
    `src/${folder}/commands.ts`,
    name,
    messageClass([`Command('${type}')`], name, '', commandFields),
  );
  commands.import('annals', 'Command');
  importValidators(commands, commandFields);
  workspace.addToComponents(folder, 'commands');
  workspace.exportFromFolder(aggregate);

  const [event] = events;
  const applied = event === undefined ? undefined : eventFor(generation, aggregate, event);
  addHandler(generation, aggregate, applied);

  const outcome = applied === undefined ? 'thenNothing()' : `then(${applied.name}, ${sampleOf(applied.fields)})`;
  const imports = [aggregate.name, name, ...(applied === undefined ? [] : [applied.name])];
  workspace.create(
    `test/${folder}/${kebabOf(name)}.test.ts`,
    `import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import { ${imports.toSorted((a, b) => a.localeCompare(b)).join(', ')} } from '../../src/${folder}/index.js';

describe('${name}', () => {
  it('${applied === undefined ? 'changes nothing yet' : `leads to ${applied.name}`}', async () => {
    await scenario(${aggregate.name}).when(${name}, ${sampleOf(commandFields)}).${outcome};
  });
});
`,
  );
};

interface Applied {
  readonly name: string;
  readonly fields: readonly Field[];
}

/** The event that the command applies: one that is there and can be made of the command's fields, or a new one. */
function eventFor(generation: Generation, aggregate: KnownClass, name: string): Applied {
  const { workspace, fields } = generation;
  const known = workspace.withDecorator('Event').find((event) => event.name === name);
  if (known === undefined) {
    addEvent(generation, aggregate, { name, fields });
    return { name, fields };
  }
  const wanted = fieldsOf(known).filter(({ isOptional }) => !isOptional);
  const missing = wanted.filter((field) => !fields.some((own) => own.name === field.name && own.type === field.type));
  if (missing.length > 0) {
    throw new CliError(
      'FIELDS_MISSING',
      `${name} needs what the command does not have: ${missing.map((field) => `${field.name}: ${field.type}`).join(', ')}. Give it fields of these names.`,
    );
  }
  return { name, fields: fields.filter((own) => fieldsOf(known).some((field) => field.name === own.name)) };
}

function addHandler({ workspace, name }: Generation, aggregate: KnownClass, applied: Applied | undefined): void {
  const file = workspace.change(aggregate.path);
  const method = camelOf(name);
  const [from, { folder }] = [posix.dirname(aggregate.path), aggregate];
  file.import('annals', 'CommandHandler').import(moduleFrom(from, `src/${folder}/commands.ts`), name);
  if (applied !== undefined) {
    const known = workspace.classes.find((declared) => declared.name === applied.name);
    const module = known === undefined ? moduleFrom(from, `src/${folder}/events.ts`) : pathTo(aggregate, known);
    file.import(module, applied.name);
  }
  if (file.hasMember(aggregate.name, method)) return;
  const apply = applied && `this.apply(${applied.name}, ${handOn('command', applied.fields)});`;
  const parameter = applied === undefined ? `_command: ${name}` : applied.fields.length === 0 ? '' : `command: ${name}`;
  file.addMember(
    aggregate.name,
    `@CommandHandler(${name})
${method}(${parameter}) {
  // Check the rules${apply === undefined ? ', then apply what has happened' : ''}.${apply === undefined ? '' : `\n  ${apply}`}
}`,
    'CommandHandler',
  );
}

function hasAggregateId({ properties }: KnownClass): boolean {
  return [...properties.values()].some(isAggregateId);
}

function isAggregateId({ decorators }: DeclaredProperty): boolean {
  return decorators.some((decorator) => decorator.startsWith('AggregateId('));
}

/** The id field as the other commands of the aggregate have it. */
function idOf(command: KnownClass | undefined, aggregate: string): Field {
  const usual = idFieldOf(aggregate);
  const [name] = [...(command?.properties ?? [])].find(([, property]) => isAggregateId(property)) ?? [];
  if (command === undefined || name === undefined || name === usual.name) return usual;
  return fieldsOf(command).find((field) => field.name === name) ?? usual;
}
