import { CliError } from '../../cli-error.js';
import type { Field } from '../field.js';
import type { Generation, Generator } from '../generation.js';
import { importValidators, messageClass, sampleOf } from '../message-class.js';
import { camelOf, kebabOf } from '../names.js';
import { testImports, testUpcasters } from '../test-imports.js';
import { pathTo, requireFolder } from '../belonging.js';
import type { KnownClass } from '../workspace.js';

const key: Field = { name: 'key', type: 'string', isOptional: false, decorators: ['IsString()'], sample: `'nobody'` };

/** A query of a read model: by key, or by the fields that are given. */
export const generateQuery: Generator = (generation) => {
  const { workspace, name, fields } = generation;
  const projection = projectionOf(generation);
  const folder = generation.folder ?? projection.folder;
  workspace.exportFromFolder(projection);
  const view = viewOf(projection);
  requireFieldsOf(generation, projection, view);
  const stored = storedNameOf(projection);
  const [queryFields, reader, handler] = [
    fields.length === 0 ? [key] : fields,
    camelOf(projection.name),
    `${name}Handler`,
  ];
  const result = fields.length === 0 ? `${view} | null` : `readonly ${view}[]`;
  const where = fields.map((field) => `${field.name}: query.${field.name}`).join(', ');

  const path = `src/${folder}/queries.ts`;
  const queries = workspace.addClass(path, name, messageClass([], name, ` extends Query<${result}>`, queryFields));
  workspace.addClass(
    path,
    handler,
    `@QueryHandler(${name})
export class ${handler} {
  constructor(@inject(readModel('${stored}')) private readonly ${reader}: ReadModelReader<${view}>) {}

  execute(query: ${name}) {
    return this.${reader}.${fields.length === 0 ? 'get(query.key)' : `find({ where: { ${where} } })`};
  }
}`,
  );
  importValidators(queries, queryFields);
  queries
    .import('annals', 'Query', 'QueryHandler', 'readModel', 'type ReadModelReader')
    .import('inversify', 'inject')
    .import(pathTo({ folder }, projection), `type ${view}`);
  workspace.addToComponents(folder, 'queries');

  const handled = [...projection.code.matchAll(/@EventHandler\(\s*(\w+)\s*\)/g)].map(([, event]) => event);
  const events = workspace.withDecorator('Event').filter((event) => handled.includes(event.name));
  const upcasters = testUpcasters(workspace, events);
  workspace.create(
    `test/${folder}/${kebabOf(name)}.test.ts`,
    `import { createApplication, inMemory } from 'annals';
${testImports(folder, [name, handler], [projection])}
${upcasters.imports}
describe('${name}', () => {
  it('finds nothing where nothing has happened', async () => {
    const app = await createApplication({ components: [${projection.name}, ${handler}${upcasters.names}], store: inMemory() });
    try {
      expect(await app.queries.ask(${name}, ${sampleOf(queryFields)})).toEqual(${fields.length === 0 ? 'null' : '[]'});
    } finally {
      await app.close();
    }
  });
});
`,
  );
};

/** The projection that is named, or the only one of the folder or the application. @throws CliError WHICH_PROJECTION */
function projectionOf({ workspace, projection, folder }: Generation): KnownClass {
  if (projection !== undefined) return requireFolder(workspace.require('Projection', projection));
  const all = workspace.withDecorator('Projection').filter((found) => folder === undefined || found.folder === folder);
  const [only] = all;
  if (only !== undefined && all.length === 1) return requireFolder(only);
  throw new CliError(
    'WHICH_PROJECTION',
    all.length === 0
      ? 'There is no projection that it could read. Begin with `annals generate projection`.'
      : `It could read any of ${all.map(({ name }) => name).join(', ')}. Say which one with --projection.`,
  );
}

/** The name of the projection in the store, as its decorator says it. */
function storedNameOf({ name, decorators }: KnownClass): string {
  return /^(['"`])(.*)\1$/.exec(decorators.get('Projection')?.[0] ?? '')?.[2] ?? kebabOf(name);
}

/** The type of the projection's documents. */
function viewOf({ name, code, path }: KnownClass): string {
  const view = /\bReadModel<(\w+)>/.exec(code)?.[1];
  if (view !== undefined) return view;
  throw new CliError(
    'VIEW_NOT_FOUND',
    `${path} does not say what ${name} holds: none of its methods takes a ReadModel<…> with a named type. Give it one.`,
  );
}

function requireFieldsOf({ workspace, fields }: Generation, projection: KnownClass, view: string): void {
  const known = workspace.open(projection.path).propertiesOf(view);
  const unknown = known === undefined ? [] : fields.filter(({ name }) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new CliError(
    'FIELDS_MISSING',
    `${view} has no ${unknown.map(({ name }) => name).join(', ')}. It has ${known?.join(', ') ?? 'nothing'}; a query finds by those.`,
  );
}
