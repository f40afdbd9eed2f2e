/** A deb made by dpkg-deb: the fields, scripts and checksums that fpm would write. Source: Debian Policy, chapter 5. */
import { createHash } from 'node:crypto';
import { copyFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { SetupError } from '../talk.mjs';
import { stagedFiles } from './fpm-arguments.mjs';

/**
 * @param {import('./fpm-arguments.mjs').PackageRequest} wanted
 * @param {string} folder with the staged files in its folder `root`
 */
export async function buildDeb(wanted, folder) {
  const root = join(folder, 'root');
  const files = stagedFiles(root).filter((file) => !file.folder);
  const control = join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  writeFileSync(join(control, 'control'), controlFile(wanted, Math.ceil(bytes / 1024)));
  const sums = files.map(({ path }) => `${md5(join(root, path))}  ${path.slice(1)}\n`);
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  for (const [name, from] of Object.entries({ postinst: wanted.afterInstall, postrm: wanted.afterRemove })) {
    if (from === null) continue;
    copyFileSync(from, join(control, name));
    chmodSync(join(control, name), 0o755);
  }
  // A package that is made to be tried and thrown away need not be small.
  const quick = process.env.POSTHORN_QUICK_PACKAGES === '1';
  const compression = quick ? ['-Zgzip', '-z1'] : [`-Z${wanted.fields['deb-compression'] ?? 'xz'}`];
  const args = ['--root-owner-group', ...compression, '--build', root, wanted.package];
  const { status, output } = await run('dpkg-deb', args, { capture: true });
  if (status !== 0) throw new SetupError(`dpkg-deb could not make the package:\n${output}`);
}

/**
 * @param {import('./fpm-arguments.mjs').PackageRequest} wanted
 * @param {number} kibibytes
 */
export function controlFile({ name, version, architecture, depends, recommends, description, fields }, kibibytes) {
  const [synopsis = '', ...more] = description.split('\n').map((line) => line.trim());
  const iteration = fields.iteration === undefined ? '' : `-${fields.iteration}`;
  /** @type {[string, string | undefined][]} */
  const lines = [
    ['Package', name],
    ['Version', `${version}${iteration}`],
    ['License', fields.license],
    ['Vendor', fields.vendor],
    ['Architecture', architecture],
    ['Maintainer', fields.maintainer],
    ['Installed-Size', String(kibibytes)],
    ['Depends', depends.length === 0 ? undefined : depends.join(', ')],
    ['Recommends', recommends.length === 0 ? undefined : recommends.join(', ')],
    ['Section', fields.category],
    ['Priority', fields['deb-priority']],
    ['Homepage', fields.url],
    // A line that is empty would end the field.
    ['Description', [synopsis, ...more.map((line) => ` ${line === '' ? '.' : line}`)].join('\n')],
  ];
  return lines.map(([key, value]) => (value === undefined ? '' : `${key}: ${value}\n`)).join('');
}

/** @param {string} path */
const md5 = (path) => createHash('md5').update(readFileSync(path)).digest('hex');
