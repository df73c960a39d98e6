import { StorageError } from '../../../src/errors/index.js';
import { withinMessage } from '../../../src/messages/index.js';
import { CommandSchedule, DeadProcesses, ScheduleWork, scheduleManager } from '../../../src/process-managers/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { minutesAfterNoon, noon, World } from './world.js';

const at = minutesAfterNoon(5);
const properties = { accountId: 'a', amount: 5 };

function scheduling() {
  const world = new World();
  const woken: string[] = [];
  const schedule = new CommandSchedule(world.store, () => woken.push('woken'));
  const work = new ScheduleWork(
    world.store,
    { send: (command) => world.send(command) },
    { retry: { delayMs: (attempt) => (attempt < 2 ? 1_000 : undefined) } },
  );
  /** Sends what is due, once through. */
  const attend = async () => {
    const { at: now, records } = await world.store.due(scheduleManager, [0, 1, 2, 3, 4, 5, 6, 7], 10);
    for (const { id } of records) await work.attend(id, now);
  };
  return { world, schedule, work, attend, woken };
}

it('sends a command when its time has come, once, and forgets it', async () => {
  const { world, schedule, attend } = scheduling();
  const scheduled = await schedule.schedule('money.withdraw', properties, {
    at,
    commandId: 'c',
    correlationId: 'x',
    causationId: 'y',
    metadata: { user: 'ada' },
  });
  expect(scheduled).toEqual({ id: 'c', at });
  world.now = minutesAfterNoon(4.9);
  await attend();
  expect(world.sent).toEqual([]);
  world.now = at;
  await attend();
  await attend();
  expect(world.sent).toEqual([
    {
      commandId: 'c',
      type: 'money.withdraw',
      properties,
      correlationId: 'x',
      causationId: 'y',
      metadata: { user: 'ada' },
      eventId: null,
    },
  ]);
  expect(await schedule.list()).toEqual([]);
  expect(world.records.size).toBe(0);
});

it('inherits what it belongs to from the message being handled', async () => {
  const { world, schedule, attend } = scheduling();
  const context = { messageId: 'm', correlationId: 'x', metadata: { user: 'ada', why: 'a' } };
  await withinMessage(context, () => schedule.schedule('money.withdraw', properties, { at, metadata: { why: 'b' } }));
  await schedule.schedule('money.withdraw', properties, { at });
  world.now = at;
  await attend();
  expect(world.sent).toContainEqual(
    expect.objectContaining({ correlationId: 'x', causationId: 'm', metadata: { user: 'ada', why: 'b' } }),
  );
  expect(world.sent).toContainEqual(expect.objectContaining({ causationId: null, metadata: {} }));
});

it('is the same again for the same command id', async () => {
  const { world, schedule } = scheduling();
  const calls = [0, 1, 2].map((n) =>
    schedule.schedule('money.withdraw', { ...properties, amount: n }, { at: minutesAfterNoon(n), commandId: 'c' }),
  );
  const answers = await Promise.all(calls);
  expect(new Set(answers.map((answer) => answer.at.getTime())).size).toBe(1);
  expect(world.records.size).toBe(1);
});

