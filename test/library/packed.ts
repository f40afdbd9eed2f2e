/** The package as `npm pack` makes it, unpacked in a project somewhere else that has nothing but it, what it depends on, and Node's types. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { buildLibrary } from '../../build/lib/library.mjs';
import { inRoot } from '../../build/lib/paths.mjs';
import { npm, run } from '../../build/lib/run.mjs';

export interface Project {
  readonly folder: string;
  /** In the tarball, by path. */
  readonly packed: readonly string[];
  remove(): void;
}

/** What a consumer needs beside the package: what the library's types name, and Node's own types. */
const linked = ['valibot', '@types/node', 'undici-types'];

export async function packAndInstall(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-library-'));
  const source = join(folder, 'checkout');
  for (const path of ['package.json', 'README.md', 'LICENSE', 'docs', 'build', 'electron/library']) {
    cpSync(inRoot(path), join(source, path), { recursive: true });
  }
  await buildLibrary(join(source, 'out', 'library'));
  succeeded(await npm(['pack', '--ignore-scripts', '--offline', '--silent'], { cwd: source, capture: true }));
  const tarball = readdirSync(source).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');

  const modules = join(folder, 'project', 'node_modules');
  mkdirSync(modules, { recursive: true });
  // `npm install` would ask a registry for the rest.
  succeeded(await run('tar', ['-xzf', tarball, '-C', modules], { cwd: source, capture: true }));
  const installed = join(modules, 'posthorn');
  cpSync(join(modules, 'package'), installed, { recursive: true });
  rmSync(join(modules, 'package'), { recursive: true });
  for (const name of linked) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(inRoot('node_modules', name), join(modules, name), 'junction');
  }
  writeFileSync(join(folder, 'project', 'package.json'), '{ "type": "module" }\n');
  const packed = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(installed.length + 1)
        .replaceAll('\\', '/'),
    );
  return { folder: join(folder, 'project'), packed, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function succeeded({ status, output }: { status: number; output: string }): void {
  if (status !== 0) throw new Error(output);
}

/** Runs a program of the project in a Node of its own. */
export async function runProgram(
  { folder }: Project,
  name: string,
  text: string,
): Promise<{ status: number; output: string }> {
  writeFileSync(join(folder, name), text);
  return run(process.execPath, [name], { cwd: folder, capture: true });
}

/** A program of TypeScript as it runs. */
export function withoutTypes(text: string): string {
  const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  return ts.transpileModule(text, { compilerOptions: options }).outputText;
}

export const resolutions = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/** Strictly, with the declarations of the package and what they name. */
export function programOf({ folder }: Project, names: readonly string[], resolution: keyof typeof resolutions) {
  const options: ts.CompilerOptions = {
    ...resolutions[resolution],
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    typeRoots: [join(folder, 'node_modules', '@types')],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  const program = ts.createProgram(
    names.map((name) => join(folder, name)),
    options,
  );
  return program;
}

export function errorsOf(program: ts.Program): string[] {
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText, file }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** Every name that a reader of the declarations can write: exports, and the properties of what they are, three steps far. */
export function namesOf(program: ts.Program, entry: string): Set<string> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/library/${entry}.d.ts`));
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (symbol === undefined) throw new Error(`no declarations of ${entry}`);
  const names = new Set<string>();
  const seen = new Set<ts.Type>();
  const add = (type: ts.Type, depth: number): void => {
    if (depth === 0 || seen.has(type)) return;
    seen.add(type);
    for (const part of type.isUnion() ? type.types : [type]) {
      if (
        part.getSymbol()?.declarations?.some((one) => program.isSourceFileDefaultLibrary(one.getSourceFile())) === true
      )
        continue;
      for (const property of part.getProperties()) {
        names.add(property.name);
        add(checker.getTypeOfSymbol(property), depth - 1);
      }
      for (const signature of [...part.getCallSignatures(), ...part.getConstructSignatures()]) {
        add(signature.getReturnType(), depth);
        for (const parameter of signature.getParameters()) {
          names.add(parameter.name);
          add(checker.getTypeOfSymbol(parameter), depth);
        }
      }
    }
  };
  for (const one of checker.getExportsOfModule(symbol)) {
    names.add(one.name);
    const target = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
    if (target.flags & ts.SymbolFlags.Value) add(checker.getTypeOfSymbol(target), 3);
    if (target.flags & ts.SymbolFlags.Type) add(checker.getDeclaredTypeOfSymbol(target), 3);
  }
  return names;
}
