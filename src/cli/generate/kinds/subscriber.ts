import { eventsOf, folderFor, pathTo } from '../belonging.js';
import type { Generator } from '../generation.js';
import { eventHandlers } from '../handlers.js';
import { kebabOf } from '../names.js';
import { testImports, testUpcasters } from '../test-imports.js';

/** A subscriber, and a test that it is heard of. */
export const generateSubscriber: Generator = (generation) => {
  const { workspace, name } = generation;
  const events = eventsOf(generation);
  const folder = folderFor(generation, events);
  const module = kebabOf(name);
  const file = workspace.addClass(
    `src/${folder}/${module}.ts`,
    name,
    `@Subscriber('${module}')
export class ${name} {
${eventHandlers(events, {
  parameters: (event) => `_event: ${event.name}, _recorded: RecordedEvent`,
  body: () => '// An event may come again: let what is done here depend on the eventId of what is recorded.',
})}
}`,
  );
  file.import('annals', 'EventHandler', 'Subscriber', 'type RecordedEvent');
  for (const event of events) workspace.exportFromFolder(event);
  for (const event of events) file.import(pathTo({ folder }, event), event.name);
  workspace.addToComponents(folder, module);

  const upcasters = testUpcasters(workspace, events);
  workspace.create(
    `test/${folder}/${module}.test.ts`,
    `import { createApplication, inMemory } from 'annals';
${testImports(folder, [name], [])}
${upcasters.imports}
describe('${name}', () => {
  it('is among the subscriptions of the application', async () => {
    const app = await createApplication({ components: [${name}${upcasters.names}], store: inMemory() });
    try {
      expect(await app.eventBus.list()).toMatchObject([{ name: '${module}' }]);
    } finally {
      await app.close();
    }
  });
});
`,
  );
};
