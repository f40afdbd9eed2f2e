/**
 * The Linux packages of a trial: electron-builder with the configuration of releases, and our stand-in (fpm.mjs beside this) in the place of
 * its own helper program, which is fetched from elsewhere.
 */
import { rmSync } from 'node:fs';
import { configuration } from '../../electron-builder.mjs';
import { packageFolder, trialMetadata } from '../electron/packaged.mjs';
import { electronRuntime } from '../electron/runtime.mjs';
import { inRoot } from '../paths.mjs';
import { say } from '../talk.mjs';

/**
 * @param {'deb' | 'rpm'} type
 * @param {'trial' | 'older'} kind
 * @returns {Promise<string>} the package's path, in a folder of its own
 */
export async function makeInstaller(type, kind) {
  const { folder } = await packageFolder({ kind });
  const { version } = electronRuntime();
  const output = inRoot('dist', `${kind}-${type}`);
  rmSync(output, { recursive: true, force: true });
  say(`making the ${type} of the ${kind}`);
  const { build } = await import('electron-builder');
  const config = configuration();
  const before = { ...process.env };
  Object.assign(process.env, {
    CUSTOM_FPM_PATH: inRoot('build', 'lib', 'packages', 'fpm.mjs'),
    POSTHORN_QUICK_PACKAGES: '1',
  });
  try {
    const made = await build({
      projectDir: inRoot(),
      prepackaged: folder,
      linux: [type],
      publish: 'never',
      config: {
        ...config,
        electronVersion: version,
        directories: { ...config.directories, output },
        extraMetadata: trialMetadata(kind),
      },
    });
    const path = made.find((name) => name.endsWith(`.${type}`));
    if (path === undefined) throw new Error(`electron-builder made no ${type}: ${made.join(', ')}`);
    return path;
  } finally {
    for (const name of ['CUSTOM_FPM_PATH', 'POSTHORN_QUICK_PACKAGES']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
