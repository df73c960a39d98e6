import { checkEventQuery } from '../../../src/event-store/index.js';
import { thrownBy } from './thrown-by.js';

describe('the options of a query over events', () => {
  it('have defaults', () => {
    const newest = {
      types: undefined,
      streamPrefix: '',
      streamId: undefined,
      createdFrom: undefined,
      createdTo: undefined,
      correlationId: undefined,
      backwards: true,
      after: undefined,
      maxCount: 100,
    };
    expect(checkEventQuery()).toEqual(newest);
    expect(checkEventQuery({})).toEqual(newest);
  });

  it('are taken over', () => {
    const createdFrom = new Date(1_000);
    const createdTo = new Date(2_000);
    const given = { streamPrefix: 'a', streamId: 'a-1', correlationId: 'c', after: -1, maxCount: 10_000 } as const;
    const query = checkEventQuery({ ...given, types: ['a.*'], createdFrom, createdTo, direction: 'forwards' });
    expect(query).toMatchObject({ ...given, createdFrom, createdTo, backwards: false });
    expect(query.types?.has('a.b')).toBe(true);
    expect(checkEventQuery({ direction: 'backwards' }).backwards).toBe(true);
  });

  it('keep the moments that were asked for', () => {
    const moment = new Date(1_000);
    const query = checkEventQuery({ createdFrom: moment, createdTo: moment });
    moment.setTime(2_000);
    expect(query).toMatchObject({ createdFrom: new Date(1_000), createdTo: new Date(1_000) });
  });

  it.each([
    ['types', 'order.*', 'an array of strings'],
    ['types', null, 'an array of strings'],
    ['streamPrefix', { $gt: '' }, 'a string of whole characters'],
    ['streamPrefix', '\ud800', 'a string of whole characters'],
    ['correlationId', 5, 'a string of whole characters'],
    ['correlationId', null, 'a string of whole characters'],
    ['createdFrom', new Date(NaN), 'a valid Date'],
    ['createdFrom', 0, 'a valid Date'],
    ['createdTo', '2020-01-01', 'a valid Date'],
    ['direction', 'up', `'forwards' or 'backwards'`],
    ['after', null, 'a whole number from -1 to 2^53 - 1'],
    ['after', -2, 'a whole number from -1 to 2^53 - 1'],
    ['maxCount', 0, 'a whole number from 1 to 10000'],
    ['maxCount', 10_001, 'a whole number from 1 to 10000'],
    ['maxCount', Infinity, 'a whole number from 1 to 10000'],
  ])('refuse %s %p', (name, value, wanted) => {
    const { code, message } = thrownBy(() => checkEventQuery({ [name]: value })) as Error & { code: string };
    expect(code).toBe('INVALID_OPTION');
    expect(message.startsWith(`The option ${name} is `)).toBe(true);
    expect(message.endsWith(`; give ${wanted}.`)).toBe(true);
  });

  it('refuse a stream id that is none, and what are no options', () => {
    expect(thrownBy(() => checkEventQuery({ streamId: '$x' }))).toMatchObject({ code: 'INVALID_STREAM_ID' });
    expect(thrownBy(() => checkEventQuery(null as never))).toMatchObject({ code: 'INVALID_OPTION' });
  });
});
