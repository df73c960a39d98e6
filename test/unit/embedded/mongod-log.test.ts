import { MongodLog } from '../../../src/embedded/mongod-log.js';

test('pieces of output become whole lines', () => {
  const log = new MongodLog();
  expect(log.add('{"s":"I"}\n{"s":"E","m')).toEqual(['{"s":"I"}']);
  expect(log.add('sg":"bad"}\n')).toEqual(['{"s":"E","msg":"bad"}']);
  expect(log.has('bad')).toBe(true);
  expect(log.errors()).toBe('{"s":"E","msg":"bad"}');
});

test('only the latest lines are kept', () => {
  const log = new MongodLog();
  log.add('first\n');
  log.add('later\n'.repeat(1000));
  expect(log.has('first')).toBe(false);
});
