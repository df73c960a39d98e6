import { runChild } from '../child.js';
import { interrupted } from '../cli-error.js';
import type { Terminal } from '../terminal.js';

export const packageManagers = ['npm', 'pnpm', 'yarn'] as const;

export type PackageManager = (typeof packageManagers)[number];

/** How a package manager is used. */
export interface Conventions {
  readonly lock: string;
  /** What it finds in the folder at first, by the file. */
  readonly settings: Readonly<Record<string, string>>;
  /** What package.json says of it, so that others take the same: where another one could not be told the same. */
  readonly pinned?: string;
  /** What it keeps in a folder for itself, besides `node_modules`. */
  readonly ignored: readonly string[];
  /** What brings it to a container that has Node alone. */
  readonly before?: string;
  /** Installs what the lock says. */
  readonly install: string;
  /** Leaves no packages but those that run. */
  readonly prune: string;
}

/** How a version of a package manager is used; without one, that which Node or Corepack brings where none is named. */
export function conventionsOf(manager: PackageManager, version?: string): Conventions {
  const major = version === undefined ? undefined : Number.parseInt(version, 10);
  switch (manager) {
    case 'npm':
      return { lock: 'package-lock.json', settings: {}, ignored: [], install: 'npm ci', prune: 'npm prune --omit=dev' };
    case 'pnpm':
      return {
        lock: 'pnpm-lock.yaml',
        // Since its version 11 an installation fails whose packages have scripts that nobody has judged; before 10 it
        // takes the file for that of many packages.
        settings: major === undefined || major >= 10 ? { 'pnpm-workspace.yaml': 'strictDepBuilds: false' } : {},
        ignored: [],
        before: 'corepack enable',
        install: 'pnpm install --frozen-lockfile',
        prune: 'pnpm prune --prod',
      };
    case 'yarn':
      return {
        lock: 'yarn.lock',
        // Else it keeps packages in archives, which Jest, TypeScript and Node do not look into. And only with a lock, be
        // it empty, the folder is a project of its own where one above has a package.json too.
        settings: { '.yarnrc.yml': 'nodeLinker: node-modules', 'yarn.lock': '' },
        ...(version !== undefined && { pinned: `yarn@${version}` }),
        ignored: ['.yarn/install-state.gz'],
        before: 'corepack enable',
        ...(major === undefined || major < 2
          ? { install: 'yarn install --frozen-lockfile', prune: 'yarn install --frozen-lockfile --production' }
          : { install: 'yarn install --immutable', prune: 'yarn workspaces focus --production' }),
      };
  }
}

/** Which version of a package manager runs here: undefined where none does, and of npm, for that comes with Node. */
export async function versionOf(
  manager: PackageManager,
  terminal: Pick<Terminal, 'directory' | 'env' | 'signal'>,
): Promise<string | undefined> {
  if (manager === 'npm') return undefined;
  try {
    const { code, said } = await runChild(manager, ['--version'], terminal.directory, terminal);
    return code === 0 ? /^\d+\.\d+\.\d+(-[\w.]+)?$/m.exec(said)?.[0] : undefined;
  } catch {
    if (terminal.signal.aborted) throw interrupted();
    return undefined;
  }
}
