import { parseField, parseFields } from '../../../../src/cli/generate/field.js';

describe('a field', () => {
  it.each([
    ['owner', 'string', ['IsString()']],
    ['owner:string', 'string', ['IsString()']],
    ['grams:int', 'number', ['IsInt()']],
    ['weight:Number', 'number', ['IsNumber()']],
    ['isOpen:bool', 'boolean', ['IsBoolean()']],
    ['due:date', 'Date', ['Type(() => Date)', 'IsDate()']],
    ['to:uuid', 'string', ['IsUUID()']],
    ['tags:string[]', 'string[]', ['IsArray()', 'IsString({ each: true })']],
    ['to:uuid[]', 'string[]', ['IsArray()', 'IsUUID(undefined, { each: true })']],
    ['status:open|closed', `'open' | 'closed'`, [`IsIn(['open', 'closed'])`]],
    ['all:open|closed[]', `('open' | 'closed')[]`, ['IsArray()', `IsIn(['open', 'closed'], { each: true })`]],
    ['note?:string', 'string', ['IsOptional()', 'IsString()']],
  ])('%s has its type and its validators', (text, type, decorators) => {
    expect(parseField(text)).toMatchObject({ type, decorators });
  });

  it.each([
    ['due-date:date', 'dueDate'],
    ['due_date:date', 'dueDate'],
    ['DueDate:date', 'dueDate'],
    ['dueDate:date', 'dueDate'],
  ])('%s is named in camel case', (text, name) => {
    expect(parseField(text).name).toBe(name);
  });

  it.each([
    ...[
      '',
      ':int',
      '__proto__:int',
      'constructor:string',
      'a b c!:int',
      `x';process.exit()//:int`,
      'a\nb:int',
      '${7*7}',
    ],
    ...[
      'a:nope',
      'a:',
      'a:toString',
      'a:constructor',
      'a:__proto__',
      'a:int;',
      'a:string[][]',
      `a:x|'y`,
      'a:open|open',
      'a:|',
      `${'a'.repeat(300)}:int`,
    ],
  ])('%j is refused', (text) => {
    expect(() => parseField(text)).toThrow(
      /(cannot be the name of a field|has no type that is known|name its words well)/,
    );
  });

  it('is refused the second time', () => {
    expect(() => parseFields(['a:int', 'A:string'])).toThrow('The field a is given twice.');
  });
});
