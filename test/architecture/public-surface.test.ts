import { exportedNames } from './exported-names.js';
import { publicSurface } from './public-surface.js';

describe('the public surface', () => {
  const exported = exportedNames();

  it('has the entries of package.json', () => {
    expect(Object.keys(exported)).toEqual(Object.keys(publicSurface));
  });

  it.each(Object.keys(exported))('%s exports the listed names', (entry) => {
    expect(exported[entry]).toEqual(publicSurface[entry]);
  });
});
