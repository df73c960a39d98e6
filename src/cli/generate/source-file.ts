import { parse, type ParserOptions } from '@babel/parser';
import MagicString from 'magic-string';
import { CliError } from '../cli-error.js';
import { importStatement } from './import-statement.js';

type Program = ReturnType<typeof parse>['program'];
type Statement = Program['body'][number];
type ImportStatement = Extract<Statement, { type: 'ImportDeclaration' }>;
type ClassStatement = Extract<Statement, { type: 'ClassDeclaration' }>;
type Member = ClassStatement['body']['body'][number];

const options: ParserOptions = { sourceType: 'module', plugins: ['typescript', 'decorators-legacy'] };
const width = 120;

/** A class that a file declares. */
export interface DeclaredClass {
  readonly name: string;
  /** Its decorators by name, with their arguments as code. */
  readonly decorators: ReadonlyMap<string, readonly string[]>;
  /** Its properties without a modifier, as messages have them: their code, by name. */
  readonly properties: ReadonlyMap<string, string>;
  /** Its whole code, with its decorators. */
  readonly code: string;
}

/** A file of TypeScript that is read and changed without touching the rest of its text. */
export class SourceFile {
  readonly #text: MagicString;
  readonly #program: Program;
  readonly #tail: string[] = [];
  readonly #added = new Map<string, Set<string>>();

  /** @throws CliError INVALID_SOURCE when it cannot be read */
  constructor(
    readonly path: string,
    readonly original: string,
  ) {
    this.#text = new MagicString(original);
    try {
      this.#program = parse(original, options).program;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CliError('INVALID_SOURCE', `${path} cannot be read as TypeScript: ${reason} Mend it, then try again.`);
    }
  }

  /** The classes that it declares at its top, in their order. */
  get classes(): readonly DeclaredClass[] {
    return this.#classes.map(({ node, start, end }) => ({
      code: this.original.slice(start, end),
      name: node.id?.name ?? '',
      decorators: new Map(
        (node.decorators ?? []).flatMap(({ expression }) => {
          const name = calleeOf(expression);
          if (name === undefined || expression.type !== 'CallExpression') return [];
          return [[name, expression.arguments.map((argument) => this.#code(argument))] as const];
        }),
      ),
      properties: new Map(
        node.body.body.flatMap((member) =>
          member.type === 'ClassProperty' && member.key.type === 'Identifier' && !member.accessibility
            ? [[member.key.name, this.#code(member)] as const]
            : [],
        ),
      ),
    }));
  }

  /** The names that it declares or imports: another one must differ. */
  get names(): ReadonlySet<string> {
    const declared = this.#program.body.flatMap((statement) => {
      const node = unexported(statement);
      if (node.type === 'ImportDeclaration') return node.specifiers.map(({ local }) => local.name);
      if (node.type === 'VariableDeclaration') return node.declarations.map(({ id }) => this.#code(id));
      if ('id' in node && node.id?.type === 'Identifier') return [node.id.name];
      return [];
    });
    return new Set(declared);
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

  /** What it re-exports: the paths of its `export … from`. */
  get exported(): readonly string[] {
    const added = this.#tail.flatMap((line) => /^export \* .*from '(.*)';$/.exec(line)?.[1] ?? []);
    const written = this.#program.body.flatMap((statement) =>
      'source' in statement && statement.source && statement.type !== 'ImportDeclaration'
        ? [statement.source.value]
        : [],
    );
    return [...written, ...added];
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
    this.#tail.push(`\n${code.trim()}`);
    return this;
  }

  /** Adds a line at the end, without an empty one before it. */
  appendLine(line: string): this {
    this.#tail.push(line);
    return this;
  }

  /** Puts the code of a class in the place of the one with this name, with its decorators. */
  replaceClass(name: string, code: string): this {
    const found = this.#requireClass(name);
    this.#text.overwrite(found.start, found.end, code.trim());
    return this;
  }

  /**
   * Adds a member to a class: behind the last one that has the decorator, else before the private methods at its end.
   */
  addMember(className: string, code: string, decorator: string): this {
    const { body } = this.#requireClass(className).node;
    const isAlike = (member: Member) =>
      'decorators' in member && (member.decorators ?? []).some(({ expression }) => calleeOf(expression) === decorator);
    const isPrivateMethod = (member: Member) => member.type === 'ClassMethod' && member.accessibility === 'private';
    const alike = body.body.findLast(isAlike);
    const last = alike ?? body.body.findLast((member) => !isPrivateMethod(member));
    const text = `\n${last === undefined ? '' : '\n'}${indented(code.trim())}`;
    this.#text.appendLeft(last?.end ?? (body.start ?? 0) + 1, text);
    return this;
  }

  hasMember(className: string, member: string): boolean {
    return this.#requireClass(className).node.body.body.some(
      (part) => 'key' in part && part.key.type === 'Identifier' && part.key.name === member,
    );
  }

