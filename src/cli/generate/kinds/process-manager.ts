import { eventsOf, folderFor, pathTo } from '../belonging.js';
import type { Generator } from '../generation.js';
import { eventHandlers } from '../handlers.js';
import { fieldsOf } from '../known-fields.js';
import { sampleOf } from '../message-class.js';
import { kebabOf } from '../names.js';
import { testImports } from '../test-imports.js';
import type { KnownClass } from '../workspace.js';

/** A process manager that starts on the first of its events, and a scenario of it. */
export const generateProcessManager: Generator = (generation) => {
  const { workspace, name } = generation;
  const events = eventsOf(generation);
  const folder = folderFor(generation, events);
  const [first] = events;
  if (first === undefined) return;
  const common = commonId(events);
  const correlateBy = common === undefined ? '(_event, recorded) => recorded.streamId' : `'${common}'`;
  const module = kebabOf(name);

  const file = workspace.addClass(
    `src/${folder}/${module}.ts`,
    name,
    `/** What the later steps need to know. */
export interface ${name}State {
  startedAt: string;
}

@ProcessManager('${kebabOf(name)}', { correlateBy: ${correlateBy}, startsOn: [${first.name}] })
export class ${name} {
${eventHandlers(events, {
  parameters: (event, index) =>
    `_event: ${event.name}, process: Process<${name}State>${index === 0 ? ', recorded: RecordedEvent' : ''}`,
  body: (event, index) =>
    index === 0
      ? `process.state = { startedAt: recorded.createdAt.toISOString() };
    // Then process.dispatch(Command, { … }), process.setDeadline('name', { after: 60_000 }), or process.complete().`
      : 'process.complete();',
})}
}`,
  );
  file.import('annals', 'EventHandler', 'type Process', 'ProcessManager', 'type RecordedEvent');
  for (const event of events) file.import(pathTo({ folder }, event), event.name);
  workspace.addToComponents(folder, module);

  workspace.create(
    `test/${folder}/${module}.test.ts`,
    `import { scenario } from 'annals/testing';
${testImports(folder, [name], [first])}

describe('${name}', () => {
  it('starts with ${first.name}, and sends nothing yet', async () => {
    await scenario(${name}).when(${first.name}, ${sampleOf(fieldsOf(first))}).thenNoCommands();
  });
});
`,
  );
};

/** A field that all of the events have and that ends with Id. */
function commonId(events: readonly KnownClass[]): string | undefined {
  const [first, ...others] = events.map((event) => fieldsOf(event).map(({ name }) => name));
  return first?.find((name) => name.endsWith('Id') && others.every((names) => names.includes(name)));
}
