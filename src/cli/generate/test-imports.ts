import { importStatement } from './import-statement.js';
import { camelOf } from './names.js';
import type { KnownClass, Workspace } from './workspace.js';

/** The imports of a test in `test/<folder>/`: what is tested, and events from wherever they are. */
export function testImports(folder: string, names: readonly string[], others: readonly KnownClass[]): string {
  const byFolder = new Map<string, string[]>([[folder, [...names]]]);
  for (const other of others) {
    const all = byFolder.get(other.folder) ?? [];
    byFolder.set(other.folder, all);
    if (!all.includes(other.name)) all.push(other.name);
  }
  return [...byFolder]
    .filter(([, all]) => all.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, all]) => importStatement(`../../src/${from}/index.js`, all))
    .join('\n');
}

/** What a test gives an application besides what it tests: the upcasters of the events that it reads. */
export function testUpcasters(workspace: Workspace, events: readonly KnownClass[]): { imports: string; names: string } {
  const folders = [...new Set(events.map((event) => event.folder))].sort();
  const names = folders.map((folder) => camelOf(`${folder}-upcasters`));
  const imports = folders.map((folder, index) => {
    const module = workspace.upcastersOf(folder).replace(/\.ts$/, '.js');
    return `import * as ${names[index] ?? ''} from '../../${module}';\n`;
  });
  return { imports: imports.join(''), names: names.map((name) => `, ${name}`).join('') };
}
