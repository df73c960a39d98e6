import { join } from 'node:path';
import { inMemory, type Application } from 'annals';
import { openApplication } from '../src/application.js';
import { GetFunnel } from '../src/applications/index.js';
import { replay } from '../src/replay.js';

const sample = join('examples', 'loans', 'sample.xes');

describe('the loan office', () => {
  let app: Application;

  beforeEach(async () => {
    app = await openApplication(inMemory());
  });

  afterEach(() => app.close());

  it('counts what the log says', async () => {
    expect(await replay(app, sample)).toEqual({ cases: 30, commands: 410, skipped: 0 });
    const after = await app.eventStore.headPosition();
    const { counts } = await app.queries.ask(GetFunnel, {}, { after });
    expect(counts).toMatchObject({ submitted: 30, preaccepted: 18, approved: 7, declined: 15, cancelled: 6 });
  });

  it('goes on where an earlier run has ended', async () => {
    await replay(app, sample, { limit: 10 });
    const { cases, commands, skipped } = await replay(app, sample);
    expect(cases).toBe(30);
    expect(commands + skipped).toBe(410);
    expect(skipped).toBeGreaterThan(0);
    expect(await app.eventStore.headPosition()).toBe(409);
  });
});
