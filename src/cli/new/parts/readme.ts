import type { FileSet } from '../../files/file-set.js';
import { templates, type AppPlan } from '../app-plan.js';

/** The README of an application. */
export function readme(plan: AppPlan, source: FileSet): string {
  const { name, packageManager, front, template } = plan;
  const run = packageManager === 'npm' ? 'npm run' : packageManager;
  return `# ${name}

An event-sourced application on MongoDB, made with [Annals](https://www.npmjs.com/package/annals): ${templates[template]}.

\`\`\`sh
${packageManager} install
${packageManager} test        # the domain without a database, the whole on a real MongoDB
${packageManager} start       # ${front === 'none' ? 'runs it' : 'serves it on http://127.0.0.1:3000'}, with a MongoDB that starts by itself
\`\`\`

Set \`MONGODB_URI\` to use another server ([.env.example](.env.example)); in production there must be one. \`docker compose up --build\` runs the application beside a replica set.

## What is where

${rows(source)}

## What next

\`\`\`sh
npx annals generate aggregate Parcel grams:int          # a new thing with its events, commands and tests
npx annals generate command WeighParcel grams:int --aggregate Parcel
npx annals generate projection Weights
npx annals streams list                                 # what has happened, while it runs or not
npx annals events tail
npx annals doctor                                       # is everything as it should be?
${run} lint
\`\`\`
`;
}

const known: Readonly<Record<string, string>> = {
  'src/components.ts': 'what the application is made of; `annals generate` adds to it',
  'src/application.ts': 'how it is put together',
  'src/settings.ts': 'what the environment says',
  'src/server.ts': 'starts it, serves it, and closes it cleanly',
  'src/main.ts': 'starts it, and tells its story',
  'src/http/hono.ts': 'its routes',
  'src/http/express.ts': 'its routes',
  'test/application.test.ts': 'the whole, on a real MongoDB',
};

function rows(source: FileSet): string {
  const domains = [...source.keys()]
    .map((path) => /^src\/(\w[\w-]*)\/index\.ts$/.exec(path)?.[1])
    .filter((domain) => domain !== undefined);
  const all = [
    ...Object.entries(known).filter(([path]) => source.has(path)),
    ...domains.map((domain) => [`src/${domain}/`, 'commands, events, the classes that decide, read models, queries']),
  ];
  return table(
    ['file', 'what it is'],
    all.map(([path = '', what = '']) => [`[${path}](${path})`, what]),
  );
}

/** A table of two columns, as Prettier writes it. */
function table(head: readonly [string, string], body: readonly (readonly [string, string])[]): string {
  const width = (column: 0 | 1) => Math.max(...[head, ...body].map((cells) => cells[column].length));
  const row = ([left, right]: readonly [string, string]) => `| ${left.padEnd(width(0))} | ${right.padEnd(width(1))} |`;
  return [head, ['-'.repeat(width(0)), '-'.repeat(width(1))] as const, ...body].map(row).join('\n');
}
