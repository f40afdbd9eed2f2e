/**
 * The arguments that electron-builder gives fpm, read into one value, and the files that they name laid out as they will be installed.
 * An argument that is not known here is an error: a package that lacks what was asked for must not be made.
 */
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../run.mjs';
import { SetupError } from '../talk.mjs';

/**
 * `from` ends with a slash where it is the contents of a folder.
 * @typedef {{ from: string, to: string }} PackedFile
 *
 * @typedef {object} PackageRequest
 * @property {'deb' | 'rpm'} type
 * @property {string} package path of the package to be made
 * @property {string} name
 * @property {string} version
 * @property {string} architecture in the words of the type
 * @property {string} description for deb the first line is the synopsis
 * @property {string | null} afterInstall path of a script
 * @property {string | null} afterRemove path of a script
 * @property {readonly string[]} depends
 * @property {readonly string[]} recommends
 * @property {Readonly<Record<string, string>>} fields what else was given, by the option's name without its dashes
 * @property {readonly string[]} defines of rpmbuild, each a name, a blank and a value
 * @property {readonly PackedFile[]} files
 */

const alone = ['--force', '--debug'];
const fields = [
  ...['maintainer', 'vendor', 'url', 'category', 'license', 'iteration', 'log'],
  ...['deb-priority', 'deb-compression', 'rpm-summary', 'rpm-os', 'rpm-compression'],
];

/** @param {readonly string[]} args @returns {PackageRequest} @throws {SetupError} */
export function readFpmArguments(args) {
  /** @type {Record<string, string>} */
  const given = {};
  /** @type {{ depends: string[], recommends: string[], defines: string[], files: PackedFile[] }} */
  const lists = { depends: [], recommends: [], defines: [], files: [] };
  /** @type {Record<string, string[]>} */
  const many = { '-d': lists.depends, '--deb-recommends': lists.recommends, '--rpm-rpmbuild-define': lists.defines };
  const single = ['-s', '-t', '--architecture', '--after-install', '--after-remove', '--description', '--version'];
  const known = new Set([...single, '--package', '--name', ...fields.map((name) => `--${name}`)]);
  const waiting = [...args];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    if (alone.includes(argument)) continue;
    if (!argument.startsWith('-')) {
      lists.files.push(readFile(argument));
      continue;
    }
    const equals = argument.startsWith('--') ? argument.indexOf('=') : -1;
    const option = equals < 0 ? argument : argument.slice(0, equals);
    const value = equals < 0 ? waiting.shift() : argument.slice(equals + 1);
    if (value === undefined) throw new SetupError(`${option} has no value`);
    const list = many[option];
    if (list !== undefined) list.push(value);
    else if (known.has(option)) given[option.replace(/^--?/, '')] = value;
    else throw new SetupError(`${option} of fpm is not known here`);
  }
  const need = (/** @type {string} */ name) => {
    const value = given[name] ?? '';
    if (value === '') throw new SetupError(`fpm needs ${name}`);
    return value;
  };
  const type = need('t');
  if (need('s') !== 'dir' || (type !== 'deb' && type !== 'rpm')) throw new SetupError(`no ${type} is made here`);
  return {
    ...lists,
    type,
    package: need('package'),
    name: need('name'),
    version: need('version'),
    architecture: need('architecture'),
    description: need('description'),
    afterInstall: given['after-install'] ?? null,
    afterRemove: given['after-remove'] ?? null,
    fields: Object.fromEntries(fields.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))),
  };
}

/** `FROM=TO`. @param {string} argument @returns {PackedFile} */
function readFile(argument) {
  const at = argument.lastIndexOf('=');
  if (at <= 0) throw new SetupError(`${argument}: FROM=TO is wanted`);
  return { from: argument.slice(0, at), to: argument.slice(at + 1) };
}

/** @param {readonly PackedFile[]} files @param {string} root made here, as the root of the installed system */
export async function stageFiles(files, root) {
  for (const { from, to } of files) {
    const target = join(root, to);
    mkdirSync(dirname(target), { recursive: true });
    if (!statSync(from).isDirectory()) {
      copyFileSync(from, target);
      chmodSync(target, 0o644);
    } else if (from.endsWith('/') && !existsSync(target)) {
      // Links where the file system allows: nothing of it is changed.
      const linked = await run('cp', ['-al', from, target], { capture: true });
      if (linked.status !== 0) {
        const copied = await run('cp', ['-aT', from, target], { capture: true });
        if (copied.status !== 0) throw new SetupError(`cannot copy ${from}:\n${copied.output}`);
      }
    } else throw new SetupError(`${from}=${to} is not understood here`);
  }
  openFolders(root);
}

/** Folders that an installed system lets everybody read, whatever this process's mask says. @param {string} folder */
function openFolders(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
}

/**
 * Every file below the root, as paths of the installed system, sorted, with its size in bytes.
 * @param {string} root
 * @returns {{ path: string, bytes: number, folder: boolean }[]}
 */
export function stagedFiles(root) {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const found = lstatSync(join(root, path));
      return { path: `/${path}`, bytes: found.size, folder: found.isDirectory() };
    });
}
