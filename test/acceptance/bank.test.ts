import { runExample } from '../support/run-example.js';
import { testDatabase } from '../support/mongo.js';

describe('examples/bank', () => {
  const { database } = testDatabase();

  it('tells the whole story', async () => {
    const { code, output } = await runExample('examples/bank/src/main.ts', [], database).ended;
    expect(output).toContain('Ada sends Grace 30.00 €: transfer.sent + transfer.received');
    expect(output).toContain('Ada wants 999.00 €: 999.00 € is more than the balance of 50.00 €.');
    expect(output).toContain('1 conflict: both decided on the same version');
    expect(output).toMatch(/Now: +35\.00 €/);
    expect(output).toMatch(/After event 2: +80\.00 €/);
    expect(output).toMatch(/Read model: +35\.00 €, after 5 movements/);
    expect(output).toMatch(/Fold of events: +35\.00 €/);
    expect(output).toMatch(new RegExp(`The facts are kept: database '${database}'`));
    expect(code).toBe(0);
  }, 60_000);
});
