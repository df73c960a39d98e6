import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readPage, type MarkdownPage } from './markdown-page.js';

/** The links of a page that lead nowhere: a file that is not there, or a heading that its page does not have. */
export function linkErrors(page: MarkdownPage): readonly string[] {
  return page.links.flatMap(({ target, line }) => {
    const where = `${page.path}:${String(line)}`;
    if (/^[a-z]+:/.test(target)) return target.startsWith('https:') ? [] : [`${where}: ${target} is not https.`];
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
    const isOwn = path === page.path;
    if (!isOwn && !existsSync(path)) return [`${where}: there is no ${path}.`];
    if (anchor === undefined) return [];
    if (!path.endsWith('.md')) return [`${where}: ${path} has no headings.`];
    const { anchors } = isOwn ? page : readPage(path);
    return anchors.has(anchor) ? [] : [`${where}: ${path} has no heading #${anchor}.`];
  });
}
