import type { FileSet } from '../files/file-set.js';
import type { PackageInfo } from '../package-info.js';
import type { AnnalsSource } from './annals-source.js';
import type { AppPlan } from './app-plan.js';
import { conventionsOf } from './package-manager.js';
import { deployment } from './parts/deployment.js';
import { manifest } from './parts/manifest.js';
import { readme } from './parts/readme.js';
import { tooling } from './parts/tooling.js';
import { templateFiles } from './template-files.js';

/** Every file of a new application. */
export async function appFiles(
  plan: AppPlan,
  packageDirectory: string,
  annals: PackageInfo,
  source: AnnalsSource,
): Promise<FileSet> {
  const template = await templateFiles(packageDirectory, plan);
  const conventions = conventionsOf(plan.packageManager, plan.packageManagerVersion);
  return new Map([
    ...template,
    ...tooling(conventions),
    ...deployment(plan, conventions, source.version.startsWith('file:')),
    ['package.json', manifest(plan, conventions, template, annals, source.version)],
    ['README.md', readme(plan, template)],
  ]);
}
