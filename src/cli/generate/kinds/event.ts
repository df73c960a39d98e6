import { posix } from 'node:path';
import { CliError } from '../../cli-error.js';
import { aggregateOf } from '../belonging.js';
import type { Field } from '../field.js';
import type { Generation, Generator } from '../generation.js';
import { importValidators, messageClass, sampleOf } from '../message-class.js';
import { moduleFrom } from '../modules.js';
import { eventTypeOf, kebabOf } from '../names.js';
import type { KnownClass } from '../workspace.js';

/** An event, and its place in the aggregate that it happens to. */
export const generateEvent: Generator = (generation) => {
  const { workspace, name, fields, type } = generation;
  const aggregate = aggregateOf(generation);
  addEvent(generation, aggregate, { name, fields, ...(type !== undefined && { type }) });
  const { folder } = aggregate;
  const required = fields.find(({ isOptional }) => !isOptional);
  const refusal =
    required === undefined
      ? ''
      : `
  it('needs ${required.name}', () => {
    const without = { ...sample, ${required.name}: undefined as never };
    expect(() => createEvent(${name}, without)).toThrow('${required.name}');
  });
`;
  workspace.create(
    `test/${folder}/${kebabOf(name)}.test.ts`,
    `import { createEvent, type Properties } from 'annals';
import { ${name} } from '../../src/${folder}/index.js';

describe('${name}', () => {
  const sample: Properties<${name}> = ${sampleOf(fields)};

  it('takes what it is made of', () => {
    expect(createEvent(${name}, sample)).toEqual(sample);
  });
${refusal}});
`,
  );
};

/** An event to add. */
interface NewEvent {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly type?: string;
}

/** Adds the class of an event, and the method of the aggregate that follows it. */
export function addEvent(
  { workspace }: Generation,
  aggregate: KnownClass,
  { name, fields, type = eventTypeOf(name, aggregate.name) }: NewEvent,
): void {
  workspace.requireFreeType('Event', type, name);
  const { folder } = aggregate;
  const path = `src/${folder}/events.ts`;
  const events = workspace.addClass(path, name, messageClass([`Event('${type}')`], name, '', fields));
  events.import('annals', 'Event');
  importValidators(events, fields);
  workspace.addToComponents(folder, 'events');

  const file = workspace.change(aggregate.path);
  const method = `on${name}`;
  if (file.hasMember(aggregate.name, method)) return;
  if (file.names.has(name)) {
    throw new CliError('CLASS_EXISTS', `${aggregate.path} uses the name ${name} already. Choose another.`);
  }
  file
    .import('annals', 'EventHandler')
    .import(moduleFrom(posix.dirname(aggregate.path), path), name)
    .addMember(
      aggregate.name,
      `@EventHandler(${name})
protected ${method}(_event: ${name}) {
  // Change the state that later decisions need.
}`,
      'EventHandler',
    );
}
