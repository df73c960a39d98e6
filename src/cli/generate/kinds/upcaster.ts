import { CliError } from '../../cli-error.js';
import type { Generator } from '../generation.js';
import { requireFolder } from '../belonging.js';
import { fieldsOf } from '../known-fields.js';
import { importValidators, propertyOf, sampleOf } from '../message-class.js';
import { kebabOf } from '../names.js';
import { testImports } from '../test-imports.js';

/** The next version of an event: its class with more fields, an upcaster for what is stored, and a test of it. */
export const generateUpcaster: Generator = ({ workspace, name, fields, notes }) => {
  const event = requireFolder(workspace.require('Event', name));
  const { folder } = event;
  const [type = '', options = ''] = event.decorators.get('Event') ?? [];
  const from = Number(/\bversion:\s*(\d+)/.exec(options)?.[1] ?? 1);
  const to = from + 1;
  const before = fieldsOf(event);
  const twice = fields.filter((field) => before.some((own) => own.name === field.name));
  if (twice.length > 0 && !workspace.force) {
    const names = twice.map((field) => field.name).join(', ');
    throw new CliError(
      'FIELD_EXISTS',
      `${name} has ${names} already, and nothing was written. Use --force to change it.`,
    );
  }
  const upcaster = `${name}To${String(to)}`;

  const events = workspace.change(event.path);
  events.replaceArguments(name, 'Event', `${type}, { version: ${String(to)} }`);
  for (const field of fields) events.addProperty(name, field.name, propertyOf(field));
  importValidators(events, fields);

  const required = fields.filter(({ isOptional }) => !isOptional);
  const added = required.map((field) => `${field.name}: ${field.sample}`);
  const remark =
    added.length === 0 ? '' : '    // What was not said then: think of what is true of the events that are stored.\n';
  if (added.length > 0) {
    const users = [
      ...workspace.filesThatSay('src', new RegExp(`apply\\(\\s*${name}\\b`)),
      ...workspace.filesThatSay('test', new RegExp(`(given|when|then|createEvent)\\(\\s*${name}\\b`)),
    ];
    const names = required.map((field) => field.name).join(', ');
    notes.push(`${name} needs ${names} from now on: ${users.join(', ') || 'whatever applies it'} must say so.`);
  }
  const file = workspace.addClass(
    `src/${folder}/upcasters.ts`,
    upcaster,
    `@Upcaster(${type}, { from: ${String(from)}, to: ${String(to)} })
export class ${upcaster} {
  upcast({ data }: RecordedEvent) {
${remark}    return { data: { ${['...data', ...added].join(', ')} } };
  }
}`,
  );
  file.import('annals', 'type RecordedEvent', 'Upcaster');
  workspace.addToComponents(folder, 'upcasters');

  workspace.create(
    `test/${folder}/${kebabOf(upcaster)}.test.ts`,
    `import type { RecordedEvent } from 'annals';
${testImports(folder, [upcaster], [])}

describe('${upcaster}', () => {
  it('makes version ${String(to)} of version ${String(from)}', () => {
    const stored = { data: ${sampleOf(before)} } as unknown as RecordedEvent;
    expect(new ${upcaster}().upcast(stored)).toEqual({ data: ${sampleOf([...before, ...required])} });
  });
});
`,
  );
};
