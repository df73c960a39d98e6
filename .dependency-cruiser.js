/**
 * The rooms of src and which others each may import. Everything not listed is forbidden.
 * test/architecture/import-rules.test.ts proves that the rules hold and that they bite.
 */
const foundation = ['errors', 'messages', 'event-store'];
const buses = ['commands', 'queries'];
const riders = ['projections', 'process-managers', 'webhooks'];
const ports = [...foundation, 'subscriptions', ...riders, 'storage'];
const core = [...foundation, 'domain', ...buses, 'subscriptions', ...riders];

const house = {
  errors: [],
  messages: ['errors'],
  'event-store': ['errors', 'messages'],
  domain: ['errors', 'messages', 'event-store'], // the event store by type only, see below
  commands: [...foundation, 'domain'],
  queries: [...foundation, 'domain'],
  subscriptions: foundation,
  projections: [...foundation, 'domain', ...buses, 'subscriptions'],
  'process-managers': [...foundation, 'domain', ...buses, 'subscriptions'],
  webhooks: [...foundation, 'domain', ...buses, 'subscriptions'],
  storage: [...foundation, 'subscriptions', ...riders], // types alone
  'adapters/in-memory': ports,
  'adapters/mongodb': ports,
  embedded: ['errors'],
  application: [...core, 'storage', 'adapters/in-memory', 'adapters/mongodb'],
  testing: core,
  studio: [...core, 'application'],
  cli: [...core, 'storage', 'adapters/mongodb', 'embedded', 'application'],
};

const rooms = Object.keys(house).join('|');
const entries = 'index|mongodb|embedded|testing|studio';
const npm = (name) => `(^|/)node_modules/${name}/`;

/** @type {(name: string, comment: string, from: object, to: object) => object} */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const roomRules = Object.entries(house).map(([room, others]) =>
  never(
    `room-${room.replace('/', '-')}`,
    `src/${room} may import ${others.length === 0 ? 'no other room' : `only ${others.join(', ')}`}`,
    { path: `^src/${room}/` },
    { path: '^(src|test|examples|bench)/', pathNot: `^src/(${[room, ...others].join('|')})/` },
  ),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    never(
      'known-room',
      'every file of src lies in a room of the house or is an entry file',
      { path: '^src/', pathNot: `^src/((${rooms})/|(${entries})\\.ts$)` },
      {},
    ),
    never(
      'domain-type-only',
      'the domain does no I/O: it knows the event store by `import type` alone',
      { path: '^src/domain/' },
      { path: '^src/event-store/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'domain-pure',
      'the domain does no I/O',
      { path: '^src/domain/' },
      {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|net|tls|https?|http2|dgram|dns|child_process|worker_threads)(/|$)',
      },
    ),
    never(
      'no-entry-from-inside',
      'entry files are the public surface: nothing in src imports them',
      { path: '^src/' },
      { path: '^src/[^/]+\\.ts$' },
    ),
    never(
      'entries-stay-inside',
      'an entry file exports what lies in src',
      { path: '^src/[^/]+\\.ts$' },
      { path: '^(test|examples|bench)/' },
    ),
    never(
      'inversify-in-application',
      'only the application knows the container',
      { path: '^src/', pathNot: '^src/(application/|index\\.ts$)' },
      { path: npm('(inversify|@inversifyjs)') },
    ),
    never(
      'mongodb-in-its-adapter',
      'only the MongoDB adapter and the embedded mongod know the driver',
      { path: '^src/', pathNot: '^src/(adapters/mongodb|embedded)/' },
      { path: npm('(mongodb|bson)') },
    ),
    never(
      'embedded-mongod-in-its-room',
      'only src/embedded starts a mongod',
      { path: '^src/', pathNot: '^src/embedded/' },
      { path: npm('mongodb-memory-server(-core)?') },
    ),
    never(
      'no-dev-dependencies',
      'users of the package do not have its development dependencies',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    ),
    never(
      'examples-like-users',
      'an example imports annals by its public entries, as its readers will',
      { path: '^examples/' },
      { path: '^(src|test|bench)/', dependencyTypesNot: ['aliased-tsconfig-paths'] },
    ),
    never(
      'examples-apart',
      'an example stands alone',
      { path: '^examples/([^/]+)/' },
      { path: '^examples/', pathNot: '^examples/$1/' },
    ),
    never('no-cycles', 'a cycle of imports has no reading order', {}, { circular: true }),
    never('resolvable', 'every import leads somewhere', {}, { couldNotResolve: true }),
    never(
      'no-orphans',
      'a file that nobody imports and that imports nothing',
      { orphan: true, path: '^(src|examples|bench)/', pathNot: '\\.d\\.ts$' },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
