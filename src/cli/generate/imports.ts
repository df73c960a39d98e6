import type MagicString from 'magic-string';
import { byName, importStatement } from './import-statement.js';
import { compareModules, isSameModule } from './modules.js';
import type { SourceStyle } from './source-style.js';
import { endOf, startOf, type ImportedName, type ImportStatement, type Program } from './syntax.js';
import { endOfLine } from './text-place.js';

const typeMark = 'type ';

/** The imports of a file: names are added to them, and nothing else of their text is touched. */
export class Imports {
  readonly #statements: readonly ImportStatement[];

  constructor(
    private readonly text: MagicString,
    program: Program,
    private readonly style: SourceStyle,
  ) {
    this.#statements = program.body.filter((statement) => statement.type === 'ImportDeclaration');
  }

  /**
   * Adds names of a module, a type as `type Name`, where the file does not import them already. Returns the statement
   * that should come first in the file where no import precedes it; undefined where it has its place.
   */
  add(module: string, names: readonly string[]): string | undefined {
    const missing = names.filter((name) => !this.#isImported(name)).sort(byName);
    const left = this.#addToStatements(module, missing);
    if (left.length === 0) return undefined;
    const statement = importStatement(module, left, this.style);
    const before = this.#statements.findLast(({ source }) => compareModules(source.value, module) <= 0);
    if (before === undefined) return statement;
    this.text.appendLeft(endOfLine(this.text.original, endOf(before)), `${this.style.lineEnd}${statement}`);
    return undefined;
  }

  /** A name that is there as a type, and is needed as a value, is made one. */
  #isImported(name: string): boolean {
    const isType = name.startsWith(typeMark);
    const local = isType ? name.slice(typeMark.length) : name;
    for (const statement of this.#statements) {
      const found = statement.specifiers.find((specifier) => specifier.local.name === local);
      if (found === undefined) continue;
      if (!isType && found.type === 'ImportSpecifier') this.#makeValue(statement, found);
      return true;
    }
    return false;
  }

  #makeValue(statement: ImportStatement, name: ImportedName): void {
    if (name.importKind === 'type') this.#removeTypeMark(startOf(name));
    if (statement.importKind !== 'type') return;
    this.#removeTypeMark(startOf(statement) + 'import '.length);
    for (const other of namesOf(statement)) {
      if (other !== name) this.text.appendLeft(startOf(other), typeMark);
    }
  }

  #removeTypeMark(near: number): void {
    const start = this.text.original.indexOf('type', near);
    const space = /^\s*/.exec(this.text.original.slice(start + 'type'.length))?.[0] ?? '';
    this.text.remove(start, start + 'type'.length + space.length);
  }

  /** Returns the names that no statement of the module can take. */
  #addToStatements(module: string, names: readonly string[]): readonly string[] {
    const ofModule = this.#statements.filter(({ source }) => isSameModule(source.value, module));
    const values = ofModule.find((statement) => statement.importKind !== 'type' && canTake(statement));
    const types = ofModule.find((statement) => statement.importKind === 'type' && namesOf(statement).length > 0);
    const areAll = names.every((name) => name.startsWith(typeMark));
    if (types !== undefined && areAll) {
      this.#insert(
        types,
        names.map((name) => name.slice(typeMark.length)),
      );
      return [];
    }
    if (values === undefined) return names;
    this.#insert(values, names);
    return [];
  }

  #insert(statement: ImportStatement, names: readonly string[]): void {
    const all = namesOf(statement);
    const last = all.at(-1);
    if (names.length === 0) return;
    if (last === undefined) {
      const [ofDefault] = statement.specifiers;
      this.text.appendLeft(ofDefault ? endOf(ofDefault) : 0, `, { ${names.join(', ')} }`);
      return;
    }
    const isSorted = all.every(
      (name, index) => index === 0 || byName(written(all[index - 1] ?? name), written(name)) <= 0,
    );
    const hasComments = /\/[/*]/.test(this.text.original.slice(startOf(statement), startOf(statement.source)));
    const atEnd: string[] = [];
    for (const name of names) {
      const next = isSorted && !hasComments ? all.find((other) => byName(name, written(other)) < 0) : undefined;
      if (next === undefined) atEnd.push(name);
      else this.text.appendLeft(startOf(next), `${name},${this.#gapBefore(next)}`);
    }
    if (atEnd.length > 0) this.#insertLast(statement, last, atEnd);
  }

  #insertLast(statement: ImportStatement, last: ImportedName, names: readonly string[]): void {
    const { original } = this.text;
    const gap = this.#gapBefore(last);
    const rest = original.slice(endOf(last), startOf(statement.source));
    const comma = /^\s*,/.exec(rest)?.[0];
    const behind = endOf(last) + (comma?.length ?? 0);
    const list = names.join(`,${gap}`);
    if (comma === undefined) this.text.appendLeft(behind, ',');
    this.text.appendLeft(endOfLine(original, behind), `${gap}${list}${comma === undefined ? '' : ','}`);
  }

  /** What separates a name from the one before: a space, or the beginning of a line of its own. */
  #gapBefore(name: ImportedName): string {
    return /\r?\n[ \t]*$/.exec(this.text.original.slice(0, startOf(name)))?.[0] ?? ' ';
  }
}

/** Whether names can be added: `import * as all` cannot take any. */
function canTake({ specifiers }: ImportStatement): boolean {
  return specifiers.length > 0 && specifiers.every(({ type }) => type !== 'ImportNamespaceSpecifier');
}

function namesOf({ specifiers }: ImportStatement): readonly ImportedName[] {
  return specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
}

function written({ imported, importKind }: ImportedName): string {
  const name = imported.type === 'Identifier' ? imported.name : imported.value;
  return importKind === 'type' ? `${typeMark}${name}` : name;
}
