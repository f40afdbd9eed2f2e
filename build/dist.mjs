/**
 * `npm run dist:dir`: the packaged app as a folder in dist/, made offline from the Electron that is set up. `npm run dist`: this
 * platform's installers from the official Electron, with electron-builder's helper programs from its releases site.
 */
import { configuration, signingVariables } from './electron-builder.mjs';
import { electronRuntime, setUpElectron } from './lib/electron-runtime.mjs';
import { runMain } from './lib/main.mjs';
import { packageFolder } from './lib/packaged.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './lib/set-up.mjs';
import { SetupError, say } from './lib/talk.mjs';

await runMain(async () => {
  const [option, ...more] = process.argv.slice(2);
  if (more.length > 0 || (option !== undefined && option !== '--dir'))
    throw new SetupError('usage: npm run dist[:dir]');
  await setUp('build');
  await setUpElectron();
  const { dist, version, source } = electronRuntime();
  if (option === '--dir') {
    if (source === 'registry')
      say('this Electron is for development and tests: releases are built with the official binary');
    const { executable } = await packageFolder({ force: true });
    say(`packaged: ${executable}`);
    return 0;
  }
  if (source === 'registry') {
    throw new SetupError(
      "releases are built with Electron's official binary, and the releases site it comes from cannot be reached from here. " +
        'npm run dist:dir makes the app as a folder.',
    );
  }
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
