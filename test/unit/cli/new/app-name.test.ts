import { requireAppName } from '../../../../src/cli/new/app-name.js';

describe('the name of an application', () => {
  it.each(['shop', 'my-shop', 'a', 'shop2', 'a'.repeat(60)])('may be %s', (name) => {
    expect(requireAppName(name)).toBe(name);
  });

  it.each([
    ...[
      '',
      '../x',
      '/etc/x',
      'a/b',
      'con',
      'nul',
      'com1',
      '.git',
      '.',
      '..',
      '__proto__',
      'a'.repeat(61),
      'a'.repeat(300),
    ],
    ...[
      `x'; process.exit()//`,
      '${7*7}',
      'a\nb',
      'a\u0000b',
      ' a',
      'A',
      'Ünal',
      '-x',
      'x-',
      'a--b',
      'node_modules',
      '2shop',
    ],
    ...['C:\\x', 'favicon.ico', 'http', '@scope/name', '~', '--force'],
  ])('cannot be %j', (name) => {
    expect(() => requireAppName(name)).toThrow(
      /cannot be the name of an application: .*\. Take one such as my-shop\.$/,
    );
  });
});
