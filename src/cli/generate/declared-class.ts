import { calleeOf, endOf, startOf, unexported, type ClassStatement, type Program, type Span } from './syntax.js';

/** A property of a class, as messages have them. */
export interface DeclaredProperty {
  /** Its type as code; undefined where none is said. */
  readonly type: string | undefined;
  readonly isOptional: boolean;
  /** Its decorators as code, without `@`. */
  readonly decorators: readonly string[];
}

/** A class that a file declares. */
export interface DeclaredClass {
  readonly name: string;
  /** Whether the file exports it as its default. */
  readonly isDefault: boolean;
  /** Its decorators by name, with their arguments as code. */
  readonly decorators: ReadonlyMap<string, readonly string[]>;
  /** Its properties without a modifier, by name. */
  readonly properties: ReadonlyMap<string, DeclaredProperty>;
  /** Its whole code, with its decorators. */
  readonly code: string;
}

/** A class with its place in the file. */
export interface ClassPlace {
  readonly declared: DeclaredClass;
  readonly node: ClassStatement;
  readonly start: number;
  readonly end: number;
}

/** The classes at the top of a file, in their order. */
export function declaredClasses(text: string, program: Program): readonly ClassPlace[] {
  return program.body.flatMap((statement) => {
    const node = unexported(statement);
    if (node.type !== 'ClassDeclaration') return [];
    const start = Math.min(startOf(statement), ...(node.decorators ?? []).map(startOf));
    const end = endOf(statement);
    const isDefault = statement.type === 'ExportDefaultDeclaration';
    return [{ node, start, end, declared: declaredClass(text, node, isDefault, text.slice(start, end)) }];
  });
}

function declaredClass(text: string, node: ClassStatement, isDefault: boolean, code: string): DeclaredClass {
  const codeOf = (span: Span) => text.slice(startOf(span), endOf(span));
  const decorators = (node.decorators ?? []).flatMap(({ expression }) => {
    const name = calleeOf(expression);
    if (name === undefined || expression.type !== 'CallExpression') return [];
    return [[name, expression.arguments.map(codeOf)] as const];
  });
  const properties = node.body.body.flatMap((member) => {
    if (member.type !== 'ClassProperty' || member.key.type !== 'Identifier' || member.accessibility) return [];
    const annotation = member.typeAnnotation?.type === 'TSTypeAnnotation' ? member.typeAnnotation.typeAnnotation : null;
    const property: DeclaredProperty = {
      type: annotation ? codeOf(annotation) : undefined,
      isOptional: member.optional === true,
      decorators: (member.decorators ?? []).map(({ expression }) => codeOf(expression)),
    };
    return [[member.key.name, property] as const];
  });
  return {
    name: node.id?.name ?? '',
    isDefault,
    decorators: new Map(decorators),
    properties: new Map(properties),
    code,
  };
}
