import { dirname } from 'node:path';
import ts from 'typescript';
import { configurationFile, type PageModule } from './page-modules.js';

/**
 * What the compiler says against modules that are written, each as `page:line: message`.
 *
 * One program takes them all. Packages that are not installed here come from `peers`, as far as the pages use them;
 * where they are installed, the real ones are taken.
 */
export function typeErrors(modules: readonly PageModule[]): readonly string[] {
  const { config } = ts.readConfigFile(configurationFile, (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, dirname(configurationFile));
  const program = ts.createProgram({ rootNames: modules.map(({ path }) => path), options });
  return modules.flatMap(({ path, page }) => {
    const source = program.getSourceFile(path);
    if (source === undefined) return [`${page.path}: ${path} is not written.`];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) => {
      const { line } = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
      return `${page.path}:${String(line + 1)}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
    });
  });
}
