/** Documents name files and folders that are there, link to what is there, and show every picture that lies beside them. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, inRoot } from '../../build/lib/paths.mjs';

const TOPS = ['electron', 'renderer', 'build', 'test', 'docs', '.github'];
const OF_ROOT = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE', 'package.json', 'tsconfig.json'];
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'test/README.md',
  ...filesBelow('docs', (path) => path.endsWith('.md')),
];

const files = TOPS.flatMap((top) => filesBelow(top));
const names = new Set([...files.map((path) => basename(path)), ...OF_ROOT]);

/** From the root, from the document's own folder, or as the end of a file's path: `fold/facts.ts`. */
const isThere = (document: string, path: string): boolean =>
  existsSync(inRoot(path)) ||
  existsSync(inRoot(dirname(document), path)) ||
  files.some((file) => file.endsWith(`/${path}`));

/** What stands in a document as code, in a line or in a block, without addresses of the web. */
const codeOf = (text: string): string => [...text.matchAll(/```[^]*?```|`[^`\n]+`/g)].map(([code]) => code).join('\n');
const CODE = /(?<![\w@:/.-])(?:[\w.-]+\/){0,8}[\w-][\w.-]*\.(?:ts|svelte|mjs|cjs|js|md|py|yml|png|svg)\b(?![\w/(])/g;
const FOLDER = /(?<![\w@:/.-])(?:electron|renderer|build|test|docs)(?:\/[\w.-]+){1,8}(?![\w.*/-])/g;

function missingIn(document: string): string[] {
  const text = readFileSync(inRoot(document), 'utf8');
  const code = codeOf(text);
  const paths = [...(code.match(CODE) ?? []), ...(code.match(FOLDER) ?? [])];
  const missing = paths.filter((path) => {
    if (isThere(document, path) || /^(?:out|dist|node_modules)\//.test(path)) return false;
    return path.includes('/') || !names.has(path);
  });
  return [...new Set(missing)];
}

function deadLinksIn(document: string): string[] {
  const text = readFileSync(inRoot(document), 'utf8').replace(/```[^]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? document : normalize(join(dirname(document), path));
    if (!existsSync(inRoot(file))) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(inRoot(file), 'utf8')).has(anchor);
  });
}

/** As the web shows headings: lower case, without punctuation, blanks as hyphens. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replace(/ /g, '-'),
    ),
  );

describe.each(documents)('%s', (document) => {
  test('names files and folders that are there', () => {
    expect(missingIn(document)).toEqual([]);
  });

  test('has links that lead somewhere', () => {
    expect(deadLinksIn(document)).toEqual([]);
  });
});

test('every picture in the repository is shown by a document', () => {
  const texts = documents.map((document) => readFileSync(inRoot(document), 'utf8')).join('\n');
  const pictures = filesBelow('docs/screenshots').map((path) => basename(path));
  expect(pictures.length).toBeGreaterThan(5);
  expect(pictures.filter((name) => !texts.includes(name))).toEqual([]);
});
