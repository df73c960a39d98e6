import { delimiter, join } from 'node:path';
import { testDatabase } from '../support/mongo.js';
import { buildImage } from './image.js';
import { packedAnnals } from './packed-annals.js';

/** `npm` is with the applications. */
describe('an application with another package manager', () => {
  const { folder, programs: npm, make } = packedAnnals();
  const production = testDatabase();

  it.each([
    ['pnpm', 'pnpm', '12.21.0'],
    ['yarn', '@yarnpkg/cli-dist', '4.18.1'],
  ])(
    'is installed by %s (%s %s), passes, and runs as its Dockerfile says',
    async (manager, tool, version) => {
      const name = `by-${manager}-${version.replaceAll('.', '-')}`;
      const tools = join(folder, `${name}-tools`);
      await npm.succeed(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefix', tools, `${tool}@${version}`);
      const programs = npm.with({
        PATH: [join(tools, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
        CI: '', // there is no lockfile yet, which a server for tests insists on
        YARN_ENABLE_TELEMETRY: '0',
      });
      const options = ['--template', 'blank', '--http', 'none', '--package-manager', manager];
      const app = await make(name, options, programs);
      await programs.succeed(app, manager, 'test');
      await programs.succeed(app, manager, 'run', 'lint');
      const image = await buildImage(app, `${app}-image`, programs.with({ CI: 'true' }));
      const { uri: MONGODB_URI, database: DATABASE } = production;
      const main = programs.start(image.folder, { NODE_ENV: 'production', MONGODB_URI, DATABASE }, ...image.command);
      expect([await main.ended, main.output()]).toEqual([0, expect.stringContaining('The application runs')]);
    },
    300_000,
  );
});
