import { eventsOf, folderFor, pathTo } from '../belonging.js';
import type { Field } from '../field.js';
import type { Generator } from '../generation.js';
import { eventHandlers } from '../handlers.js';
import { fieldsOf } from '../known-fields.js';
import { sampleOf } from '../message-class.js';
import { kebabOf } from '../names.js';
import { testImports, testUpcasters } from '../test-imports.js';
import type { KnownClass } from '../workspace.js';

/** A read model that takes over the fields of events, and a test that appends one. */
export const generateProjection: Generator = (generation) => {
  const { workspace, name } = generation;
  const events = eventsOf(generation);
  const folder = folderFor(generation, events);
  const [first] = events;
  if (first === undefined) return;
  const fields = viewFields(events);
  const [view, stored] = [`${name}View`, kebabOf(name)];
  const copied = (event: KnownClass) => fieldsOf(event).filter((own) => fields.some((field) => isSame(field, own)));
  const assigned = (event: KnownClass) =>
    fields.length === 0
      ? ['lastEvent: recorded.type']
      : copied(event).map((field) => `${field.name}: event.${field.name}`);
  const usesEvent = (event: KnownClass) => fields.length > 0 && copied(event).length > 0;
  // The first event of each part of the domain begins a document, the others change it.
  const beginnings = events.filter(
    (event, index) => events.findIndex((other) => other.folder === event.folder) === index,
  );
  const isOptional = (field: Field) =>
    field.isOptional || !beginnings.every((event) => copied(event).some((own) => own.name === field.name));

  const file = workspace.addClass(
    `src/${folder}/projections.ts`,
    name,
    `export interface ${view} {
${fields.length === 0 ? '  lastEvent: string;' : fields.map((field) => `  ${field.name}${isOptional(field) ? '?' : ''}: ${field.type};`).join('\n')}
}

@Projection('${stored}')
export class ${name} {
${eventHandlers(events, {
  parameters: (event) =>
    `${usesEvent(event) ? 'event' : '_event'}: ${event.name}, view: ReadModel<${view}>, recorded: RecordedEvent`,
  body: (event) =>
    beginnings.includes(event)
      ? `view.set(recorded.streamId, { ${assigned(event).join(', ')} });`
      : `view.update(recorded.streamId, (document) => ({ ${['...document', ...assigned(event)].join(', ')} }));`,
})}
}`,
  );
  file.import('annals', 'EventHandler', 'Projection', 'type ReadModel', 'type RecordedEvent');
  for (const event of events) workspace.exportFromFolder(event);
  for (const event of events) file.import(pathTo({ folder }, event), event.name);
  workspace.addToComponents(folder, 'projections');

  const expected = fields.length === 0 ? `{ lastEvent: ${typeOf(first)} }` : sampleOf(copied(first));
  const upcasters = testUpcasters(workspace, events);
  workspace.create(
    `test/${folder}/${stored}.test.ts`,
    `import { createApplication, createEvent, inMemory, readModel, type ReadModelReader } from 'annals';
${testImports(folder, [name, `type ${view}`], [first])}
${upcasters.imports}
describe('${name}', () => {
  it('follows ${first.name}', async () => {
    const app = await createApplication({ components: [${name}${upcasters.names}], store: inMemory() });
    try {
      const event = createEvent(${first.name}, ${sampleOf(fieldsOf(first))});
      const { globalPosition } = await app.eventStore.appendToStream('one-1', [event]);
      await app.projections.waitFor('${stored}', globalPosition, 5_000);
      const view = app.container.get<ReadModelReader<${view}>>(readModel('${stored}'));
      expect(await view.get('one-1')).toEqual(${expected});
    } finally {
      await app.close();
    }
  });
});
`,
  );
};

/** The fields of the events, each once; of two that differ in type, the first one. */
function viewFields(events: readonly KnownClass[]): readonly Field[] {
  const all = events.flatMap(fieldsOf);
  return all.filter((field, index) => all.findIndex(({ name }) => name === field.name) === index);
}

function isSame(a: Field, b: Field): boolean {
  return a.name === b.name && a.type === b.type;
}

function typeOf({ decorators }: KnownClass): string {
  return decorators.get('Event')?.[0] ?? '';
}
