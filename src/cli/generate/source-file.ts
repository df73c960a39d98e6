import MagicString from 'magic-string';
import { CliError } from '../cli-error.js';
import { declaredClasses, type ClassPlace, type DeclaredClass } from './declared-class.js';
import { headEnd } from './head-end.js';
import { Imports } from './imports.js';
import { compareModules, isSameModule } from './modules.js';
import { inStyle, styleOf, type SourceStyle } from './source-style.js';
import {
  calleeOf,
  endOf,
  parseSource,
  startOf,
  unexported,
  type Comment,
  type Member,
  type Program,
} from './syntax.js';
import { endOfLine, indentAt, lineIndent } from './text-place.js';

/** A file of TypeScript that is read and changed without touching the rest of its text. */
export class SourceFile {
  readonly #text: MagicString;
  readonly #program: Program;
  readonly #comments: readonly Comment[];
  readonly #style: SourceStyle;
  readonly #tail: { readonly code: string; readonly isApart: boolean }[] = [];
  readonly #added = new Map<string, Set<string>>();
  readonly #addedExports: string[] = [];

  /** @throws CliError INVALID_SOURCE when it cannot be read */
  constructor(
    readonly path: string,
    readonly original: string,
  ) {
    this.#text = new MagicString(original);
    try {
      ({ program: this.#program, comments: this.#comments } = parseSource(original));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CliError('INVALID_SOURCE', `${path} cannot be read as TypeScript: ${reason} Mend it, then try again.`);
    }
    this.#style = styleOf(original, this.#program);
  }

  /** The classes that it declares at its top, in their order. */
  get classes(): readonly DeclaredClass[] {
    return this.#classes.map(({ declared }) => declared);
  }

  /** The names that it declares, imports or exports: another one must differ. */
  get names(): ReadonlySet<string> {
    const names = this.#program.body.flatMap((statement) => {
      if (statement.type === 'ImportDeclaration') return statement.specifiers.map(({ local }) => local.name);
      if (statement.type === 'ExportNamedDeclaration' && !statement.declaration) {
        return statement.specifiers.map(({ exported }) =>
          exported.type === 'Identifier' ? exported.name : exported.value,
        );
      }
      return this.#declaredBy(statement);
    });
    return new Set(names);
  }

  /** The names of the properties of an interface; undefined where it declares no such interface. */
  propertiesOf(name: string): readonly string[] | undefined {
    const found = this.#program.body
      .map(unexported)
      .find((node) => node.type === 'TSInterfaceDeclaration' && node.id.name === name);
    if (found?.type !== 'TSInterfaceDeclaration') return undefined;
    return found.body.body.flatMap((member) =>
      member.type === 'TSPropertySignature' && member.key.type === 'Identifier' ? [member.key.name] : [],
    );
  }

