import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CliError } from '../cli-error.js';
import { writeFiles } from '../files/write-files.js';
import { formatFiles } from './format-files.js';
import { suggestion } from '../suggestion.js';
import { SourceFile, type DeclaredClass } from './source-file.js';

/** A class of the application with a decorator of annals. */
export interface KnownClass extends DeclaredClass {
  /** The path of its file, from the application's folder. */
  readonly path: string;
  /** The folder of `src` that it lies in: its part of the domain. */
  readonly folder: string;
}

/** The source of an application: what is in it, and what is to be changed, all or nothing. */
export class Workspace {
  readonly #files = new Map<string, SourceFile>();
  readonly #created = new Map<string, string>();
  readonly #changed = new Set<string>();
  readonly classes: readonly KnownClass[];

  /** @throws CliError NO_APPLICATION when the folder holds none */
  constructor(
    readonly directory: string,
    readonly force: boolean,
  ) {
    if (!existsSync(join(directory, 'src', 'components.ts'))) {
      throw new CliError(
        'NO_APPLICATION',
        `${directory} holds no application: there is no src/components.ts. Go into one, or begin one with \`annals new\`.`,
      );
    }
    this.classes = this.#sourcePaths().flatMap((path) =>
      this.open(path).classes.map((declared) => ({ ...declared, path, folder: path.split('/')[1] ?? '' })),
    );
  }

  /** The classes with a decorator, such as `Aggregate`. */
  withDecorator(decorator: string): readonly KnownClass[] {
    return this.classes.filter(({ decorators }) => decorators.has(decorator));
  }

  /** @throws CliError CLASS_NOT_FOUND, which names those that there are */
  require(decorator: string, name: string): KnownClass {
    const all = this.withDecorator(decorator);
    const found = all.find((declared) => declared.name === name);
    if (found !== undefined) return found;
    const names = all.map((declared) => declared.name);
    const kind = decorator.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
    throw new CliError('CLASS_NOT_FOUND', `The application has no ${kind} ${name}. ${suggestion(name, names)}`);
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#created.has(path) || existsSync(join(this.directory, path));
  }

  /** A file to read; what is changed on it counts only after {@link change}. */
  open(path: string): SourceFile {
    const open = this.#files.get(path) ?? new SourceFile(path, readFileSync(join(this.directory, path), 'utf8'));
    this.#files.set(path, open);
    return open;
  }

  /** A file to change, made if it is not there. */
  change(path: string): SourceFile {
    if (!this.has(path)) {
      this.#files.set(path, new SourceFile(path, ''));
      this.#created.set(path, '');
    } else {
      this.#changed.add(path);
    }
    return this.open(path);
  }

  /** A whole file of its own. It must not be there yet, unless everything may be written over. */
  create(path: string, text: string): void {
    this.#created.set(path, text);
  }

  /** Adds a class to a file; one of its name is a mistake, or replaced by force. @throws CliError CLASS_EXISTS */
  addClass(path: string, name: string, code: string): SourceFile {
    const known = this.classes.find((declared) => declared.name === name && declared.path !== path);
    const file = this.change(path);
    const isThere = file.classes.some((declared) => declared.name === name);
    if (known !== undefined || (isThere && !this.force)) {
      throw new CliError(
        'CLASS_EXISTS',
        `${known?.path ?? path} declares ${name} already, and nothing was written. Choose another name` +
          (known === undefined ? ', or use --force to write it anew.' : '.'),
      );
    }
    if (isThere) return file.replaceClass(name, code);
    if (file.names.has(name)) {
      throw new CliError(
        'CLASS_EXISTS',
        `${path} uses the name ${name} already, and nothing was written. Choose another.`,
      );
    }
    return file.append(code);
  }

  /** The paths of the files of `src` that hold a text. */
  filesThatSay(text: string): readonly string[] {
    return this.#sourcePaths().filter((path) => this.open(path).original.includes(text));
  }

  /** The module of a part of the domain for its upcasters: whoever reads its events needs them. Made if need be. */
  upcastersOf(folder: string): string {
    const path = `src/${folder}/upcasters.ts`;
    if (!this.has(path)) {
      this.#created.set(path, '');
      this.#files.set(path, new SourceFile(path, '// Readers of events of earlier versions.\nexport {};\n'));
      this.addToComponents(folder, 'upcasters');
    }
    return path;
  }

  /** Has a part of the domain export a file, and the application take that part. */
  addToComponents(folder: string, module: string): void {
    const index = this.change(`src/${folder}/index.ts`);
    if (!index.exported.includes(`./${module}.js`)) index.appendLine(`export * from './${module}.js';`);
    const components = this.open('src/components.ts');
    if (components.exported.includes(`./${folder}/index.js`)) return;
    const name = folder.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    this.change('src/components.ts').appendLine(`export * as ${name} from './${folder}/index.js';`);
  }

  /** Writes everything, or nothing. Returns what was written: the paths that are new, and those that are changed. */
  async write(signal: AbortSignal): Promise<{ readonly created: string[]; readonly changed: string[] }> {
    const files = new Map<string, string>();
    for (const [path, text] of this.#created) files.set(path, text === '' ? this.open(path).toString() : text);
    for (const path of this.#changed) if (!files.has(path)) files.set(path, this.open(path).toString());
    const formatted = await formatFiles(this.directory, files);
    await writeFiles(this.directory, formatted, { force: this.force, changed: this.#changed, signal });
    const paths = [...files.keys()].sort();
    const wasThere = (path: string) => this.#changed.has(path) && !this.#created.has(path);
    return { created: paths.filter((path) => !wasThere(path)), changed: paths.filter(wasThere) };
  }

  #sourcePaths(): string[] {
    const root = join(this.directory, 'src');
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.ts$/.test(path) && !/\.(d|test)\.ts$/.test(path) && statSync(join(root, path)).isFile())
      .map((path) => relative(this.directory, join(root, path)).replaceAll(sep, '/'))
      .sort();
  }
}
