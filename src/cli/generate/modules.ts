import { posix } from 'node:path';

/** How a file imports another one; both by their paths from the application's folder. */
export function moduleFrom(fromFolder: string, path: string): string {
  const way = posix.relative(fromFolder, path).replace(/\.ts$/, '.js');
  return way.startsWith('.') ? way : `./${way}`;
}

/** Whether two specifiers of one file mean the same module: `./events`, `./events.js` and `./events.ts` do. */
export function isSameModule(a: string, b: string): boolean {
  return a === b || (a.startsWith('.') && b.startsWith('.') && bare(a) === bare(b));
}

function bare(module: string): string {
  return posix.normalize(module.replace(/\.(js|ts)$/, '')).replace(/\/index$/, '');
}

/** Node's own modules, packages, files above, files beside, each by the alphabet. */
export function compareModules(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rankOf(module: string): number {
  if (module.startsWith('node:')) return 0;
  if (module.startsWith('..')) return 2;
  return module.startsWith('.') ? 3 : 1;
}