  toString(): string {
    const first: string[] = [];
    for (const [module, names] of [...this.#added].sort(byModule)) this.#writeImport(module, names, first);
    if (first.length > 0) {
      const hasImports = this.#program.body[0]?.type === 'ImportDeclaration';
      this.#text.prepend(`${first.join('\n')}\n${hasImports ? '' : '\n'}`);
    }
    const lines = [this.#text.toString().trimEnd(), ...this.#tail];
    return `${lines.join('\n').trim()}\n`;
  }

  /** Changes the import of the module, adds one behind those that precede it, or leaves it to come first. */
  #writeImport(module: string, names: ReadonlySet<string>, first: string[]): void {
    const imports = this.#program.body.filter((statement) => statement.type === 'ImportDeclaration');
    const ofModule = imports.filter(
      ({ source, specifiers }) => source.value === module && specifiers.every(({ type }) => type === 'ImportSpecifier'),
    );
    const existing = ofModule.find(({ importKind }) => importKind !== 'type') ?? ofModule[0];
    if (existing !== undefined) {
      const elsewhere = new Set(ofModule.filter((other) => other !== existing).flatMap(importedNames));
      const missing = [...names].filter((name) => !elsewhere.has(name));
      const all = mergedNames(importedNames(existing), missing);
      this.#text.overwrite(existing.start ?? 0, existing.end ?? 0, importStatement(module, all, width));
      return;
    }
    const statement = importStatement(module, [...names], width);
    const before = imports.findLast(({ source }) => compareModules(source.value, module) <= 0);
    if (before === undefined) first.push(statement);
    else this.#text.appendLeft(before.end ?? 0, `\n${statement}`);
  }

  get #classes(): readonly { readonly node: ClassStatement; readonly start: number; readonly end: number }[] {
    return this.#program.body.flatMap((statement) => {
      const node = unexported(statement);
      if (node.type !== 'ClassDeclaration') return [];
      const starts = [statement.start ?? 0, ...(node.decorators ?? []).map(({ start }) => start ?? 0)];
      return [{ node, start: Math.min(...starts), end: statement.end ?? 0 }];
    });
  }

  #requireClass(name: string) {
    const found = this.#classes.find(({ node }) => node.id?.name === name);
    if (found === undefined) throw new CliError('CLASS_NOT_FOUND', `${this.path} declares no class ${name}.`);
    return found;
  }

  #code({ start, end }: { start?: number | null; end?: number | null }): string {
    return this.original.slice(start ?? 0, end ?? 0);
  }
}

/** What a decorator calls: `Aggregate` of `@Aggregate('account')`. */
function calleeOf(expression: { readonly type: string; readonly callee?: unknown }): string | undefined {
  const callee = expression.callee as { type: string; name?: string } | undefined;
  return expression.type === 'CallExpression' && callee?.type === 'Identifier' ? callee.name : undefined;
}

function unexported(statement: Statement): Statement {
  return statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement;
}

function importedNames({ specifiers, importKind }: ImportStatement): string[] {
  return specifiers.flatMap((specifier) => {
    if (specifier.type !== 'ImportSpecifier') return [];
    const imported = specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
    const name = imported === specifier.local.name ? imported : `${imported} as ${specifier.local.name}`;
    return [importKind === 'type' || specifier.importKind === 'type' ? `type ${name}` : name];
  });
}

/** Names without doubles: one that is imported as a value is needed as a type no more. */
function mergedNames(some: readonly string[], others: Iterable<string>): string[] {
  const all = new Set([...some, ...others]);
  return [...all].filter((name) => !(name.startsWith('type ') && all.has(name.slice(5))));
}

function byModule([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareModules(a, b);
}

/** Node's own modules, packages, files above, files beside, each by the alphabet. */
function compareModules(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rankOf(module: string): number {
  if (module.startsWith('node:')) return 0;
  if (module.startsWith('..')) return 2;
  return module.startsWith('.') ? 3 : 1;
}

function indented(code: string): string {
  return code.replaceAll(/^(?=.)/gm, '  ');
}
