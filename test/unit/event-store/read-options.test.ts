import { checkListStreams, checkReadAll, checkReadStream } from '../../../src/event-store/index.js';
import { thrownBy } from './thrown-by.js';

const last = Number.MAX_SAFE_INTEGER;

describe('the options of a read', () => {
  it('have defaults', () => {
    const whole = { from: 0, to: last, asOf: undefined, backwards: false, maxCount: last };
    expect(checkReadStream()).toEqual(whole);
    expect(checkReadStream({})).toEqual(whole);
    expect(checkReadAll()).toEqual({ after: -1, maxCount: last });
    expect(checkListStreams()).toEqual({ prefix: '', after: '', maxCount: last });
  });

  it('are taken over', () => {
    const asOf = new Date(1_000);
    expect(checkReadStream({ from: 1, to: 2, asOf, direction: 'backwards', maxCount: 0 })).toEqual({
      from: 1,
      to: 2,
      asOf,
      backwards: true,
      maxCount: 0,
    });
    expect(checkReadStream({ direction: 'forwards' }).backwards).toBe(false);
    expect(checkReadAll({ after: 0, maxCount: 1 })).toEqual({ after: 0, maxCount: 1 });
    expect(checkListStreams({ prefix: 'a', after: 'b', maxCount: 1 })).toEqual({
      prefix: 'a',
      after: 'b',
      maxCount: 1,
    });
  });

  it('keep the moment that was asked for', () => {
    const asOf = new Date(1_000);
    const checked = checkReadStream({ asOf });
    asOf.setTime(2_000);
    expect(checked.asOf).toEqual(new Date(1_000));
  });

  it.each([
    ['from', -1],
    ['from', '0'],
    ['from', NaN],
    ['to', 1.5],
    ['to', null],
    ['to', 2 ** 53],
    ['maxCount', -1],
    ['maxCount', { $gt: 0 }],
    ['asOf', new Date(NaN)],
    ['asOf', 0],
    ['asOf', null],
    ['direction', 'up'],
    ['direction', null],
  ])('refuse %s %p of a stream', (name, value) => {
    expect(thrownBy(() => checkReadStream({ [name]: value }))).toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining(`The option ${name} is `),
    });
  });

  it.each([
    ['after', -2],
    ['after', '0'],
    ['maxCount', 0.5],
  ])('refuse %s %p of all streams', (name, value) => {
    expect(thrownBy(() => checkReadAll({ [name]: value }))).toMatchObject({ code: 'INVALID_OPTION' });
  });

  it.each([
    ['prefix', { $regex: '' }],
    ['after', 5],
    ['maxCount', -1],
  ])('refuse %s %p of a listing', (name, value) => {
    expect(thrownBy(() => checkListStreams({ [name]: value }))).toMatchObject({ code: 'INVALID_OPTION' });
  });
});
