/** The published library: packed, installed elsewhere, used from JavaScript and TypeScript; docs/library.md claims nothing that is not so. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { libraryEntries } from '../../build/lib/library.mjs';
import { inRoot } from '../../build/lib/paths.mjs';
import { type Project, errorsOf, namesOf, packAndInstall, programOf, runProgram, withoutTypes } from './packed.ts';

const page = readFileSync(inRoot('docs', 'library.md'), 'utf8');
const examples = [...page.matchAll(/^## (.+)\n(?:(?!^## )[^])*?^```(js|ts)\n([^]*?)^```$/gm)].map(
  ([, title = '', language = '', text = '']) => ({ title, language, text }),
);

let project: Project;
const programs = new Map<string, ts.Program>();

beforeAll(async () => {
  project = await packAndInstall();
});
afterAll(() => project.remove());

test('the package is not to be published by mistake, and its exports are the entries that are built', () => {
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
    private: boolean;
    exports: Record<string, unknown>;
  };
  expect(manifest.private).toBe(true);
  const entries = Object.keys(libraryEntries).map((name) => [
    `./${name}`,
    { types: `./out/library/types/library/${name}.d.ts`, default: `./out/library/${name}.js` },
  ]);
  expect(manifest.exports).toEqual({ ...Object.fromEntries(entries), './package.json': './package.json' });
});

test('the tarball holds the library, its page and the command, and no source, test or map', () => {
  const others = project.packed.filter((path) => !path.startsWith('out/library/'));
  expect(others.sort()).toEqual(['LICENSE', 'README.md', 'build/posthorn.mjs', 'docs/library.md', 'package.json']);
  const kinds = new Set(project.packed.map((path) => path.replace(/^.*?((?:\.d)?\.[^./]+)$/, '$1')));
  expect([...kinds].sort()).toEqual(['.d.ts', '.js', '.json', '.md', '.mjs', 'LICENSE']);
  const loaded = project.packed.filter((path) => path.startsWith('out/library/') && path.endsWith('.js'));
  const imports = loaded.flatMap((path) => {
    const text = readFileSync(join(project.folder, 'node_modules', 'posthorn', path), 'utf8');
    return [...text.matchAll(/^import [^;]*?from "([^".][^"]*)";$/gm)].map(([, name = '']) => name);
  });
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
});

const expected: Record<string, RegExp> = {
  'Send a message': /^a@example\.org \[ 'b@example\.net' \] 22\nrefused: 0\n$/,
  'Command by command':
    /^connect: .*send: 'EHLO client\.example\\r\\n'.*\ntrue 33554432\n.*\n250\n.*\n250\n.*\n250\n.*Ok\n$/s,
  'TLS and a login': /^refused with 535\n235\n$/,
  'A server that answers by itself': /^nobody@example\.net 550\n552 5\.3\.4 Too long for b@example\.net\n$/,
  'A session class of your own': /^27\n$/,
  "Lists in one place, everybody else's mail to the next server":
    /^lists list-all@example\.net\nnext server b@example\.net\nrefused: 0\n$/,
};

test('the page has these examples', () => {
  expect(examples.map(({ title }) => title)).toEqual(Object.keys(expected));
});

test.each(examples)('the example "$title" runs and prints what it should', async ({ title, language, text }) => {
  const name = `run-${examples.findIndex((one) => one.title === title)}.mjs`;
  const { status, output } = await runProgram(project, name, language === 'ts' ? withoutTypes(text) : text);
  expect(output).toMatch(expected[title] ?? /^never$/);
  expect(status).toBe(0);
});

test.each(['nodenext', 'bundler'] as const)('its types hold in a strict project that resolves as %s', (resolution) => {
  const typed = examples.flatMap(({ language, text }, index) => (language === 'ts' ? [{ index, text }] : []));
  const names = typed.map(({ index, text }) => {
    writeFileSync(join(project.folder, `typed-${index}.ts`), text);
    return `typed-${index}.ts`;
  });
  writeFileSync(
    join(project.folder, 'wrong.ts'),
    "import { SmtpClient } from 'posthorn/smtp';\nexport const port: string = await new SmtpClient().open('a', 1);\n",
  );
  const program = programOf(project, [...names, 'wrong.ts'], resolution);
  programs.set(resolution, program);
  expect(errorsOf(program)).toEqual([expect.stringMatching(/wrong\.ts: Type 'ClientAnswer' is not assignable/)]);
});

/** The second column of a table that begins so; each cell's code, texts left out. */
function claims(header: string): string[] {
  const [, body = ''] = page.split(`${header}\n`);
  const rows = body.split('\n\n')[0]?.split('\n').slice(1) ?? [];
  return rows.flatMap((row) => {
    const cell = row.replaceAll('\\|', ' or ').split('|')[2] ?? '';
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  });
}

/** What is no name of ours: the command line, files, replies, keywords, and Python's names where the cell speaks of them. */
const isOther = (code: string): boolean =>
  /^(?:posthorn |serve |python |-)/.test(code) ||
  code.includes('/') ||
  /^\d{3}|^[A-Z\d]+$|^''$/.test(code) ||
  ['_remoteaddr', 'decode_data=False', 'ValueError'].includes(code);

test.each([
  ['smtp', '| smtplib | here | differences |', 25],
  ['smtp', '| smtplib | here | of which outcome |', 12],
  ['server', '| smtpd | Posthorn |', 25],
])('every name of posthorn/%s in the table "%s" is there', (entry, header, least) => {
  const program = programs.get('nodenext');
  if (program === undefined) throw new Error('the types were not checked');
  const known = namesOf(program, entry);
  // Words of the cells, not of the code: what a parameter or a caller's own variable is called there.
  for (const word of ['new', 'config', 'session', 'RangeError', 'fn', 'VERB', 'or', 'text', 'octets', 'bytes'])
    known.add(word);
  const named = claims(header)
    .filter((code) => !isOther(code))
    .flatMap((code) => code.replace(/'[^']*'/g, '').match(/[A-Za-z_$][\w$]*/g) ?? []);
  expect(named.length).toBeGreaterThanOrEqual(least);
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
});
