import { CliError } from '../../cli-error.js';
import { eventsOf, folderFor, pathTo } from '../belonging.js';
import type { Generation, Generator } from '../generation.js';
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
  const { correlateBy, scene } = correlationOf(generation, events);
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
  for (const event of events) workspace.exportFromFolder(event);
  for (const event of events) file.import(pathTo({ folder }, event), event.name);
  workspace.addToComponents(folder, module);

  workspace.create(
    `test/${folder}/${module}.test.ts`,
    `import { scenario } from 'annals/testing';
${testImports(folder, [name], [first])}

describe('${name}', () => {
  it('starts with ${first.name}, and sends nothing yet', async () => {
    await scenario(${name}).when(${first.name}, ${sampleOf(fieldsOf(first))}${scene}).thenNoCommands();
  });
});
`,
  );
};

/**
 * How the events find their instance, and what a scenario has to say for it: by a field that all of them have, or by the
 * aggregate that all of them happen to.
 *
 * @throws CliError NO_CORRELATION
 */
function correlationOf(
  { workspace }: Generation,
  events: readonly KnownClass[],
): { correlateBy: string; scene: string } {
  const common = commonId(events);
  if (common !== undefined) return { correlateBy: `'${common}'`, scene: '' };
  const [folder = '', ...others] = [...new Set(events.map((event) => event.folder))];
  if (others.length > 0) {
    throw new CliError(
      'NO_CORRELATION',
      `${events.map((event) => event.name).join(', ')} do not say which process they belong to. Give each of them a field of one name that ends with Id, such as orderId.`,
    );
  }
  const [aggregate, ...more] = workspace.withDecorator('Aggregate').filter((known) => known.folder === folder);
  const name = more.length > 0 ? undefined : aggregate?.decorators.get('Aggregate')?.[0]?.slice(1, -1);
  const id = name === undefined ? '' : `.replace('${name}-', '')`;
  return {
    correlateBy: `(_event, recorded) => recorded.streamId${id}`,
    scene: `, { streamId: '${name ?? 'one'}-1' }`,
  };
}

/** A field that all of the events have and that ends with Id. */
function commonId(events: readonly KnownClass[]): string | undefined {
  const [first, ...others] = events.map((event) => fieldsOf(event).map(({ name }) => name));
  return first?.find((name) => name.endsWith('Id') && others.every((names) => names.includes(name)));
}
