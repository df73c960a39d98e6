import { existsSync, readdirSync } from 'node:fs';
import { readPage, type MarkdownPage } from './markdown-page.js';

/** Every page that a reader is led to: of the repository, of docs, of the examples and of the bench. */
export function allPages(): readonly MarkdownPage[] {
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  const others = readdirSync('examples').map((name) => `examples/${name}/README.md`);
  return ['README.md', ...docs.sort().map((file) => `docs/${file}`), ...others, 'bench/README.md']
    .filter((path) => existsSync(path))
    .map(readPage);
}
