import { parse, type ParserOptions } from '@babel/parser';

type File = ReturnType<typeof parse>;
export type Program = File['program'];
export type Statement = Program['body'][number];
export type ImportStatement = Extract<Statement, { type: 'ImportDeclaration' }>;
export type ImportedName = Extract<ImportStatement['specifiers'][number], { type: 'ImportSpecifier' }>;
export type ClassStatement = Extract<Statement, { type: 'ClassDeclaration' }>;
export type Member = ClassStatement['body']['body'][number];
export type Comment = NonNullable<File['comments']>[number];

/** A part of a file, as the parser has it. */
export interface Span {
  readonly start?: number | null;
  readonly end?: number | null;
}

const options: ParserOptions = {
  sourceType: 'module',
  plugins: ['typescript', 'decorators-legacy', 'decoratorAutoAccessors'],
};

/** What a file of TypeScript says. @throws SyntaxError */
export function parseSource(text: string): { readonly program: Program; readonly comments: readonly Comment[] } {
  const { program, comments } = parse(text, options);
  return { program, comments: comments ?? [] };
}

/** What a statement declares, exported or not. */
export function unexported(statement: Statement): Statement {
  const isExport = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
  return isExport && statement.declaration ? (statement.declaration as Statement) : statement;
}

/** What a decorator calls: `Aggregate` of `@Aggregate('account')`. */
export function calleeOf(expression: { readonly type: string; readonly callee?: unknown }): string | undefined {
  const callee = expression.callee as { type: string; name?: string } | undefined;
  return expression.type === 'CallExpression' && callee?.type === 'Identifier' ? callee.name : undefined;
}

export function startOf({ start }: Span): number {
  return start ?? 0;
}

export function endOf({ end }: Span): number {
  return end ?? 0;
}
