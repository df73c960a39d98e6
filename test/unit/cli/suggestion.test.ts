import { suggestion } from '../../../src/cli/suggestion.js';

describe('a suggestion', () => {
  it('names what was probably meant', () => {
    expect(suggestion('acount-1', ['order-9', 'account-1', 'account-100'])).toBe("Did you mean 'account-1'?");
  });

  it('names all where nothing is near and there are few', () => {
    expect(suggestion('x', ['mailer', 'shipping'])).toBe('There are: mailer, shipping.');
    expect(suggestion('unlike', ['mailer'])).toBe('There is: mailer.');
    expect(suggestion('x', [])).toBe('There are none.');
  });

  it('names some where there are many', () => {
    const names = Array.from({ length: 30 }, (_, index) => `projection-${String(index)}`);
    expect(suggestion('x', names)).toMatch(/^There are projection-0, .*projection-9, … \(30\)\.$/);
  });
});
