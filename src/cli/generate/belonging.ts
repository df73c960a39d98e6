import { posix } from 'node:path';
import { CliError } from '../cli-error.js';
import type { Generation } from './generation.js';
import { moduleFrom } from './modules.js';
import { folderOf } from './names.js';
import type { KnownClass } from './workspace.js';

/** The aggregate that something belongs to: the one that is named, or the only one. @throws CliError WHICH_AGGREGATE */
export function aggregateOf({ workspace, aggregate, folder }: Generation): KnownClass {
  if (aggregate !== undefined) return requireFolder(workspace.require('Aggregate', aggregate));
  const all = workspace.withDecorator('Aggregate').filter((found) => folder === undefined || found.folder === folder);
  const [only] = all;
  if (only !== undefined && all.length === 1) return requireFolder(only);
  const names = all.map(({ name }) => name).join(', ');
  throw new CliError(
    'WHICH_AGGREGATE',
    all.length === 0
      ? 'There is no aggregate that it could belong to. Begin with `annals generate aggregate`.'
      : `It could belong to any of ${names}. Say which one with --aggregate.`,
  );
}

/** The events that something is about; those of the folder or of the whole application where none is named. @throws CliError */
export function eventsOf({ workspace, events, folder }: Generation): readonly KnownClass[] {
  if (events.length > 0) return events.map((name) => requireFolder(workspace.require('Event', name)));
  const all = workspace.withDecorator('Event');
  const folders = new Set(all.map((event) => event.folder));
  if (folder === undefined && folders.size > 1) {
    throw new CliError(
      'WHICH_EVENTS',
      `There are events in ${[...folders].join(', ')}. Say which ones it is about with --on, such as --on ${all[0]?.name ?? ''}.`,
    );
  }
  const found = all.filter((event) => folder === undefined || event.folder === folder);
  if (found.length > 0) return found.map(requireFolder);
  throw new CliError(
    'WHICH_EVENTS',
    'There is no event that it could be about. Generate an aggregate or an event first.',
  );
}

/** The folder of what is about events: the one that is said, or that of the first event. */
export function folderFor({ folder }: Generation, [first]: readonly KnownClass[]): string {
  return folder ?? first?.folder ?? 'domain';
}

/** How a file of a folder, or another one that is said, imports a class. */
export function pathTo(from: { folder: string; path?: string }, to: KnownClass): string {
  const fromFolder = from.path === undefined ? `src/${from.folder}` : posix.dirname(from.path);
  return moduleFrom(fromFolder, to.folder === from.folder ? to.path : `src/${to.folder}/index.ts`);
}

/** What lies in a part of the domain, and so can have something beside it. @throws CliError NO_FOLDER */
export function requireFolder(known: KnownClass): KnownClass {
  if (known.folder !== '') return known;
  throw new CliError(
    'NO_FOLDER',
    `${known.path} lies in no folder of src. Move ${known.name} to one, such as src/${folderOf(known.name)}, then try again.`,
  );
}
