import { Command } from 'commander';
import { withExamples, type CliContext } from '../cli-context.js';
import { CliError } from '../cli-error.js';
import { knownFieldTypes, parseFields } from './field.js';
import type { Generator } from './generation.js';
import { requireClassName, requireFolderName, requireStoredType } from './names.js';
import { generateAggregate } from './kinds/aggregate.js';
import { generateCommand } from './kinds/command.js';
import { generateEvent } from './kinds/event.js';
import { generateProcessManager } from './kinds/process-manager.js';
import { generateProjection } from './kinds/projection.js';
import { generateQuery } from './kinds/query.js';
import { generateSubscriber } from './kinds/subscriber.js';
import { generateUpcaster } from './kinds/upcaster.js';
import { Workspace } from './workspace.js';

interface GenerateOptions {
  readonly in?: string;
  readonly aggregate?: string;
  readonly on?: readonly string[];
  readonly projection?: string;
  readonly type?: string;
  readonly force?: boolean;
}

interface Kind {
  readonly name: string;
  readonly summary: string;
  readonly generate: Generator;
  readonly takes: readonly ('aggregate' | 'fields' | 'on' | 'projection' | 'type')[];
  readonly example: string;
}

const kinds: readonly Kind[] = [
  {
    name: 'aggregate',
    summary: 'a thing with a history: its class, the command and the event that create it',
    generate: generateAggregate,
    takes: ['fields'],
    example: 'Parcel grams:int',
  },
  {
    name: 'command',
    summary: 'a command and its handler on an aggregate',
    generate: generateCommand,
    takes: ['aggregate', 'on', 'type', 'fields'],
    example: 'WeighParcel grams:int --aggregate Parcel --on ParcelWeighed',
  },
  {
    name: 'event',
    summary: 'an event and its handler on an aggregate',
    generate: generateEvent,
    takes: ['aggregate', 'type', 'fields'],
    example: 'ParcelLost reason:string --aggregate Parcel',
  },
  {
    name: 'projection',
    summary: 'a read model made of events',
    generate: generateProjection,
    takes: ['on'],
    example: 'Weights --on ParcelCreated',
  },
  {
    name: 'query',
    summary: 'a query of a read model: by key, or by the fields that are given',
    generate: generateQuery,
    takes: ['projection', 'fields'],
    example: 'FindParcels grams:int --projection Weights',
  },
  {
    name: 'process-manager',
    summary: 'a process manager, which follows events and sends commands',
    generate: generateProcessManager,
    takes: ['on'],
    example: 'Delivery --on ParcelCreated',
  },
  {
    name: 'subscriber',
    summary: 'a subscriber, which does something outside when events happen',
    generate: generateSubscriber,
    takes: ['on'],
    example: 'Mailer --on ParcelCreated',
  },
  {
    name: 'upcaster',
    summary: 'the next version of an event, with an upcaster for those that are stored',
    generate: generateUpcaster,
    takes: ['fields'],
    example: 'ParcelCreated priority:string',
  },
];

/** `annals generate`: another class, where it belongs, with a test that passes. */
export function generateCommandGroup(context: CliContext): Command {
  const group = new Command('generate')
    .alias('g')
    .summary('add a class to an application')
    .description(
      'Writes a class, adds it where it belongs, and writes a test that passes. Names may be in any case style.',
    );
  for (const kind of kinds) group.addCommand(kindCommand(context, kind));
  return group;
}

function kindCommand(context: CliContext, kind: Kind): Command {
  const { takes } = kind;
  const command = new Command(kind.name).summary(kind.summary).description(`Generates ${kind.summary}.`);
  command.argument('<name>', 'the name of the class');
  if (takes.includes('fields')) command.argument('[field:type...]', `its fields: ${knownFieldTypes}`);
  command.option('--in <folder>', 'the folder of src that it goes to');
  if (takes.includes('aggregate')) command.option('--aggregate <name>', 'the aggregate that it belongs to');
  if (takes.includes('on')) command.option('--on <events...>', 'the events that it is about');
  if (takes.includes('projection')) command.option('--projection <name>', 'the projection that it reads');
  if (takes.includes('type'))
    command.option('--type <type>', 'the type that is stored for ever, such as parcel.given_back');
  command.option('-f, --force', 'write over what is there');
  command.action((name: string, ...rest: unknown[]) => {
    const fields = takes.includes('fields') ? (rest[0] as string[]) : [];
    const options = rest[takes.includes('fields') ? 1 : 0] as GenerateOptions;
    return generate(context, kind, name, fields, options);
  });
  return withExamples(command, { [`annals generate ${kind.name} ${kind.example}`]: kind.summary });
}

async function generate(
  context: CliContext,
  kind: Kind,
  name: string,
  fields: readonly string[],
  options: GenerateOptions,
): Promise<void> {
  const output = context.output();
  const asked = {
    name: requireClassName(name),
    fields: parseFields(fields),
    events: (options.on ?? []).flatMap((names) => names.split(',')).map(requireClassName),
    ...(options.in !== undefined && { folder: requireFolderName(options.in) }),
    ...(options.aggregate !== undefined && { aggregate: requireClassName(options.aggregate) }),
    ...(options.type !== undefined && { type: requireStoredType(options.type) }),
    ...(options.projection !== undefined && { projection: requireClassName(options.projection) }),
  };
  const { created, changed, notes } = await whileOthersWrite(async () => {
    const workspace = new Workspace(context.project().directory, options.force ?? false);
    const notes: string[] = [];
    kind.generate({ ...asked, workspace, notes });
    return { ...(await workspace.write(context.terminal.signal)), notes };
  });
  for (const path of created) output.line(`${output.style('green', 'created')}  ${path}`);
  for (const path of changed) output.line(`${output.style('yellow', 'changed')}  ${path}`);
  for (const note of notes) output.note(note);
}

const attempts = 5;

/** Does it again on what is there then, when somebody else has written in the meantime. */
async function whileOthersWrite<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isMeanwhile = error instanceof CliError && ['CHANGED_MEANWHILE', 'FILE_EXISTS'].includes(error.code);
      if (!isMeanwhile || attempt === attempts) throw error;
    }
  }
}
