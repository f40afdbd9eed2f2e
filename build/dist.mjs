/**
 * `npm run dist`: this platform's installers, of the official Electron whose checksum is recorded and of no other, with
 * electron-builder's helper programs from its releases site. `npm run dist:dir`: the packaged app as a folder in dist/, made offline
 * from the Electron that is set up, whichever it is; for trying out, and marked as not for release.
 */
import { rmSync } from 'node:fs';
import { configuration, signingVariables } from './electron-builder.mjs';
import { setUpElectron } from './lib/electron/runtime.mjs';
import { scratchFolder } from './lib/files.mjs';
import { runMain } from './lib/main.mjs';
import { officialElectron } from './lib/electron/official.mjs';
import { notForRelease, packageFolder } from './lib/electron/packaged.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './lib/set-up.mjs';
import { SetupError, say } from './lib/talk.mjs';

await runMain(async () => {
  const [option, ...more] = process.argv.slice(2);
  if (more.length > 0 || (option !== undefined && option !== '--dir'))
    throw new SetupError('usage: npm run dist[:dir]');
  await setUp('build');
  if (option === '--dir') {
    await setUpElectron();
    const { executable } = await packageFolder({ force: true });
    say(`packaged: ${executable}`);
    say(`not for release (${notForRelease} beside it): npm run dist makes releases, of the official Electron alone`);
    return 0;
  }
  // No installer is made of a folder that a trial left behind.
  rmSync(inRoot('dist'), { recursive: true, force: true });
  const { dist, version } = await officialElectron(`${scratchFolder()}/electron`);
  say(`Electron ${version}, official, of the recorded checksum`);
  // A secret that is not set arrives as an empty variable, which is no certificate.
  for (const name of signingVariables) if (process.env[name] === '') delete process.env[name];
  const { build } = await import('electron-builder');
  const artifacts = await build({
    projectDir: inRoot(),
    publish: 'never',
    config: { ...configuration(), electronDist: dist, electronVersion: version },
  });
  for (const path of artifacts) say(`made ${path}`);
  return 0;
});
