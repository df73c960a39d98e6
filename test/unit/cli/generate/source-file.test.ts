import { SourceFile } from '../../../../src/cli/generate/source-file.js';

const open = (text: string) => new SourceFile('a.ts', text);

describe('SourceFile', () => {
  it('tells which classes are declared, with their decorators and properties', () => {
    const { classes, names } = open(`
      import { Event } from 'annals';
      import type { Other } from './other.js';
      @Event('account.opened', { version: 2 })
      export class AccountOpened { @IsString() owner!: string; private secret = 1; method() {} }
      class Plain {}
      const value = 1;
    `);
    expect(classes.map(({ name }) => name)).toEqual(['AccountOpened', 'Plain']);
    expect(classes[0]?.decorators).toEqual(new Map([['Event', [`'account.opened'`, '{ version: 2 }']]]));
    expect(classes[0]?.properties).toEqual(new Map([['owner', '@IsString() owner!: string;']]));
    expect(names).toEqual(new Set(['Event', 'Other', 'AccountOpened', 'Plain', 'value']));
  });

  it('leaves alone what it is not told to change', () => {
    const text = `// a remark\n\nexport   class A { }\n`;
    expect(open(text).toString()).toBe(text);
    expect(open(text).append('class B {}').toString()).toBe(`${text}\nclass B {}\n`);
  });

  it.each([
    ['', `import { A } from 'm';\n\nlet x;`, 'let x;'],
    [`import { B } from 'm';`, `import { A, B } from 'm';`, ''],
    [`import { A } from 'm';`, `import { A } from 'm';`, ''],
    [`import type { B } from 'm';`, `import { A, type B } from 'm';`, ''],
    [`import { type A } from 'm';`, `import { A } from 'm';`, ''],
    [`import { B as C } from 'm';`, `import { A, B as C } from 'm';`, ''],
    [`import * as M from 'm';`, `import * as M from 'm';\nimport { A } from 'm';`, ''],
    [`import { Z } from 'z';`, `import { A } from 'm';\nimport { Z } from 'z';`, ''],
    [`import { L } from './l.js';`, `import { A } from 'm';\nimport { L } from './l.js';`, ''],
    [
      `import { L } from 'l';\nimport { N } from 'n';`,
      `import { L } from 'l';\nimport { A } from 'm';\nimport { N } from 'n';`,
      '',
    ],
  ])('imports a name where there is %j', (before, after, rest) => {
    expect(open(`${before}${rest}`).import('m', 'A').toString().trim()).toBe(after);
  });

  it('imports types alone as types', () => {
    expect(open('').import('m', 'type A').toString()).toBe(`import type { A } from 'm';\n`);
    expect(open(`import type { B } from 'm';`).import('m', 'type A').toString()).toBe(
      `import type { A, B } from 'm';\n`,
    );
    expect(open(`import { A } from 'm';`).import('m', 'type A').toString()).toBe(`import { A } from 'm';\n`);
  });

  it('adds a member behind those of its kind, before private methods, or alone', () => {
    const text = `class A {\n  @H(1)\n  a() {}\n\n  @E(2)\n  b() {}\n\n  private c() {}\n}`;
    const order = (decorator: string) =>
      [
        ...open(text)
          .addMember('A', 'added() {}', decorator)
          .toString()
          .matchAll(/(\w+)\(\) \{\}/g),
      ].map(([, name]) => name);
    expect(order('H')).toEqual(['a', 'added', 'b', 'c']);
    expect(order('E')).toEqual(['a', 'b', 'added', 'c']);
    expect(order('X')).toEqual(['a', 'b', 'added', 'c']);
    expect(open('class A {}').addMember('A', 'added() {}', 'X').toString()).toContain('added() {}');
  });

  it('puts a class in the place of another, with its decorators', () => {
    const text = `@Old('x')\nexport class A { old = 1; }\n\nclass B {}\n`;
    expect(open(text).replaceClass('A', `@New()\nexport class A {}`).toString()).toBe(
      `@New()\nexport class A {}\n\nclass B {}\n`,
    );
  });

  it('knows what is exported also when it was only just added', () => {
    const file = open(`export * from './a.js';\n`).appendLine(`export * as b from './b.js';`);
    expect(file.exported).toEqual(['./a.js', './b.js']);
  });

  it('says where a file cannot be read', () => {
    expect(() => open('class {')).toThrow(/^a\.ts cannot be read as TypeScript: .*Mend it, then try again\.$/);
  });
});