it('lists what is kept, page by page', async () => {
  const { schedule } = scheduling();
  for (const commandId of ['c', 'a', 'b'])
    await schedule.schedule('money.withdraw', properties, { at, commandId, correlationId: 'x' });
  expect((await schedule.list({ maxCount: 2 })).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(await schedule.list({ maxCount: 2, after: 'b' })).toEqual([
    {
      id: 'c',
      at,
      type: 'money.withdraw',
      properties,
      metadata: {},
      correlationId: 'x',
      causationId: null,
      failedAttempts: 0,
      nextAttemptAt: at,
    },
  ]);
  expect((await annalsErrorOf(schedule.list({ maxCount: 0 }))).code).toBe('INVALID_OPTION');
});

it('cancels what nobody has begun to send, and nothing else', async () => {
  const { world, schedule, work, attend } = scheduling();
  await schedule.schedule('money.withdraw', properties, { at, commandId: 'c' });
  expect(await schedule.cancel('c')).toBe(true);
  expect(await schedule.cancel('c')).toBe(false);
  world.now = at;
  await attend();
  expect(world.sent).toEqual([]);

  await schedule.schedule('money.withdraw', properties, { at, commandId: 'd' });
  const [arrived, release] = [latch(), latch()];
  const send = world.send.bind(world);
  world.send = async (command) => {
    arrived.open();
    await release.opened;
    await send(command);
  };
  const sending = work.attend('d', at);
  await arrived.opened;
  expect(await schedule.cancel('d')).toBe(false);
  release.open();
  await sending;
  expect(world.sent).toHaveLength(1);
});

it('tries again what fails, keeps it as a dead letter, and sends it when it is retried', async () => {
  const { world, schedule, work } = scheduling();
  await schedule.schedule('money.withdraw', properties, { at, commandId: 'c' });
  world.failure = () => new StorageError('STORE_UNAVAILABLE', 'away', { retryable: true });
  await work.attend('c', at);
  const [first] = await schedule.list();
  expect(first).toMatchObject({ at, failedAttempts: 1 });
  expect(first!.nextAttemptAt!.getTime()).toBeGreaterThanOrEqual(at.getTime() + 1_000);
  await work.attend('c', at);
  expect(await schedule.list()).toMatchObject([{ at, failedAttempts: 2, nextAttemptAt: null }]);
  const dead = new DeadProcesses(world.store);
  world.failure = () => undefined;
  expect(await dead.retryFailed(scheduleManager, 'c')).toBe(true);
  await work.attend('c', at);
  expect(world.sent).toHaveLength(1);
  expect(world.records.size).toBe(0);
});

it('forgets a dead letter that is discarded', async () => {
  const { world, schedule, work } = scheduling();
  await schedule.schedule('money.withdraw', properties, { at, commandId: 'c' });
  world.failure = () => new Error('refused');
  await work.attend('c', at);
  expect(await new DeadProcesses(world.store).discardFailed(scheduleManager, 'c')).toBe(true);
  expect(world.records.size).toBe(0);
});

it('sends a command again that somebody died over', async () => {
  const { world, schedule, attend, work } = scheduling();
  await schedule.schedule('money.withdraw', properties, { at, commandId: 'c' });
  const remove = world.store.remove.bind(world.store);
  world.store.remove = () => new Promise(() => undefined);
  void work.attend('c', at);
  world.now = at;
  world.store.remove = remove;
  await attend();
  expect(new Set(world.sent.map(({ commandId }) => commandId))).toEqual(new Set(['c']));
  expect(world.records.size).toBe(0);
});

it('lets what is due at once be looked for at once', async () => {
  const { schedule, woken } = scheduling();
  await schedule.schedule('money.withdraw', properties, { at: new Date(Date.now() + 60_000) });
  expect(woken).toEqual([]);
  await schedule.schedule('money.withdraw', properties, { at: noon });
  expect(woken).toEqual(['woken']);
});

it.each<[string, string, object, object]>([
  ['no moment', 'INVALID_OPTION', properties, {}],
  ['a moment that is none', 'INVALID_OPTION', properties, { at: new Date(NaN) }],
  ['an empty command id', 'INVALID_COMMAND_ID', properties, { at, commandId: '' }],
  ['a command id that is too long', 'INVALID_COMMAND_ID', properties, { at, commandId: 'x'.repeat(201) }],
  ['properties that cannot be kept', 'UNSTORABLE_DATA', { f: () => 1 }, { at }],
  ['metadata that cannot be kept', 'UNSTORABLE_DATA', properties, { at, metadata: { f: () => 1 } }],
])('refuses %s', async (_, code, given, options) => {
  const { world, schedule } = scheduling();
  expect((await annalsErrorOf(schedule.schedule('money.withdraw', given, options as never))).code).toBe(code);
  expect(world.records.size).toBe(0);
});
