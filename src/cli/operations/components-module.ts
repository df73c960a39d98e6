import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenProjectionsOptions } from '../../application/index.js';
import type { CliContext } from '../cli-context.js';
import { CliError } from '../cli-error.js';
import { importOf } from './package-module.js';

type Container = NonNullable<OpenProjectionsOptions['container']>;

/** What an application consists of, as one of its modules exports it. */
export interface ComponentsModule {
  readonly file: string;
  readonly components: readonly object[];
  readonly container?: Container;
}

/**
 * Loads the components of the application in this folder: from the file given, else from the first one that exists of
 * `annals.components` in its package.json. An export `container` is what has the services that they have injected.
 *
 * @throws CliError
 */
export async function loadComponents(context: CliContext, file?: string): Promise<ComponentsModule> {
  const path = file === undefined ? configured(context) : given(context, file);
  const { container, ...exported } = await load(context, path);
  return { file: path, components: [exported], ...(isContainer(container) && { container }) };
}

function given({ terminal }: CliContext, file: string): string {
  const path = resolve(terminal.directory, file);
  if (existsSync(path)) return path;
  throw new CliError(
    'NO_COMPONENTS',
    `There is no file ${path}. Give --components the module that exports the components.`,
  );
}

function configured(context: CliContext): string {
  const { directory, settings } = context.project();
  const paths = (settings.components ?? []).map((path) => resolve(directory, path));
  const path = paths.find((candidate) => existsSync(candidate));
  if (path !== undefined) return path;
  const manifest = join(directory, 'package.json');
  throw new CliError(
    'NO_COMPONENTS',
    paths.length === 0
      ? `What the application consists of is not known. Give --components <file>, or name it in ${manifest}: "annals": { "components": ["./src/components.ts"] }.`
      : `None of annals.components in ${manifest} exists: ${paths.join(', ')}. Build the application, or give --components <file>.`,
  );
}

async function load(context: CliContext, path: string): Promise<Record<string, unknown>> {
  if (/\.[cm]?tsx?$/.test(path)) await readTypeScript(context.project().directory, path);
  try {
    return { ...((await import(pathToFileURL(path).href)) as Record<string, unknown>) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      'COMPONENTS_FAILED',
      `${path} cannot be loaded: ${reason}. Mend it, or give --components <file>.`,
      1,
      {
        cause,
      },
    );
  }
}

let isReading = false;

/** Has Node read TypeScript with its decorators, by the tsx of the application. */
async function readTypeScript(directory: string, path: string): Promise<void> {
  if (isReading) return;
  const tsx = (await importOf(directory, 'tsx', './esm/api')) as { register(): unknown } | undefined;
  if (tsx === undefined) {
    throw new CliError(
      'TSX_MISSING',
      `${path} is TypeScript, and tsx is not installed in ${directory}. Install it with npm install --save-dev tsx, or build the application and give --components the built file.`,
    );
  }
  tsx.register();
  isReading = true;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
}
