import { confirm, isCancel, select, text } from '@clack/prompts';
import { interrupted } from '../cli-error.js';
import type { Terminal } from '../terminal.js';
import { flawOfAppName } from './app-name.js';
import { fronts, packageManagers, templates, type AppPlan, type Front, type Template } from './app-plan.js';

/** What the command line has said of an application. */
export type Known = Partial<AppPlan> & { readonly git?: boolean };

/** What is known in the end. */
export type Answers = AppPlan & { readonly git: boolean };

/** Without anyone to ask. */
export const defaults: Answers = { name: 'my-app', template: 'bank', front: 'hono', packageManager: 'npm', git: true };

/** Asks for what is not known yet. @throws CliError INTERRUPTED */
export async function ask(known: Known, terminal: Terminal, suggested: Answers): Promise<Answers> {
  const place = { input: terminal.stdin, output: terminal.stdout, signal: terminal.signal };
  return {
    name:
      known.name ??
      (await answered(
        text({
          ...place,
          message: 'What is it called?',
          placeholder: suggested.name,
          defaultValue: suggested.name,
          validate: (name) => (name ? flawOfAppName(name) : undefined),
        }),
      )),
    template:
      known.template ??
      (await answered(
        select<Template>({ ...place, message: 'What does it begin with?', options: choices(templates) }),
      )),
    front:
      known.front ?? (await answered(select<Front>({ ...place, message: 'Over HTTP?', options: choices(fronts) }))),
    packageManager:
      known.packageManager ??
      (await answered(
        select({
          ...place,
          message: 'Which package manager?',
          initialValue: suggested.packageManager,
          options: packageManagers.map((value) => ({ value })),
        }),
      )),
    git: known.git ?? (await answered(confirm({ ...place, message: 'Begin a git repository?' }))),
  };
}

async function answered<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question;
  if (isCancel(answer)) throw interrupted();
  return answer as Exclude<T, symbol>;
}

function choices<K extends string>(of: Readonly<Record<K, string>>) {
  return Object.entries<string>(of).map(([value, hint]) => ({ value: value as K, label: value, hint }));
}
