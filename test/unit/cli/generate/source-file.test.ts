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
    expect(classes[0]?.properties).toEqual(
      new Map([['owner', { type: 'string', isOptional: false, decorators: ['IsString()'] }]]),
    );
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
    [`import type { B } from 'm';`, `import type { B } from 'm';\nimport { A } from 'm';`, ''],
    [`import { type A } from 'm';`, `import { A } from 'm';`, ''],
    [`import { type A, B } from 'm';`, `import { A, B } from 'm';`, ''],
    [`import type { A } from 'm';`, `import { A } from 'm';`, ''],
    [`import type { A, B } from 'm';`, `import { A, type B } from 'm';`, ''],
    [`import { A } from 'other';`, `import { A } from 'other';`, ''],
    [`import { A as B } from 'm';`, `import { A as B, A } from 'm';`, ''],
    [`import D from 'm';`, `import D, { A } from 'm';`, ''],
    [`import D, { B } from 'm';`, `import D, { A, B } from 'm';`, ''],
    [`import type D from 'm';`, `import type D from 'm';\nimport { A } from 'm';`, ''],
    [`import 'm';`, `import 'm';\nimport { A } from 'm';`, ''],
    [`import {} from 'm';`, `import {} from 'm';\nimport { A } from 'm';`, ''],
    [`import { B, Z } from 'm';`, `import { A, B, Z } from 'm';`, ''],
    [`import { Z, B } from 'm';`, `import { Z, B, A } from 'm';`, ''],
    [`import { /* the one */ B } from 'm';`, `import { /* the one */ B, A } from 'm';`, ''],
    [`import {\n\tB,\n\tC,\n} from 'm';`, `import {\n\tA,\n\tB,\n\tC,\n} from 'm';`, ''],
    [`import {\n  Z, // z\n  B, // b\n} from 'm';`, `import {\n  Z, // z\n  B, // b\n  A,\n} from 'm';`, ''],
    [`import {\n  Z,\n  B // b\n} from 'm';`, `import {\n  Z,\n  B, // b\n  A\n} from 'm';`, ''],
    [`import { L } from 'l'; // l`, `import { L } from 'l'; // l\nimport { A } from 'm';`, ''],
    [`import { L } from "l"`, `import { L } from "l"\nimport { A } from "m"`, ''],
    [`import { L } from 'l';\r\n`, `import { L } from 'l';\r\nimport { A } from 'm';`, ''],
    [`// head\nimport { Z } from 'z';`, `// head\nimport { A } from 'm';\nimport { Z } from 'z';`, ''],
    [`// @ts-ignore\nimport { Z } from 'z';`, `import { A } from 'm';\n// @ts-ignore\nimport { Z } from 'z';`, ''],
    [`/** Of a. */\nlet a;`, `import { A } from 'm';\n\n/** Of a. */\nlet a;`, ''],
    [`// All rights.\n\n/** Of a. */\nlet a;`, `// All rights.\n\nimport { A } from 'm';\n\n/** Of a. */\nlet a;`, ''],
    [`// @ts-nocheck\nlet a;`, `// @ts-nocheck\nimport { A } from 'm';\n\nlet a;`, ''],
    [`#!/usr/bin/env node\nlet a;`, `#!/usr/bin/env node\nimport { A } from 'm';\n\nlet a;`, ''],
    [`'use strict';\nlet a;`, `'use strict';\nimport { A } from 'm';\n\nlet a;`, ''],
    [`// nothing yet`, `// nothing yet\nimport { A } from 'm';`, ''],
    [`class A {}`, `class A {}`, ''],
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
    const added = (text: string) => open(text).import('m', 'type A').toString();
    expect(added(`import type { B } from 'm';`)).toBe(`import type { A, B } from 'm';`);
    expect(added(`import { B } from 'm';`)).toBe(`import { B, type A } from 'm';`);
    expect(added(`import { B } from 'm';\nimport type { C } from 'm';`)).toBe(
      `import { B } from 'm';\nimport type { A, C } from 'm';`,
    );
    for (const there of [`import { A } from 'm';`, `import type { A } from 'm';`, `import { type A } from 'm';`]) {
      expect(added(there)).toBe(there);
    }
    expect(open('').import('m', 'A', 'type A').toString()).toBe(`import { A } from 'm';\n`);
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

  it.each([
    ['class A {\n\ta = 1\n}\n', 'class A {\n\ta = 1\n\n\tadded() {\n\t\treturn 1;\n\t}\n}\n'],
    ['class A {\n    a = 1;\n}\n', 'class A {\n    a = 1;\n\n    added() {\n        return 1;\n    }\n}\n'],
    ['class A {\r\n  a = 1;\r\n}', 'class A {\r\n  a = 1;\r\n\r\n  added() {\r\n    return 1;\r\n  }\r\n}'],
    ['class A { a = 1 }\n', 'class A { a = 1\n\n  added() {\n    return 1;\n  }\n }\n'],
    ['class A {}\n', 'class A {\n  added() {\n    return 1;\n  }\n}\n'],
    ['class A { // a\n}\n', 'class A { // a\n  added() {\n    return 1;\n  }\n}\n'],
    ['class A {\n  a = 1; // a\n}\n', 'class A {\n  a = 1; // a\n\n  added() {\n    return 1;\n  }\n}\n'],
    ['class A {\n  #b() {}\n}\n', 'class A {\n  added() {\n    return 1;\n  }\n\n  #b() {}\n}\n'],
    ['export default class A {}', 'export default class A {\n  added() {\n    return 1;\n  }\n}'],
  ])('adds a member to %j in its style', (before, after) => {
    expect(open(before).addMember('A', 'added() {\n  return 1;\n}', 'X').toString()).toBe(after);
  });

  it.each([
    ['class A {}', 'class A {}\n\nclass B {\n  b = 1;\n}\n'],
    ['class A {}\n\n', 'class A {}\n\nclass B {\n  b = 1;\n}\n'],
    ['class A {}\r\n', 'class A {}\r\n\r\nclass B {\r\n  b = 1;\r\n}\r\n'],
    ['a;\r\nb;\nc;\n', 'a;\r\nb;\nc;\n\nclass B {\n  b = 1;\n}\n'],
    ['\uFEFF', '\uFEFFclass B {\n  b = 1;\n}\n'],
    ['{\n\ta;\n}\n', '{\n\ta;\n}\n\nclass B {\n\tb = 1;\n}\n'],
  ])('adds a class to %j in its style', (before, after) => {
    expect(open(before).append('class B {\n  b = 1;\n}').toString()).toBe(after);
  });

  it('adds a property behind the others, or writes it anew', () => {
    const text = 'class A {\n  a!: 1;\n  b!: 2;\n\n  c() {}\n}\n';
    expect(open(text).addProperty('A', 'd', 'd!: 4;').toString()).toBe(text.replace('b!: 2;', 'b!: 2;\n  d!: 4;'));
    expect(open(text).addProperty('A', 'a', 'a!: 5;').toString()).toBe(text.replace('a!: 1;', 'a!: 5;'));
  });

  it('puts a class in the place of another, with its decorators', () => {
    const text = `@Old('x')\nexport class A { old = 1; }\n\nclass B {}\n`;
    expect(open(text).replaceClass('A', `@New()\nexport class A {}`).toString()).toBe(
      `@New()\nexport class A {}\n\nclass B {}\n`,
    );
  });

  it('knows what is exported as a whole, also when it was only just added', () => {
    const file = open(`export * from './a.js';\nexport { B } from './b.js';\nexport * as d from './d/index';\n`);
    file.export('* as c', './c.js').export('{ E }', './e.js');
    const known = ['./a.js', './a.ts', './b.js', './c.js', './d/index.js', './e.js'];
    expect(known.map((module) => file.exportsAllOf(module))).toEqual([true, true, false, true, true, false]);
    expect(file.toString()).toMatch(/export \* as c from '\.\/c\.js';\nexport \{ E \} from '\.\/e\.js';\n$/);
  });

  it('says where a file cannot be read', () => {
    expect(() => open('class {')).toThrow(/^a\.ts cannot be read as TypeScript: .*Mend it, then try again\.$/);
  });
});