  /** Whether all that a module exports is exported from here: by `export *`, or as a whole. */
  exportsAllOf(module: string): boolean {
    const written = this.#program.body.flatMap((statement) => {
      if (statement.type === 'ExportAllDeclaration') return [statement.source.value];
      const specifiers =
        statement.type === 'ImportDeclaration' || (statement.type === 'ExportNamedDeclaration' && statement.source)
          ? statement.specifiers
          : [];
      const isWhole = specifiers.some(({ type }) => /^(Export|Import)NamespaceSpecifier$/.test(type));
      return isWhole && 'source' in statement && statement.source ? [statement.source.value] : [];
    });
    return [...written, ...this.#addedExports].some((known) => isSameModule(known, module));
  }

  /** Exports something of a module: `*`, `* as name`, `{ name }`. */
  export(what: string, module: string): this {
    const { quote, semicolon } = this.#style;
    if (what.startsWith('*')) this.#addedExports.push(module);
    this.#tail.push({ code: `export ${what} from ${quote}${module}${quote}${semicolon}`, isApart: false });
    return this;
  }

  /** Imports names of a module, beside those that are imported already; a type is written `type Name`. */
  import(module: string, ...names: readonly string[]): this {
    const added = this.#added.get(module) ?? new Set();
    this.#added.set(module, added);
    for (const name of names) added.add(name);
    return this;
  }

  /** Adds code at the end. */
  append(code: string): this {
    this.#tail.push({ code: inStyle(code, this.#style), isApart: true });
    return this;
  }

  /** Puts the code of a class in the place of the one with this name, with its decorators. */
  replaceClass(name: string, code: string): this {
    const { start, end } = this.#requireClass(name);
    this.#text.overwrite(start, end, inStyle(code, this.#style));
    return this;
  }

  /** Puts other arguments in a decorator of a class. */
  replaceArguments(className: string, decorator: string, code: string): this {
    const found = this.#requireClass(className).node.decorators?.find(
      ({ expression }) => calleeOf(expression) === decorator,
    );
    if (found?.expression.type !== 'CallExpression') return this;
    const [first, last] = [found.expression.arguments[0], found.expression.arguments.at(-1)];
    if (first && last) this.#text.overwrite(startOf(first), endOf(last), code);
    return this;
  }

  /** Adds a property to a class behind its others; one of its name is written anew. */
  addProperty(className: string, name: string, code: string): this {
    const { node } = this.#requireClass(className);
    const properties = node.body.body.filter((member) => member.type === 'ClassProperty');
    const known = properties.find(({ key }) => key.type === 'Identifier' && key.name === name);
    if (known === undefined) return this.#insertMember(className, code, properties.at(-1), '');
    this.#text.overwrite(startOf(known), endOf(known), code);
    return this;
  }

  /**
   * Adds a member to a class: behind the last one that has the decorator, else before the private methods at its end.
   */
  addMember(className: string, code: string, decorator: string): this {
    const members = this.#requireClass(className).node.body.body;
    const isAlike = (member: Member) =>
      'decorators' in member && (member.decorators ?? []).some(({ expression }) => calleeOf(expression) === decorator);
    const isPrivateMethod = (member: Member) =>
      member.type === 'ClassPrivateMethod' || (member.type === 'ClassMethod' && member.accessibility === 'private');
    const last = members.findLast(isAlike) ?? members.findLast((member) => !isPrivateMethod(member));
    return this.#insertMember(className, code, last, this.#style.lineEnd);
  }

  /** Adds an element to a list that is declared at its top. @returns false where there is no such list */
  addElement(list: string, code: string): boolean {
    const declared = this.#program.body
      .map(unexported)
      .flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []))
      .find(({ id }) => id.type === 'Identifier' && id.name === list);
    if (declared?.init?.type !== 'ArrayExpression') return false;
    const last = declared.init.elements.at(-1);
    if (last) this.#text.appendLeft(endOf(last), `, ${code}`);
    else this.#text.appendLeft(startOf(declared.init) + 1, code);
    return true;
  }

  hasMember(className: string, member: string): boolean {
    return this.#requireClass(className).node.body.body.some(
      (part) => 'key' in part && part.key.type === 'Identifier' && part.key.name === member,
    );
  }

  toString(): string {
    const { lineEnd } = this.#style;
    this.#writeImports();
    if (this.#tail.length > 0) this.#dropEmptyExport();
    let text = this.#text.toString();
    for (const { code, isApart } of this.#tail) {
      const isEmpty = /^\uFEFF?$/.test(text);
      if (!isEmpty && !text.endsWith('\n')) text += lineEnd;
      if (!isEmpty && isApart && !/\n\r?\n$/.test(text)) text += lineEnd;
      text += `${code}${lineEnd}`;
    }
    return text;
  }

  #writeImports(): void {
    const { lineEnd } = this.#style;
    const declared = new Set(this.#program.body.flatMap((statement) => this.#declaredBy(statement)));
    const imports = new Imports(this.#text, this.#program, this.#style);
    const first = [...this.#added]
      .sort(([a], [b]) => compareModules(a, b))
      .flatMap(([module, names]) => {
        const wanted = [...names].filter((name) => !declared.has(name.replace(/^type /, '')));
        return imports.add(module, withoutDoubles(wanted)) ?? [];
      });
    this.#added.clear();
    if (first.length === 0) return;
    const hasImports = this.#program.body.some(({ type }) => type === 'ImportDeclaration');
    const place = headEnd(this.original, this.#program, this.#comments);
    const isBare = this.original.slice(place).trim() === '' && this.#tail.length === 0;
    const lead = /[^\n\uFEFF]$/.test(this.original.slice(0, place)) ? lineEnd : '';
    this.#text.appendLeft(place, `${lead}${first.join(lineEnd)}${lineEnd}${hasImports || isBare ? '' : lineEnd}`);
  }

  /** On a line of its own, `export {}` has made a module of a file that had nothing to export. */
  #dropEmptyExport(): void {
    const line = /^export \{\};?[ \t]*\r?\n/m.exec(this.original);
    if (line !== null) this.#text.remove(line.index, line.index + line[0].length);
  }

  #insertMember(className: string, code: string, behind: Member | undefined, gap: string): this {
    const { node } = this.#requireClass(className);
    const { lineEnd, step } = this.#style;
    const open = startOf(node.body) + 1;
    const outer = lineIndent(this.original, startOf(node.body));
    const base = (behind && indentAt(this.original, startOf(behind))) ?? outer + step;
    const isEmpty = node.body.body.length === 0;
    const place = endOfLine(this.original, behind === undefined ? open : endOf(behind));
    const closes = /^[ \t]*\}/.test(this.original.slice(place)) ? `${lineEnd}${outer}` : '';
    const before = behind === undefined ? '' : gap;
    const after = behind === undefined && !isEmpty ? gap : closes;
    this.#text.appendLeft(place, `${lineEnd}${before}${inStyle(code, this.#style, base)}${after}`);
    return this;
  }

  #declaredBy(statement: Program['body'][number]): string[] {
    const node = unexported(statement);
    if (node.type === 'ImportDeclaration') return [];
    if (node.type === 'VariableDeclaration') {
      return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    }
    return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : [];
  }

  get #classes(): readonly ClassPlace[] {
    return declaredClasses(this.original, this.#program);
  }

  #requireClass(name: string): ClassPlace {
    const found = this.#classes.find(({ declared }) => declared.name === name);
    if (found === undefined) throw new CliError('CLASS_NOT_FOUND', `${this.path} declares no class ${name}.`);
    return found;
  }
}

/** A name that is imported as a value is needed as a type no more. */
function withoutDoubles(names: readonly string[]): string[] {
  const all = new Set(names);
  return names.filter((name) => !(name.startsWith('type ') && all.has(name.slice('type '.length))));
}
