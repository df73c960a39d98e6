import { runChild } from '../child.js';
import { interrupted } from '../cli-error.js';

export const packageManagers = ['npm', 'pnpm', 'yarn'] as const;

export type PackageManager = (typeof packageManagers)[number];

/** What a package manager is told in a container, and which files it reads besides package.json. */
export interface ManagerCommands {
  readonly files: readonly string[];
  readonly install: string;
  /** Leaves no packages but those that run. */
  readonly prune: string;
  /** What brings it to a container that has Node alone. */
  readonly before?: string;
}

/** Yarn speaks another language since its second version; Corepack brings the first where none is named. */
export function commandsOf(manager: PackageManager, version = '1'): ManagerCommands {
  const before = 'corepack enable';
  switch (manager) {
    case 'npm':
      return { files: ['package-lock.json'], install: 'npm ci', prune: 'npm prune --omit=dev' };
    case 'pnpm':
      return {
        files: ['pnpm-lock.yaml'],
        before,
        install: 'pnpm install --frozen-lockfile',
        prune: 'pnpm prune --prod',
      };
    case 'yarn': {
      const files = ['yarn.lock', '.yarnrc.yml'];
      return /^[01]\./.test(`${version}.`)
        ? {
            files,
            before,
            install: 'yarn install --frozen-lockfile',
            prune: 'yarn install --frozen-lockfile --production',
          }
        : { files, before, install: 'yarn install --immutable', prune: 'yarn workspaces focus --production' };
    }
  }
}

/** Which version of a package manager runs here: undefined where none does, and of npm, for that comes with Node. */
export async function versionOf(
  manager: PackageManager,
  directory: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (manager === 'npm') return undefined;
  try {
    const { code, said } = await runChild(manager, ['--version'], { cwd: directory, signal });
    return code === 0 ? /^\d+\.\d+\.\d+(-[\w.]+)?$/m.exec(said)?.[0] : undefined;
  } catch {
    if (signal.aborted) throw interrupted();
    return undefined;
  }
}
