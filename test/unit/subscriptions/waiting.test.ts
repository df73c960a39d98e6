import { backOffMs } from '../../../src/subscriptions/back-off.js';
import { CatchUpLoop, type LogFollower } from '../../../src/subscriptions/index.js';
import { WakeUp } from '../../../src/subscriptions/wake-up.js';
import { InMemoryEventStore } from '../../../src/index.js';
import { latch } from '../../support/latch.js';
import { withMethods } from '../../support/storage.js';

const long = 60_000;

describe('WakeUp', () => {
  it('keeps a signal until somebody waits', async () => {
    const wakeUp = new WakeUp();
    wakeUp.signal();
    expect(await wakeUp.wait(long)).toBe(true);
  });

  it('wakes who waits', async () => {
    const wakeUp = new WakeUp();
    const waiting = wakeUp.wait(long);
    wakeUp.signal();
    expect(await waiting).toBe(true);
  });

  it('forgets signals when it is told to, and tells that none came', async () => {
    const wakeUp = new WakeUp();
    wakeUp.signal();
    wakeUp.reset();
    expect(await wakeUp.wait(1)).toBe(false);
  });

  it('may take only signals that count', async () => {
    const wakeUp = new WakeUp();
    let counts = false;
    wakeUp.signal();
    const waiting = wakeUp.wait(long, () => counts);
    wakeUp.signal();
    counts = true;
    wakeUp.signal();
    expect(await waiting).toBe(true);
    counts = false;
    expect(await wakeUp.wait(1, () => counts)).toBe(false);
  });
});

describe('backOffMs', () => {
  it('doubles from 50 ms to 10 s, with up to half of it left to chance', () => {
    for (let attempt = 1; attempt <= 2_000; attempt++) {
      const ceiling = Math.min(50 * 2 ** (attempt - 1), 10_000);
      const ms = backOffMs(attempt);
      expect(ms).toBeGreaterThanOrEqual(ceiling / 2);
      expect(ms).toBeLessThanOrEqual(ceiling);
    }
  });
});

describe('CatchUpLoop', () => {
  afterEach(() => jest.useRealTimers());

  const literal = { type: 'door.opened' };

  /** A follower that remembers what it has handled, and opens a latch at a position. */
  function follow(until: number): LogFollower & { readonly handled: number[]; readonly done: Promise<void> } {
    const done = latch();
    const handled: number[] = [];
    let position = -1;
    return {
      filter: {},
      pageSize: 2,
      handled,
      done: done.opened,
      position: async () => position,
      handle: async (page) => {
        handled.push(...page.events.map(({ globalPosition }) => globalPosition));
        position = page.position;
        if (position >= until) done.open();
        return true;
      },
    };
  }

  it('catches up page by page, then follows', async () => {
    const store = new InMemoryEventStore();
    for (let n = 0; n < 5; n++) await store.appendToStream('door-1', [literal]);
    const follower = follow(5);
    const loop = new CatchUpLoop(store, follower);
    loop.start();
    await store.appendToStream('door-1', [literal]);
    await follower.done;
    await loop.stop();
    expect(follower.handled).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('finds what no hint told it of, by polling', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    const store = new InMemoryEventStore();
    const caughtUp = latch();
    const follower = { ...follow(0), caughtUp: () => caughtUp.open() };
    const loop = new CatchUpLoop(withMethods(store, { onAppend: () => () => undefined }), follower);
    loop.start();
    await caughtUp.opened;
    await store.appendToStream('door-1', [literal]);
    await jest.advanceTimersByTimeAsync(1_000);
    await follower.done;
    await loop.stop();
    expect(follower.handled).toEqual([0]);
  });

  it('goes on from the stored position when another process has moved it', async () => {
    const store = new InMemoryEventStore();
    for (let n = 0; n < 4; n++) await store.appendToStream('door-1', [literal]);
    const calls: string[] = [];
    const caughtUp = latch();
    let stored = -1;
    const loop = new CatchUpLoop(store, {
      filter: {},
      pageSize: 2,
      position: async () => {
        calls.push(`stored ${String(stored)}`);
        return stored;
      },
      handle: async (page, from) => {
        calls.push(`page ${String(from)} to ${String(page.position)}`);
        const isFirst = stored === -1;
        stored = isFirst ? 0 : page.position; // the other process came as far as 0
        return !isFirst;
      },
      caughtUp: (position) => {
        calls.push(`caught up at ${String(position)}`);
        caughtUp.open();
      },
    });
    loop.start();
    await caughtUp.opened;
    await loop.stop();
    expect(calls).toEqual(['stored -1', 'page -1 to 1', 'stored 0', 'page 0 to 2', 'page 2 to 3', 'caught up at 3']);
  });

  it('goes on from the stored position when it is told to, without waiting for a poll', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    const store = new InMemoryEventStore();
    for (let n = 0; n < 2; n++) await store.appendToStream('door-1', [literal]);
    const caughtUp = latch();
    const again = latch();
    const handled: number[] = [];
    let stored = 1;
    const loop = new CatchUpLoop(store, {
      filter: {},
      pageSize: 2,
      position: async () => stored,
      handle: async (page) => {
        handled.push(...page.events.map(({ globalPosition }) => globalPosition));
        again.open();
        return true;
      },
      caughtUp: () => caughtUp.open(),
    });
    loop.start();
    await caughtUp.opened;
    stored = -1;
    loop.reload();
    await again.opened;
    await loop.stop();
    expect(handled).toEqual([0, 1]);
  });

  it('stops at once while it waits to try again', async () => {
    const store = new InMemoryEventStore();
    await store.appendToStream('door-1', [literal]);
    const failed = latch();
    let failures = 0;
    const loop = new CatchUpLoop(store, {
      ...follow(0),
      handle: () => Promise.reject(new Error('no')),
      failed: () => {
        if (++failures === 3) failed.open();
      },
    });
    loop.start();
    await failed.opened;
    await loop.stop();
    expect(failures).toBe(3);
  });

  it('is not hurried by appends while it waits to try again', async () => {
    const store = new InMemoryEventStore();
    await store.appendToStream('door-1', [literal]);
    const failed = latch();
    let attempts = 0;
    const loop = new CatchUpLoop(store, {
      ...follow(0),
      handle: async () => {
        attempts++;
        throw new Error('no');
      },
      failed: () => {
        if (attempts === 4) failed.open(); // it waits 200 ms at least from now on
      },
    });
    loop.start();
    await failed.opened;
    for (let n = 0; n < 5; n++) await store.appendToStream('door-1', [literal]);
    await loop.stop();
    expect(attempts).toBe(4);
  });
});
