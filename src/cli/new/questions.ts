import { join } from 'node:path';
import { confirm, select, text } from '@clack/prompts';
import { askFor } from '../ask.js';
import { stateOf } from '../files/write-folder.js';
import type { Terminal } from '../terminal.js';
import { flawOfAppName } from './app-name.js';
import { fronts, templates, type AppPlan, type Front, type Template } from './app-plan.js';
import { packageManagers } from './package-manager.js';

/** What the command line has said of an application. */
export type Known = Partial<AppPlan> & { readonly git?: boolean };

/** What is known in the end. */
export type Answers = AppPlan & { readonly git: boolean };

/** Without anyone to ask. */
export const defaults: Answers = { name: 'my-app', template: 'bank', front: 'hono', packageManager: 'npm', git: true };

/** Asks for what is not known yet. @throws CliError INTERRUPTED */
export async function ask(known: Known, terminal: Terminal, suggested: Answers, force: boolean): Promise<Answers> {
  const flawOf = (name: string) =>
    flawOfAppName(name) ??
    stateOf(join(terminal.directory, name), { force }).flaw?.replace(/, and nothing.*|; nothing.*/, '');
  return {
    name:
      known.name ??
      (await askFor(terminal, (place) =>
        text({
          ...place,
          message: 'What is it called?',
          placeholder: suggested.name,
          defaultValue: suggested.name,
          validate: (name) => sentence(flawOf(name === undefined || name === '' ? suggested.name : name)),
        }),
      )),
    template:
      known.template ??
      (await askFor(terminal, (place) =>
        select<Template>({ ...place, message: 'What does it begin with?', options: choices(templates) }),
      )),
    front:
      known.front ??
      (await askFor(terminal, (place) => select<Front>({ ...place, message: 'Over HTTP?', options: choices(fronts) }))),
    packageManager:
      known.packageManager ??
      (await askFor(terminal, (place) =>
        select({
          ...place,
          message: 'Which package manager?',
          initialValue: suggested.packageManager,
          options: packageManagers.map((value) => ({ value })),
        }),
      )),
    git: known.git ?? (await askFor(terminal, (place) => confirm({ ...place, message: 'Begin a git repository?' }))),
  };
}

function sentence(text: string | undefined): string | undefined {
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function choices<K extends string>(of: Readonly<Record<K, string>>) {
  return Object.entries<string>(of).map(([value, hint]) => ({ value: value as K, label: value, hint }));
}
