/** `npm run dist:dir`: the packaged app as a folder in dist/, made offline from the Electron that is set up. */
import { configuration } from './electron-builder.mjs';
import { electronRuntime, setUpElectron } from './lib/electron-runtime.mjs';
import { runMain } from './lib/main.mjs';
import { inRoot } from './lib/paths.mjs';
import { setUp } from './lib/set-up.mjs';
import { SetupError, say } from './lib/talk.mjs';

await runMain(async () => {
  const [target] = process.argv.slice(2);
  if (target !== '--dir') throw new SetupError('only --dir is made so far');
  await setUp('build');
  await setUpElectron();
  const { dist, version, source } = electronRuntime();
  if (source === 'registry')
    say('this Electron is for development and tests: releases are built with the official binary');
  const { build } = await import('electron-builder');
  await build({
    projectDir: inRoot(),
    dir: true,
    publish: 'never',
    config: { ...configuration, electronDist: dist, electronVersion: version },
  });
  return 0;
});
