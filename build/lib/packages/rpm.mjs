/** An rpm made by rpmbuild, from a spec like the one that fpm would write: nothing is built, dependencies are those that were named. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, run } from '../run.mjs';
import { SetupError } from '../talk.mjs';
import { stagedFiles } from './fpm-arguments.mjs';

/** Folders of every system, which no package of ours may own. */
const ofTheSystem = /^\/(?:usr|opt|usr\/share(?:\/(?:applications|icons|mime).*)?)$/;

/** fpm takes Debian's words here too. @type {Readonly<Record<string, string>>} */
const architectures = { amd64: 'x86_64', arm64: 'aarch64' };

/**
 * @param {import('./fpm-arguments.mjs').PackageRequest} wanted
 * @param {string} folder with the staged files in its folder `root`
 */
export async function buildRpm(wanted, folder) {
  if (findProgram('rpmbuild') === null) throw new SetupError('rpmbuild is not installed');
  const top = join(folder, 'top');
  mkdirSync(top);
  const files = stagedFiles(join(folder, 'root'));
  writeFileSync(join(folder, 'posthorn.spec'), specFile(wanted, files));
  const defines = [`_topdir ${top}`, '_rpmdir %{_topdir}', '_rpmfilename made.rpm', ...wanted.defines];
  const args = [
    ...[
      '-bb',
      '--target',
      architectures[wanted.architecture] ?? wanted.architecture,
      '--buildroot',
      join(folder, 'root'),
    ],
    ...defines.flatMap((define) => ['--define', define]),
    join(folder, 'posthorn.spec'),
  ];
  const { status, output } = await run('rpmbuild', args, { capture: true });
  if (status !== 0) throw new SetupError(`rpmbuild could not make the package:\n${output}`);
  renameSync(join(top, 'made.rpm'), wanted.package);
}

/**
 * @param {import('./fpm-arguments.mjs').PackageRequest} wanted
 * @param {readonly { path: string, folder: boolean }[]} files
 */
export function specFile(wanted, files) {
  const { name, version, depends, description, fields } = wanted;
  const quick = process.env.POSTHORN_QUICK_PACKAGES === '1';
  const script = (/** @type {string} */ section, /** @type {string | null} */ path) =>
    path === null ? [] : [section, readFileSync(path, 'utf8').replaceAll('%', '%%')];
  return [
    '%define __spec_install_post %{nil}',
    '%define debug_package %{nil}',
    `%define _binary_payload ${quick ? 'w1.gzdio' : 'w6.xzdio'}`,
    `Name: ${name}`,
    `Version: ${version}`,
    `Release: ${fields.iteration ?? '1'}`,
    `Summary: ${fields['rpm-summary'] ?? name}`,
    `License: ${fields.license ?? ''}`,
    `Vendor: ${fields.vendor ?? ''}`,
    `Packager: ${fields.maintainer ?? ''}`,
    `URL: ${fields.url ?? ''}`,
    `Group: ${fields.category ?? ''}`,
    'AutoReqProv: no',
    ...depends.map((dependency) => `Requires: ${dependency}`),
    '%description',
    description,
    // No section that installs: rpmbuild would empty the folder first, and ours is filled.
    ...script('%post', wanted.afterInstall),
    ...script('%postun', wanted.afterRemove),
    '%files',
    '%defattr(-,root,root,-)',
    ...files.flatMap(({ path, folder }) =>
      folder ? (ofTheSystem.test(path) ? [] : [`%dir "${path}"`]) : [`"${path}"`],
    ),
    '',
  ].join('\n');
}
