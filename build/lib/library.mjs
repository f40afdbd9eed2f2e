/** The published library: a bundle for each entry, chunks that they share, and the declarations of everything that they name. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { bundleForNode } from './bundle.mjs';
import { inRoot } from './paths.mjs';

/** By the name after `posthorn/`; package.json's `exports` name the same. */
export const libraryEntries = { smtp: 'electron/library/smtp.ts', server: 'electron/library/server.ts' };

/** @param {string} outDir emptied first */
export async function buildLibrary(outDir) {
  await bundleForNode({
    entries: Object.fromEntries(Object.entries(libraryEntries).map(([name, source]) => [name, inRoot(source)])),
    outDir,
    sourcemap: false,
  });
  writeDeclarations(join(outDir, 'types'));
}

/**
 * One file of declarations for each source file that the entries lead to, in the same folders: whoever follows a type finds it with
 * its comments. Errors in the sources are the type check's to find.
 * @param {string} outDir
 */
function writeDeclarations(outDir) {
  const configPath = inRoot('electron', 'library', 'tsconfig.json');
  const read = ts.readConfigFile(configPath, ts.sys.readFile);
  const config = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(configPath), undefined, configPath);
  const program = ts.createProgram({
    rootNames: Object.values(libraryEntries).map((source) => inRoot(source)),
    options: {
      ...config.options,
      noEmit: false,
      noCheck: true,
      declaration: true,
      emitDeclarationOnly: true,
      outDir,
      rootDir: inRoot('electron'),
    },
  });
  /** @type {Map<string, string>} */
  const emitted = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => emitted.set(resolve(path), text));
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, formatHost));
  const waiting = Object.keys(libraryEntries).map((name) => resolve(outDir, 'library', `${name}.d.ts`));
  for (const path of waiting) {
    const text = emitted.get(path);
    if (text === undefined) throw new Error(`no declarations were made for ${path}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      // A name that ends in .ts is a source for some compilers; each finds the declarations by the name of the JavaScript.
      text.replace(OWN_IMPORT, (_, before, name, quote) => {
        const next = resolve(dirname(path), `${name}.d.ts`);
        if (!waiting.includes(next)) waiting.push(next);
        return `${before}${name}.js${quote}`;
      }),
    );
  }
}

/** `from './a.ts'` and `import("./a.ts")`. */
const OWN_IMPORT = /(\b(?:from|import)[ (]*['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g;

/** @type {ts.FormatDiagnosticsHost} */
const formatHost = { getCanonicalFileName: (name) => name, getCurrentDirectory: inRoot, getNewLine: () => '\n' };
