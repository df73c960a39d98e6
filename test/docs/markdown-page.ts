import { readFileSync } from 'node:fs';

/** Code in a page: a fenced block, the hidden lines of a comment `<!-- ts … -->`, or a command within a sentence. */
export interface CodeBlock {
  /** What the fence says first: `ts`, `sh`, …; `''` where it says nothing. */
  readonly language: string;
  /** The file that the block belongs to, as in ```` ```ts title="src/main.ts" ````. */
  readonly title: string | undefined;
  readonly isHidden: boolean;
  /** The index of its first line in the page, from 0. */
  readonly firstLine: number;
  readonly lines: readonly string[];
}

export interface Link {
  readonly target: string;
  /** From 1. */
  readonly line: number;
}

/** A page of the documentation, taken apart. */
export interface MarkdownPage {
  /** From the root of the repository on. */
  readonly path: string;
  readonly lineCount: number;
  readonly blocks: readonly CodeBlock[];
  readonly links: readonly Link[];
  /** What links can lead to, as GitHub makes it of headings. */
  readonly anchors: ReadonlySet<string>;
}

export function readPage(path: string): MarkdownPage {
  return parsePage(path, readFileSync(path, 'utf8'));
}

export function parsePage(path: string, text: string): MarkdownPage {
  const lines = text.split('\n');
  const blocks: CodeBlock[] = [];
  const links: Link[] = [];
  const anchors = new Set<string>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const opening = openingOf(line);
    if (opening !== undefined) {
      const { end, ...block } = opening;
      const length = lines.slice(index + 1).findIndex((other) => other.trim() === end);
      if (length === -1) throw new Error(`${path}:${String(index + 1)}: this block has no end '${end}'.`);
      const firstLine = index + 1;
      blocks.push({ ...block, firstLine, lines: lines.slice(firstLine, firstLine + length) });
      index = firstLine + length;
      continue;
    }
    const hidden = /^<!-- ts (.*) -->$/.exec(line)?.[1];
    if (hidden !== undefined) {
      blocks.push({ language: 'ts', title: undefined, isHidden: true, firstLine: index, lines: [hidden] });
    }
    for (const [, command = ''] of line.matchAll(/`(np[mx] [^`]+)`/g)) {
      blocks.push({ language: 'sh', title: undefined, isHidden: false, firstLine: index, lines: [command] });
    }
    const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
    if (heading !== undefined) anchors.add(newAnchor(anchors, heading));
    for (const [, target = ''] of line.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^()\s]+)\)/g)) {
      links.push({ target, line: index + 1 });
    }
  }
  return { path, lineCount: lines.length, blocks, links, anchors };
}

/** What a line begins: a fenced block, or hidden code over several lines. */
function openingOf(line: string): (Pick<CodeBlock, 'language' | 'title' | 'isHidden'> & { end: string }) | undefined {
  const comment = /^<!-- ts(?: title="([^"]+)")?$/.exec(line);
  if (comment !== null) return { language: 'ts', title: comment[1], isHidden: true, end: '-->' };
  const fence = /^\s*(`{3,}|~{3,})(\S*)(?: title="([^"]+)")?/.exec(line);
  if (fence === null) return undefined;
  const [, end = '', language = '', title] = fence;
  return { language, title, isHidden: false, end };
}

function newAnchor(taken: ReadonlySet<string>, heading: string): string {
  const name = heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  let anchor = name;
  for (let count = 1; taken.has(anchor); count += 1) anchor = `${name}-${String(count)}`;
  return anchor;
}
