import { join } from 'node:path';
import { Command, Option } from 'commander';
import { CliError } from '../cli-error.js';
import { withExamples, type CliContext } from '../cli-context.js';
import { packageInfo } from '../package-info.js';
import { stateOf, writeFolder } from '../files/write-folder.js';
import { isInteractive, type Terminal } from '../terminal.js';
import { fromRegistry, fromTarball } from './annals-source.js';
import { appFiles } from './app-files.js';
import { requireAppName } from './app-name.js';
import { fronts, templates, type AppPlan } from './app-plan.js';
import { beginGit, install } from './first-steps.js';
import { packageManagers, versionOf, type PackageManager } from './package-manager.js';
import { ask, defaults, type Answers, type Known } from './questions.js';

interface NewOptions {
  readonly template?: AppPlan['template'];
  readonly http?: AppPlan['front'];
  readonly packageManager?: PackageManager;
  readonly git?: boolean;
  readonly install: boolean;
  readonly local?: string | true;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** `annals new`: a running, tested application. */
export function newCommand(context: CliContext): Command {
  const command = new Command('new')
    .summary('begin an application')
    .description('Makes a folder with an application that runs and is tested: npm test, npm start.')
    .argument('[name]', 'its name, and that of its folder')
    .addOption(new Option('-t, --template <name>', 'what it begins with').choices(Object.keys(templates)))
    .addOption(new Option('--http <framework>', 'how it is reached').choices(Object.keys(fronts)))
    .addOption(new Option('-p, --package-manager <name>', 'who installs its packages').choices(packageManagers))
    .option('--git', 'begin a git repository')
    .option('--no-git', 'begin no git repository')
    .option('--no-install', 'do not install its packages')
    .option('--local [tarball]', 'use the annals that runs, or a packed one, in place of the registry’s')
    .option('-f, --force', 'write into a folder that is not empty, over files of the same name')
    .option('-y, --yes', 'ask nothing: take the defaults')
    .action((name: string | undefined, options: NewOptions) => createApp(context, name, options));
  return withExamples(command, {
    'npx annals new': 'asks what it wants to know',
    'npx annals new shop --template orders --http express': 'asks for the rest',
    'npx annals new shop --template blank --yes': 'asks nothing',
  });
}

async function createApp(context: CliContext, name: string | undefined, options: NewOptions): Promise<void> {
  const { terminal } = context;
  const output = context.output();
  if (name !== undefined) requireFree(terminal, requireAppName(name), options);
  const { git, ...answered } = await answers(context, name, options);
  const { signal, directory } = terminal;
  const version = await versionOf(answered.packageManager, terminal);
  const plan: AppPlan = { ...answered, ...(version !== undefined && { packageManagerVersion: version }) };
  const folder = join(directory, plan.name);
  const source =
    options.local === undefined
      ? fromRegistry(context.version)
      : fromTarball(options.local === true ? undefined : options.local, terminal, context.version);
  const files = await appFiles(plan, terminal.packageDirectory, packageInfo(terminal.packageDirectory), source);
  await writeFolder(folder, files, (staged) => source.bring(staged), { signal, force: options.force ?? false });
  output.note(`Made ${folder}: ${String(files.size)} files.`);
  if (options.install) {
    output.note(`${plan.packageManager} install …`);
    await install(plan.packageManager, folder, terminal);
  }
  if (git) {
    const why = await beginGit(folder, terminal);
    if (why !== undefined) output.note(`No git repository was begun: ${why}`);
  }
  const { packageManager } = plan;
  output.line(`\nNext:\n  cd ${plan.name}`);
  if (!options.install) output.line(`  ${packageManager} install`);
  output.line(`  ${packageManager} test\n  ${packageManager} start\n\nREADME.md tells the rest.`);
}

/** Before anything is asked. @throws CliError FOLDER_EXISTS */
function requireFree({ directory }: Terminal, name: string, { force = false }: NewOptions): void {
  const { flaw } = stateOf(join(directory, name), { force });
  if (flaw !== undefined) throw new CliError('FOLDER_EXISTS', flaw);
}

async function answers(context: CliContext, name: string | undefined, options: NewOptions): Promise<Answers> {
  const { terminal } = context;
  const { template, http, packageManager, git } = options;
  const known: Known = {
    ...(name !== undefined && { name }),
    ...(template && { template }),
    ...(http && { front: http }),
    ...(packageManager && { packageManager }),
    ...(git !== undefined && { git }),
  };
  const suggested = { ...defaults, packageManager: callersPackageManager(terminal.env) };
  if (options.yes === true || !isInteractive(terminal)) return { ...suggested, ...known };
  return ask(known, terminal, suggested, options.force ?? false);
}

/** The package manager that has started annals: `npx`, `pnpm dlx`, `yarn dlx`. */
function callersPackageManager(env: Readonly<Record<string, string | undefined>>): PackageManager {
  const agent = env['npm_config_user_agent'] ?? '';
  return packageManagers.find((manager) => agent.startsWith(`${manager}/`)) ?? defaults.packageManager;
}
