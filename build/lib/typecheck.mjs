/**
 * Type-checks layers, each with its own tsconfig.json, in one process: files that several layers share, such as the
 * libraries' declarations, are parsed once.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { inRoot } from './paths.mjs';

/** @type {Map<string, ts.SourceFile | undefined>} */
const parsed = new Map();

/**
 * @param {string} layer folder from the root
 * @param {{ instead?: Record<string, string> }} [options] instead: path from the root -> text, checked as if they were
 *   all that the layer has
 * @returns {{ ok: boolean, output: string, files: number }}
 */
export function typecheck(layer, { instead } = {}) {
  const extra = new Map(
    Object.entries(instead ?? {}).map(([path, text]) => [inRoot(path).replaceAll('\\', '/'), text]),
  );
  const configPath = inRoot(layer, 'tsconfig.json');
  const read = ts.readConfigFile(configPath, ts.sys.readFile);
  const config = ts.parseJsonConfigFileContent(read.config, ts.sys, join(configPath, '..'), undefined, configPath);
  const host = hostFor(config.options, extra);
  // An empty layer is a tree that is still being built, not a mistake.
  const noInputs = 18003;
  const configErrors = [...(read.error === undefined ? [] : [read.error]), ...config.errors];
  const errors = configErrors.filter(({ code }) => code !== noInputs);
  const rootNames = instead === undefined ? config.fileNames : [...extra.keys()];
  const program = ts.createProgram({ rootNames, options: config.options, host });
  errors.push(...ts.getPreEmitDiagnostics(program));
  const format = {
    getCanonicalFileName: (/** @type {string} */ name) => name,
    getCurrentDirectory: inRoot,
    getNewLine: () => '\n',
  };
  return { ok: errors.length === 0, output: ts.formatDiagnostics(errors, format), files: rootNames.length };
}

/**
 * @param {ts.CompilerOptions} options
 * @param {Map<string, string>} extra
 */
function hostFor(options, extra) {
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => extra.has(path) || fileExists(path);
  host.readFile = (path) => extra.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageOptions, ...rest) => {
    const text = extra.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageOptions, true);
    const key = `${path}\0${JSON.stringify(languageOptions)}`;
    if (!parsed.has(key)) parsed.set(key, getSourceFile(path, languageOptions, ...rest));
    return parsed.get(key);
  };
  return host;
}
