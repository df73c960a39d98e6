import { randomUUID } from 'node:crypto';
import type { MessageEnvelope, Middleware } from '../../../src/index.js';
import { DepositMoney, GetAccount, OpenAccount } from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';

const accountId = randomUUID();
const start = applications();

describe('middleware', () => {
  it('stands around the handler, the first one outermost, for commands and queries', async () => {
    const steps: string[] = [];
    const named =
      (name: string): Middleware =>
      async (envelope, next) => {
        steps.push(`${name} before ${envelope.kind}`);
        const result = await next();
        steps.push(`${name} after`);
        return result;
      };
    const app = await start({ components: [bank], middleware: [named('a'), named('b')] });
    const receipt = await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    expect(receipt.streamVersion).toBe(0);
    const account = await app.queries.ask(GetAccount, { accountId }, { after: receipt });
    expect(account).toMatchObject({ owner: 'Ada' });
    expect(steps).toEqual(
      ['command', 'query'].flatMap((kind) => [`a before ${kind}`, `b before ${kind}`, 'b after', 'a after']),
    );
  });

  it('gets the message, checked, and what is known about it', async () => {
    const seen: MessageEnvelope[] = [];
    const app = await start({
      components: [bank],
      middleware: [
        async (envelope, next) => {
          seen.push(envelope);
          return next();
        },
      ],
    });
    await app.commands.dispatch(
      OpenAccount,
      { accountId, owner: 'Ada' },
      {
        commandId: '1',
        correlationId: '2',
        causationId: '3',
        metadata: { clerk: 'Eve' },
      },
    );
    await annalsErrorOf(app.commands.dispatch(OpenAccount, { accountId, owner: '' }));
    await app.queries.ask(GetAccount, { accountId }, { metadata: { clerk: 'Eve' } });
    await annalsErrorOf(app.queries.ask(GetAccount, { accountId: 'x' }));
    expect(seen).toEqual([
      {
        kind: 'command',
        type: 'account.open',
        message: Object.assign(new OpenAccount(), { accountId, owner: 'Ada' }),
        messageId: '1',
        correlationId: '2',
        causationId: '3',
        metadata: { clerk: 'Eve' },
      },
      {
        kind: 'query',
        type: 'GetAccount',
        message: Object.assign(new GetAccount(), { accountId }),
        messageId: expect.any(String),
        correlationId: expect.any(String),
        causationId: undefined,
        metadata: { clerk: 'Eve' },
      },
    ]);
    expect(seen[0]?.message).toBeInstanceOf(OpenAccount);
  });

  it('may refuse: its error reaches the caller unchanged, and nothing is stored', async () => {
    class NotAllowed extends Error {}
    const app = await start({
      components: [bank],
      middleware: [
        async ({ metadata }, next) => {
          if (metadata.role !== 'clerk') throw new NotAllowed();
          return next();
        },
      ],
    });
    const open = (role: string) =>
      app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' }, { metadata: { role } });
    expect(await errorOf(open('guest'))).toBeInstanceOf(NotAllowed);
    expect(await errorOf(app.queries.ask(GetAccount, { accountId }))).toBeInstanceOf(NotAllowed);
    expect(await app.eventStore.headPosition()).toBe(-1);
    expect((await open('clerk')).streamVersion).toBe(0);
  });

  it('sees what the handler throws, and may try again', async () => {
    let failures = 0;
    const app = await start({
      components: [bank],
      middleware: [
        async (envelope, next) => {
          try {
            return await next();
          } catch {
            failures++;
            await app.eventStore.appendToStream(`account-${accountId}`, [
              { type: 'account.opened', data: { owner: 'Ada' } },
            ]);
            return next();
          }
        },
      ],
    });
    const receipt = await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    expect([failures, receipt.streamVersion]).toEqual([1, 1]);
  });
});
