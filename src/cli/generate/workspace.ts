import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CliError } from '../cli-error.js';
import { writeFiles } from '../files/write-files.js';
import { formatFiles } from './format-files.js';
import { moduleFrom } from './modules.js';
import { suggestion } from '../suggestion.js';
import type { DeclaredClass } from './declared-class.js';
import { SourceFile } from './source-file.js';

/** A class of the application with a decorator of annals. */
export interface KnownClass extends DeclaredClass {
  /** The path of its file, from the application's folder. */
  readonly path: string;
  /** The folder of `src` that it lies in: its part of the domain; empty where it lies in none. */
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
    this.classes = this.#sourcePaths().flatMap((path) => {
      const [, folder = '', ...below] = path.split('/');
      return this.open(path).classes.map((declared) => ({
        ...declared,
        path,
        folder: below.length === 0 ? '' : folder,
      }));
    });
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

  /** The stored types are for ever, and each is of one class. @throws CliError TYPE_TAKEN */
  requireFreeType(decorator: 'Command' | 'Event', type: string, name: string): void {
    const other = this.withDecorator(decorator).find(
      ({ decorators, name: own }) => own !== name && decorators.get(decorator)?.[0]?.slice(1, -1) === type,
    );
    if (other === undefined) return;
    throw new CliError(
      'TYPE_TAKEN',
      `${other.name} in ${other.path} has the type '${type}' already, and nothing was written. Give another one with --type.`,
    );
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

  /** The paths of the files of `src` or `test` that hold a text. */
  filesThatSay(part: 'src' | 'test', text: RegExp): readonly string[] {
    return this.#pathsIn(part).filter((path) => text.test(readFileSync(join(this.directory, path), 'utf8')));
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
    const path = `src/${folder}/index.ts`;
    const file = `./${module}.js`;
    if (!this.has(path) || !this.open(path).exportsAllOf(file)) this.change(path).export('*', file);
    const components = this.open('src/components.ts');
    if (components.exportsAllOf(`./${folder}/index.js`)) return;
    const { names } = components;
    let name = folder.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    while (names.has(name)) name += 'Parts';
    this.change('src/components.ts').export(`* as ${name}`, `./${folder}/index.js`);
  }

  /** Has the part of the domain that a class lies in export it, for files elsewhere. */
  exportFromFolder({ name, path, folder, isDefault }: KnownClass): void {
    const index = `src/${folder}/index.ts`;
    const module = moduleFrom(`src/${folder}`, path);
    const isThere = this.has(index) && this.open(index).names.has(name);
    if (isThere || (!isDefault && this.has(index) && this.open(index).exportsAllOf(module))) return;
    this.change(index).export(isDefault ? `{ default as ${name} }` : `{ ${name} }`, module);
  }

  /** Writes everything, or nothing. Returns what was written: the paths that are new, and those that are changed. */
  async write(signal: AbortSignal): Promise<{ readonly created: string[]; readonly changed: string[] }> {
    const files = new Map<string, string>();
    for (const [path, text] of this.#created) files.set(path, text === '' ? this.open(path).toString() : text);
    for (const path of this.#changed) if (!files.has(path)) files.set(path, this.open(path).toString());
    const changed = [...this.#changed].filter((path) => !this.#created.has(path)).sort();
    const originals = new Map(changed.map((path) => [path, this.open(path).original]));
    const formatted = await formatFiles(this.directory, files, originals);
    await writeFiles(this.directory, formatted, { force: this.force, changed: originals, signal });
    return { created: [...files.keys()].filter((path) => !originals.has(path)).sort(), changed };
  }

  #sourcePaths(): string[] {
    return this.#pathsIn('src').filter((path) => !/\.(d|test)\.ts$/.test(path));
  }

  #pathsIn(part: 'src' | 'test'): string[] {
    const root = join(this.directory, part);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true)
      .map((path) => relative(this.directory, join(root, path)).replaceAll(sep, '/'))
      .sort();
  }
}
