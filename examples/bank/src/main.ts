import { randomUUID } from 'node:crypto';
import { createApplication, type Application, type Receipt } from 'annals';
import { startEmbeddedMongo } from 'annals/embedded';
import { mongodb } from 'annals/mongodb';
import { Container } from 'inversify';
import {
  AccountSummaries,
  balanceOf,
  DepositMoney,
  GetAccount,
  OpenAccount,
  WithdrawMoney,
  type AccountSummary,
} from './accounts/index.js';
import * as components from './components.js';
import { euros } from './money.js';
import { readSettings } from './settings.js';
import { Counter } from './story/counter/counter.js';
import { PayOut, PayOutHandler } from './story/counter/pay-out.js';
import { heading, line } from './story/lines.js';
import { historyTable } from './story/history-table.js';
import { TransferMoney } from './transfers/index.js';

const { database } = readSettings({ database: 'bank' });
const mongo = await startEmbeddedMongo({ dataDirectory: '.annals/data' });
const container = new Container();
container.bind(Counter).toConstantValue(new Counter());
const app = await createApplication({
  components: [components, PayOutHandler],
  store: mongodb({ uri: mongo.uri, database }),
  container,
});
try {
  await tell(app);
} finally {
  await app.close();
  await mongo.stop();
}
line();
line(`The facts are kept: database '${database}', ${mongo.dataDirectory ?? 'on the server that MONGODB_URI names'}.`);
line('Run this again: the earlier accounts are still there, and new ones join them.');

async function tell({ commands, queries, eventStore, projections }: Application): Promise<void> {
  const ada = randomUUID();
  const grace = randomUUID();

  heading('Two accounts are opened, and money is paid in');
  await commands.dispatch(OpenAccount, { accountId: ada, owner: 'Ada' }, { metadata: { clerk: 'Eve' } });
  await commands.dispatch(OpenAccount, { accountId: grace, owner: 'Grace' }, { metadata: { clerk: 'Eve' } });
  report('Ada pays in 100.00 €', await commands.dispatch(DepositMoney, { accountId: ada, amount: 10_000 }));
  report('Ada takes out 20.00 €', await commands.dispatch(WithdrawMoney, { accountId: ada, amount: 2_000 }));
  const earlier = await eventStore.readStream(`account-${ada}`, { direction: 'backwards', maxCount: 1 });

  heading('A transfer changes two accounts: both events are stored, or none');
  report('Ada sends Grace 30.00 €', await commands.dispatch(TransferMoney, { from: ada, to: grace, amount: 3_000 }));

  heading('A command can be refused; then nothing is stored');
  await commands.dispatch(WithdrawMoney, { accountId: ada, amount: 99_900 }).catch((error: unknown) => {
    line(`Ada wants 999.00 €: ${error instanceof Error ? error.message : String(error)}`);
  });

  heading('Two clerks serve one account at the same moment');
  const race = await Promise.all([
    commands.dispatch(PayOut, { accountId: ada, amount: 1_000 }, { metadata: { clerk: 'Eve' } }),
    commands.dispatch(PayOut, { accountId: ada, amount: 500 }, { metadata: { clerk: 'Mallory' } }),
  ]);
  race.forEach((receipt, index) => {
    report(`Clerk ${['Eve', 'Mallory'][index] ?? ''} pays out`, receipt);
  });
  const conflicts = race.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  line(`${String(conflicts)} conflict: both decided on the same version, one was stored, the other decided again.`);

  heading("Ada's history: every fact, in order, for ever");
  const history = await eventStore.readStream(`account-${ada}`);
  line(historyTable(history));

  heading('The balance is the fold of the events, at any moment');
  const [moment] = earlier;
  const now = await balanceOf(eventStore, ada);
  line(`After event ${String(moment?.streamPosition)}:  ${euros(await balanceOf(eventStore, ada, moment?.createdAt))}`);
  line(`Now:            ${euros(now)}`);

  heading('The read model says the same, without reading the events again');
  const last = race.reduce((a, b) => (a.globalPosition > b.globalPosition ? a : b));
  const summary = await queries.ask(GetAccount, { accountId: ada }, { after: last });
  line(`Read model:     ${euros(summary?.balance ?? 0)}, after ${String(summary?.movements)} movements`);
  line(`Fold of events: ${euros(now)}`);
  const then = await projections.preview<AccountSummary>(AccountSummaries, { asOf: moment?.createdAt ?? new Date() });
  line(
    `At event ${String(moment?.streamPosition)}:     ${euros((await then.get(`account-${ada}`))?.balance ?? 0)}, from a read model made for the question`,
  );
  await then.close();
  for (const { name, position, lag } of await projections.status()) {
    line(`Projection '${name}' contains everything up to position ${String(position)}, ${String(lag)} behind.`);
  }
}

function report(what: string, { events, streamVersion, attempts }: Receipt): void {
  const types = events.map(({ type }) => type).join(' + ');
  const retried = attempts === 1 ? '' : `, decided ${String(attempts)} times`;
  line(`${what}: ${types}, version ${String(streamVersion)}${retried}`);
}
