import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const root = resolve(__dirname, '../..');

function violations(directory: string): Violation[] {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const parameters = ['--config', join(root, '.dependency-cruiser.js'), '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...parameters, 'src', 'test', 'examples', 'bench'], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout) throw new Error(`dependency-cruiser printed nothing: ${stderr}`);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

/** A small house with one file per room: each entry below adds a file that holds one import. */
const files = {
  'package.json': JSON.stringify({
    name: 'annals',
    type: 'module',
    dependencies: { inversify: '1', mongodb: '1' },
    devDependencies: { 'mongodb-memory-server': '1', prettier: '1' },
    peerDependencies: { 'mongodb-memory-server': '1' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'NodeNext',
      verbatimModuleSyntax: true,
      paths: { annals: ['./src/index.ts'], 'annals/mongodb': ['./src/mongodb.ts'] },
    },
  }),
  'src/index.ts': "export { room } from './application/room.js';",
  'src/errors/hen.ts': "import type {} from './egg.js'",
  'src/mongodb.ts': "export { room } from './adapters/mongodb/room.js';",
  'examples/bank/account.ts': "import 'annals';",
  'examples/loans/loan.ts': "import 'annals/mongodb';",
  'test/support/mongo.ts': "import 'mongodb';",
  'bench/main.ts': "import 'annals';",
  ...Object.fromEntries(
    ['errors', 'messages', 'event-store', 'domain', 'commands', 'queries', 'subscriptions', 'projections']
      .concat(['adapters/in-memory', 'adapters/mongodb', 'embedded', 'application', 'testing'])
      .map((room) => [`src/${room}/room.ts`, 'export const room = 1;']),
  ),
  ...Object.fromEntries(
    ['inversify', 'mongodb', 'mongodb-memory-server', 'prettier'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]),
  ),
};

const forbidden = [
  // file, what it imports, the rule that refuses it
  ['src/errors/a.ts', "import '../messages/room.js'", 'room-errors'],
  ['src/messages/a.ts', "import type {} from '../event-store/room.js'", 'room-messages'],
  ['src/event-store/a.ts', "import '../domain/room.js'", 'room-event-store'],
  ['src/domain/a.ts', "import '../commands/room.js'", 'room-domain'],
  ['src/domain/b.ts', "import '../event-store/room.js'", 'domain-type-only'],
  ['src/domain/c.ts', "import 'node:fs'", 'domain-pure'],
  ['src/domain/d.ts', "import 'inversify'", 'inversify-in-application'],
  ['src/commands/a.ts', "import '../queries/room.js'", 'room-commands'],
  ['src/commands/b.ts', "import '../adapters/mongodb/room.js'", 'room-commands'],
  ['src/commands/c.ts', "import type {} from '../../test/support/mongo.js'", 'room-commands'],
  ['src/queries/a.ts', "import '../projections/room.js'", 'room-queries'],
  ['src/queries/b.ts', "import type {} from 'mongodb'", 'mongodb-in-its-adapter'],
  ['src/queries/c.ts', "import 'annals'", 'no-entry-from-inside'],
  ['src/subscriptions/a.ts', "import '../projections/room.js'", 'room-subscriptions'],
  ['src/projections/a.ts', "import '../application/room.js'", 'room-projections'],
  ['src/adapters/in-memory/a.ts', "import '../mongodb/room.js'", 'room-adapters-in-memory'],
  ['src/adapters/in-memory/b.ts', "import 'mongodb-memory-server'", 'embedded-mongod-in-its-room'],
  ['src/adapters/mongodb/a.ts', "import '../in-memory/room.js'", 'room-adapters-mongodb'],
  ['src/adapters/mongodb/b.ts', "import '../../commands/room.js'", 'room-adapters-mongodb'],
  ['src/embedded/a.ts', "import '../messages/room.js'", 'room-embedded'],
  ['src/application/a.ts', "import '../index.js'", 'no-entry-from-inside'],
  ['src/application/b.ts', "import '../testing/room.js'", 'room-application'],
  ['src/application/c.ts', "import 'prettier'", 'no-dev-dependencies'],
  ['src/testing/a.ts', "import '../adapters/in-memory/room.js'", 'room-testing'],
  ['src/testing/b.ts', "import '../application/room.js'", 'room-testing'],
  ['src/utils/a.ts', "import '../errors/room.js'", 'known-room'],
  ['src/helper.ts', "import './errors/room.js'", 'known-room'],
  ['src/testing.ts', "import '../test/support/mongo.js'", 'entries-stay-inside'],
  ['src/errors/lonely.ts', '', 'no-orphans'],
  ['src/errors/lost.ts', "import './nowhere.js'", 'resolvable'],
  ['src/errors/egg.ts', "import './hen.js'", 'no-cycles'],
  ['examples/bank/a.ts', "import '../../src/index.js'", 'examples-like-users'],
  ['examples/bank/b.ts', "import '../../src/domain/room.js'", 'examples-like-users'],
  ['examples/bank/c.ts', "import '../../test/support/mongo.js'", 'examples-like-users'],
  ['examples/bank/d.ts', "import '../loans/loan.js'", 'examples-apart'],
] as const;

const allowed = [
  ['src/messages/z.ts', "import '../errors/room.js'"],
  ['src/domain/z.ts', "import type {} from '../event-store/room.js'"],
  ['src/projections/z.ts', "import '../subscriptions/room.js'; import '../queries/room.js'"],
  ['src/adapters/mongodb/z.ts', "import 'mongodb'; import '../../projections/room.js'"],
  ['src/embedded/z.ts', "import 'mongodb-memory-server'; import '../errors/room.js'"],
  ['src/application/z.ts', "import 'inversify'; import '../adapters/in-memory/room.js'"],
  ['src/testing/z.ts', "import '../projections/room.js'"],
  ['examples/bank/z.ts', "import 'annals'; import 'annals/mongodb'; import './account.js'; import 'prettier'"],
  ['test/z.ts', "import '../src/domain/room.js'; import './support/mongo.js'; import 'prettier'"],
] as const;

describe('the import rules', () => {
  it('hold in this repository', () => {
    expect(violations(root).map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  describe('in a house with breaches', () => {
    let found: Violation[];
    const rulesBrokenBy = (file: string) => found.filter(({ from }) => from === file).map(({ rule }) => rule.name);

    beforeAll(() => {
      const house = mkdtempSync(join(tmpdir(), 'annals-house-'));
      const written = [...Object.entries(files), ...forbidden, ...allowed];
      for (const [file, content] of written) {
        mkdirSync(dirname(join(house, file)), { recursive: true });
        writeFileSync(join(house, file), content);
      }
      found = violations(house);
      rmSync(house, { recursive: true });
    });

    it.each(forbidden)('%s may not hold: %s', (file, _imports, rule) => {
      expect(rulesBrokenBy(file)).toContain(rule);
    });

    it.each(allowed)('%s may hold: %s', (file) => {
      expect(rulesBrokenBy(file)).toEqual([]);
    });
  });
});
