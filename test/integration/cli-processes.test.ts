import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { createApplication, type Application, type Storage } from '../../src/index.js';
import { mongodb } from '../../src/mongodb.js';
import { annals, annalsProcess } from '../support/annals-command.js';
import { testDatabase } from '../support/mongo.js';
import { Tallies, type Tally } from '../support/tally-components.js';
import { until } from '../support/until.js';

const provider = testDatabase();
const place = ['--uri', provider.uri, '--database', provider.database];
const components = ['--components', 'test/support/tally-components.ts'];
const rebuild = ['projections', 'rebuild', 'tallies', ...components, ...place, '--yes'];
const keys = ['a', 'b', 'c'];
let storage: Storage;
let app: Application;
let counted = 0;

/** Appends so many events; 2 000 are a page of a rebuild. */
async function count(events: number): Promise<void> {
  for (let left = events; left > 0; left -= 1_000) {
    const batch = Array.from({ length: Math.min(left, 1_000) }, () => {
      const key = keys[counted++ % keys.length];
      return { type: 'tally.counted', data: { key } };
    });
    await storage.eventStore.appendToStream('tally-1', batch);
  }
}

async function tallies(): Promise<Record<string, Tally>> {
  const found = await storage.readModels.live('tallies').getMany(keys);
  return Object.fromEntries(found) as unknown as Record<string, Tally>;
}

async function total(): Promise<number> {
  return Object.values(await tallies()).reduce((sum, tally) => sum + tally.count, 0);
}

const rebuildCollections = async (): Promise<string[]> => {
  const native = storage.readModels.live('tallies').native() as {
    db: { listCollections(filter: object): { toArray(): Promise<{ name: string }[]> } };
  };
  return (await native.db.listCollections({ name: /^view_tallies#/ }).toArray()).map(({ name }) => name);
};

beforeAll(async () => {
  storage = await mongodb(provider).open();
  app = await createApplication({ components: [Tallies], store: mongodb(provider) });
  await count(12_000);
  await app.projections.waitFor('tallies', counted - 1, 60_000);
}, 120_000);

afterAll(async () => {
  await app.close();
  await storage.close();
});

describe('annals projections rebuild, in a process of its own', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'annals-cli-'));
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** A rebuild that has begun and stands still at its first event until it is let go. */
  const held = async (version: string, ...args: string[]) => {
    const gate = join(directory, version);
    const rebuilding = annalsProcess([...rebuild, ...args], { TALLY_VERSION: version, TALLY_GATE: gate });
    await rebuilding.said('stderr', /tallies: 0 %, 0 of \d+/);
    return { ...rebuilding, letGo: () => writeFileSync(gate, '') };
  };

  it('builds the read model anew while an application runs: exactly once each event', async () => {
    const rebuilding = await held('two', '--json');
    await count(500);
    rebuilding.letGo();
    const { code, stdout, stderr } = await rebuilding.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/tallies: 100 %/) as string });
    expect(JSON.parse(stdout)).toMatchObject({ projection: 'tallies', seconds: expect.any(Number) as number });
    for (const tally of Object.values(await tallies())) expect(['one', 'two']).toContain(tally.version);
    await count(500);
    await app.projections.waitFor('tallies', counted - 1, 60_000);
    expect(await total()).toBe(counted);
    expect(await rebuildCollections()).toEqual([]);
  }, 120_000);

  it('leaves the read model as it is when it is interrupted, and nothing beside it', async () => {
    const before = await tallies();
    const rebuilding = await held('three');
    expect(await rebuildCollections()).toHaveLength(1);
    rebuilding.child.kill('SIGINT');
    rebuilding.letGo();
    const { code, stdout, stderr } = await rebuilding.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/annals: Interrupted: the read model 'tallies' is as it was before\. \[INTERRUPTED\]\n$/);
    expect(await tallies()).toEqual(before);
    expect(await rebuildCollections()).toEqual([]);
  }, 120_000);

  it('is refused when another process has begun one since, which goes on', async () => {
    const first = await held('first');
    const second = await annalsProcess(rebuild, { TALLY_VERSION: 'second' }).ended;
    first.letGo();
    const overtaken = await first.ended;
    expect(second).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^tallies: rebuilt up to position \d+ in/) as string,
    });
    expect(overtaken).toMatchObject({ code: 1, stdout: '' });
    expect(overtaken.stderr).toMatch(
      /annals: Another process has begun to rebuild 'tallies' since.*\[REBUILD_OVERTAKEN\]\n$/,
    );
    expect(Object.values(await tallies()).map(({ version }) => version)).toEqual(['second', 'second', 'second']);
    expect(await total()).toBe(counted);
    expect(await rebuildCollections()).toEqual([]);
  }, 120_000);

  it('names the projection that was probably meant', async () => {
    const args = ['projections', 'rebuild', 'talies', ...components, ...place];
    const { code, stderr } = await annalsProcess(args).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/exports no projection 'talies'\. Did you mean 'tallies'\? \[UNKNOWN_PROJECTION\]\n$/);
  }, 60_000);
});

describe('the components of an application', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'annals-cli-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const rebuilding = (settings?: object, ...args: string[]) => {
    if (settings !== undefined) writeFileSync(join(directory, 'package.json'), JSON.stringify({ annals: settings }));
    return annals(['projections', 'rebuild', 'tallies', ...place, ...args], { directory });
  };

  it('have to be named', async () => {
    const { code, stdout, stderr } = await rebuilding();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^annals: .*not known\. Give --components <file>.*package\.json.*\[NO_COMPONENTS\]\n$/);
  });

  it('have to be there', async () => {
    expect((await rebuilding({ components: ['./a.ts', './b.js'] })).stderr).toMatch(
      /None of annals\.components .*a\.ts, .*b\.js.*\[NO_COMPONENTS\]/,
    );
    expect((await rebuilding({}, '--components', 'c.js')).stderr).toMatch(
      /There is no file .*c\.js\..*\[NO_COMPONENTS\]/,
    );
  });

  it('in TypeScript need the tsx of the application', async () => {
    writeFileSync(join(directory, 'components.ts'), 'export {};');
    const { code, stderr } = await rebuilding({ components: './components.ts' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/tsx is not installed in .*npm install --save-dev tsx.*\[TSX_MISSING\]\n$/);
  });
});

describe('annals events tail, in a process of its own', () => {
  it('shows events until Ctrl-C, and ends with 130 without a word', async () => {
    const tail = annalsProcess(['events', 'tail', 'tail.*', ...place, '--json']);
    // From now on is from its start on, so it is told something until it has begun.
    const isDone = tail.said('stdout', /\n/).then(() => true);
    let isShown = false;
    void isDone.then(() => (isShown = true));
    await until(async () => {
      await storage.eventStore.appendToStream('tail-1', [{ type: 'tail.wagged' }]);
      return isShown;
    });
    tail.child.kill('SIGINT');
    const { code, stdout, stderr } = await tail.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ type: 'tail.wagged' });
  }, 60_000);

  it('ends without an error when nobody reads any longer', async () => {
    const command = `"${process.execPath}" --import tsx src/cli/main.ts events tail --from start --json ${place.join(' ')} | head -n 1; echo "$\{PIPESTATUS[0]}" >&2`;
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    expect(JSON.parse(output.stdout)).toMatchObject({ type: 'tally.counted', globalPosition: 0 });
    expect(output.stderr).toBe('0\n');
  }, 60_000);
});
