import { copyStorable } from '../../../src/event-store/index.js';
import type { ReadModelDocument, ReadModelTable } from '../../../src/projections/index.js';
import { PageChanges } from '../../../src/projections/page-changes.js';
import { annalsErrorOf } from '../../support/errors.js';

/** Documents that count how they are read. */
class Documents {
  readonly reads: (readonly string[])[] = [];

  constructor(private readonly documents: Readonly<Record<string, object>> = {}) {}

  getMany(keys: readonly string[]): Promise<ReadonlyMap<string, ReadModelDocument>> {
    this.reads.push(keys);
    const found = keys.filter((key) => key in this.documents);
    return Promise.resolve(new Map(found.map((key) => [key, copyStorable(this.documents[key]!, key).copy])));
  }
}

function resolve(changes: PageChanges, documents = new Documents()) {
  return changes.resolve(documents as unknown as ReadModelTable);
}

type Counter = { count: number; tags?: string[] };
const add = (by: number) => (counter: Counter) => ({ ...counter, count: counter.count + by });

describe('the changes of one page', () => {
  it('are applied in order, key by key', async () => {
    const changes = new PageChanges('counters');
    changes.set('a', { count: 1 });
    changes.update('a', add(10));
    changes.patch('b', { name: 'patched' });
    changes.delete('c');
    changes.set('c', { count: 3 });
    changes.update('a', (counter: Counter) => ({ count: counter.count * 2 }));
    changes.set('d', { count: 4 });
    changes.delete('d');
    const documents = new Documents({ b: { count: 2, name: 'old' }, c: { count: 0 } });
    expect(await resolve(changes, documents)).toEqual([
      { key: 'a', document: { count: 22 } },
      { key: 'b', document: { count: 2, name: 'patched' } },
      { key: 'c', document: { count: 3 } },
    ]);
  });

  it('need one read for all their documents, and none where nothing was touched', async () => {
    const changes = new PageChanges('counters');
    const documents = new Documents();
    await resolve(changes, documents);
    expect(documents.reads).toEqual([]);
    for (const key of ['a', 'b', 'a', 'c', 'b']) changes.update(key, add(1), { count: 0 });
    await resolve(changes, documents);
    expect(documents.reads).toEqual([['a', 'b', 'c']]);
  });

  it('of a document that is missing: update does nothing, or begins with the initial one', async () => {
    const changes = new PageChanges('counters');
    changes.update('missing', add(1));
    changes.patch('missing too', { count: 1 });
    changes.delete('missing as well');
    changes.update('begun', add(1), { count: 10 });
    changes.update('begun', add(1), { count: 100 });
    expect(await resolve(changes)).toEqual([{ key: 'begun', document: { count: 12 } }]);
  });

  it('of a document that is there: update does not look at the initial one', async () => {
    const changes = new PageChanges('counters');
    changes.update('a', add(1), { count: 100 });
    expect(await resolve(changes, new Documents({ a: { count: 1 } }))).toEqual([{ key: 'a', document: { count: 2 } }]);
  });

  it('delete a document that is there', async () => {
    const changes = new PageChanges('counters');
    changes.delete('a');
    changes.patch('a', { count: 1 });
    expect(await resolve(changes, new Documents({ a: { count: 1 } }))).toEqual([{ key: 'a', document: null }]);
  });

  it('reach nothing but the documents, even when a change writes into what it is given', async () => {
    const changes = new PageChanges('counters');
    const initial: Counter = { count: 0, tags: [] };
    const document: Counter = { count: 1, tags: [] };
    const tags: string[] = [];
    const write = (counter: Counter) => {
      counter.tags?.push('written');
      return counter;
    };
    changes.update('a', write, initial);
    changes.set('b', document);
    document.count = 2;
    changes.update('b', write);
    changes.set('c', { count: 3 });
    changes.patch('c', { tags });
    changes.update('c', write);
    expect(await resolve(changes)).toEqual([
      { key: 'a', document: { count: 0, tags: ['written'] } },
      { key: 'b', document: { count: 1, tags: ['written'] } },
      { key: 'c', document: { count: 3, tags: ['written'] } },
    ]);
    expect([initial.tags, document.tags, tags]).toEqual([[], [], []]);
  });

  it.each(['', undefined, null, 7, {}, '\ud800', 'k'.repeat(33_000), Symbol('key')])(
    'refuse the key %p',
    async (key) => {
      for (const change of [
        (changes: PageChanges) => changes.set(key as string, {}),
        (changes: PageChanges) => changes.update(key as string, (document) => document, {}),
        (changes: PageChanges) => changes.patch(key as string, {}),
        (changes: PageChanges) => changes.delete(key as string),
      ]) {
        const error = await annalsErrorOf(() => change(new PageChanges('counters')));
        expect(error).toMatchObject({ code: 'INVALID_OPTION' });
        expect(error.message).toContain('counters');
      }
    },
  );

  it.each([
    ['set to null', (changes: PageChanges) => changes.set('a', null as never), 'counters[a]'],
    ['set to an array', (changes: PageChanges) => changes.set('a', [1]), 'counters[a]'],
    ['set with an _id', (changes: PageChanges) => changes.set('a', { _id: 5 }), 'counters[a]._id'],
    ['begun with null', (changes: PageChanges) => changes.update('a', () => ({}), null as never), 'counters[a]'],
    ['patched by a text', (changes: PageChanges) => changes.patch('a', 'text' as never), 'counters[a]'],
    ['patched by an operator', (changes: PageChanges) => changes.patch('a', { $inc: 1 }), 'counters[a].$inc'],
    ['updated to an array', (changes: PageChanges) => changes.update('a', () => [1], {}), 'counters[a]'],
  ])('refuse what is no document: %s', async (_, change, path) => {
    const error = await annalsErrorOf(async () => {
      const changes = new PageChanges('counters');
      change(changes);
      await resolve(changes);
    });
    expect(error).toMatchObject({ code: 'UNSTORABLE_DATA', path });
  });

  it.each([
    ['set', (changes: PageChanges) => changes.set('a', { at: { f: () => 1 } as object })],
    ['patch', (changes: PageChanges) => changes.patch('a', { at: { f: () => 1 } as object })],
    ['update', (changes: PageChanges) => changes.update('a', () => ({ at: { f: () => 1 } }), {})],
  ])('refuse what cannot be stored, with its place: %s', async (_, change) => {
    const error = await annalsErrorOf(async () => {
      const changes = new PageChanges('counters');
      change(changes);
      await resolve(changes);
    });
    expect(error).toMatchObject({ code: 'UNSTORABLE_DATA', path: 'counters[a].at.f' });
  });

  it('say which update returned no document', async () => {
    const changes = new PageChanges('counters');
    changes.update('a', (() => undefined) as never, {});
    const error = await annalsErrorOf(resolve(changes));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toMatch(/'a'.*'counters'.*undefined/);
  });
});
