import {
  commandTypeOf,
  eventTypeOf,
  folderOf,
  kebabOf,
  requireClassName,
  requireFolderName,
} from '../../../../src/cli/generate/names.js';

describe('the name of a class', () => {
  it.each([
    'OpenAccount',
    'openAccount',
    'open-account',
    'open_account',
    'open account',
    'OPEN_ACCOUNT',
    'Open-Account',
  ])('may be written as %s', (name) => {
    expect(requireClassName(name)).toBe('OpenAccount');
  });

  it('keeps its capitals', () => {
    expect(requireClassName('HTTPRequestSent')).toBe('HTTPRequestSent');
    expect(kebabOf('HTTPRequestSent')).toBe('http-request-sent');
  });

  it.each([
    ...[
      '',
      '../x',
      '/etc/x',
      'con',
      'Aux',
      '.git',
      '__proto__',
      'a'.repeat(300),
      `x'; process.exit()//`,
      '${7*7}',
      'a\nb',
    ],
    ...['2Fast', '-x', 'Ünal', 'Event', 'aggregate', 'Object', 'promise', 'x`y', 'x*/y', 'a.b', 'a:b'],
  ])('cannot be %j', (name) => {
    expect(() => requireClassName(name)).toThrow(/cannot be the name of a class: .*\. Take one such as OpenAccount/);
  });

  it('leads to a folder, a stored type, and a file', () => {
    expect(['Account', 'OrderLine', 'Category', 'Person'].map(folderOf)).toEqual([
      'accounts',
      'order-lines',
      'categories',
      'people',
    ]);
    const eventTypes = ['AccountOpened', 'MoneyDeposited', 'AccountGivenBack', 'Opened', 'GiftAccountOpened'];
    expect(eventTypes.map((name) => eventTypeOf(name, 'Account'))).toEqual([
      'account.opened',
      'money.deposited',
      'account.given_back',
      'account.opened',
      'account.gift_opened',
    ]);
    const commandTypes = ['OpenAccount', 'DepositMoney', 'GiveAccountBack', 'Close', 'RequestOrderLineReview'];
    expect(commandTypes.map((name) => commandTypeOf(name, 'Account'))).toEqual([
      'account.open',
      'money.deposit',
      'account.give_back',
      'account.close',
      'order_line_review.request',
    ]);
    expect(commandTypeOf('RequestOrderLineReview', 'OrderLine')).toBe('order_line.request_review');
    expect(eventTypeOf('Account', 'Account')).toBe('account.account');
  });
});

describe('the name of a folder', () => {
  it('is in kebab case', () => {
    expect(requireFolderName('order-lines')).toBe('order-lines');
    for (const name of ['..', 'a/b', 'Orders', '/etc', 'con', '', 'node_modules']) {
      expect(() => requireFolderName(name)).toThrow('cannot be the name of a folder of src');
    }
  });
});
