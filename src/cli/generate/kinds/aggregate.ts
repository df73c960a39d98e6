import type { Generator } from '../generation.js';
import { importValidators, handOn, messageClass, sampleOf } from '../message-class.js';
import { commandTypeOf, eventTypeOf, folderOf, kebabOf, storedNameOf, wordsOf } from '../names.js';
import { idFieldOf, requireNoId } from '../id-field.js';

/** An aggregate with the command that creates one, the event of it, and a scenario. */
export const generateAggregate: Generator = ({ workspace, name, fields, folder = folderOf(name) }) => {
  requireNoId(name, fields);
  const [command, event, mistake] = [`Create${name}`, `${name}Created`, `${name}AlreadyCreated`];
  const path = (file: string) => `src/${folder}/${file}.ts`;
  const id = idFieldOf(name);

  const events = workspace.addClass(
    path('events'),
    event,
    messageClass([`Event('${eventTypeOf(event, name)}')`], event, '', fields),
  );
  events.import('annals', 'Event');
  importValidators(events, fields);

  const commandFields = [id, ...fields];
  const commands = workspace.addClass(
    path('commands'),
    command,
    messageClass([`Command('${commandTypeOf(command, name)}')`], command, '', commandFields),
  );
  commands.import('annals', 'Command');
  importValidators(commands, commandFields);

  workspace.addClass(
    path('errors'),
    mistake,
    `export class ${mistake} extends Error {
  constructor(id: string) {
    super(\`There is a ${wordsOf(name)} \${id} already.\`);
  }
}`,
  );

  const refusals = 'src/http/refusals.ts';
  if (workspace.has(refusals) && !workspace.open(refusals).names.has(mistake)) {
    const file = workspace.change(refusals);
    if (file.addElement('refusals', `[${mistake}, 409]`)) file.import(`../${folder}/index.js`, mistake);
  }

  const parameter = fields.length === 0 ? '' : `command: ${command}`;
  const aggregate = workspace.addClass(
    path(kebabOf(name)),
    name,
    `@Aggregate('${storedNameOf(name)}')
export class ${name} extends AggregateRoot {
  private isCreated = false;

  @CommandHandler(${command})
  create(${parameter}) {
    if (this.isCreated) throw new ${mistake}(this.id);
    this.apply(${event}, ${handOn('command', fields)});
  }

  @EventHandler(${event})
  protected on${event}() {
    this.isCreated = true;
  }
}`,
  );
  aggregate
    .import('annals', 'Aggregate', 'AggregateRoot', 'CommandHandler', 'EventHandler')
    .import('./commands.js', command)
    .import('./errors.js', mistake)
    .import('./events.js', event);

  for (const module of ['commands', 'errors', 'events', kebabOf(name)].sort())
    workspace.addToComponents(folder, module);

  const [given, wanted] = [sampleOf(fields, [id.name]), sampleOf(fields)];
  workspace.create(
    `test/${folder}/${kebabOf(name)}.test.ts`,
    `import { randomUUID } from 'node:crypto';
import { scenario } from 'annals/testing';
import { ${[name, mistake, command, event].toSorted((a, b) => a.localeCompare(b)).join(', ')} } from '../../src/${folder}/index.js';

describe('${name}', () => {
  const ${id.name} = randomUUID();

  it('is created', async () => {
    await scenario(${name}).when(${command}, ${given}).then(${event}, ${wanted});
  });

  it('is created once', async () => {
    await scenario(${name}).given(${event}, ${wanted}).when(${command}, ${given}).thenRejects(${mistake});
  });
});
`,
  );
};
