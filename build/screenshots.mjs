/**
 * `npm run screenshots`: builds the app and makes the pictures that the documents show, in docs/screenshots. POSTHORN_SCREENSHOTS names
 * another folder, for both themes and sizes of every screen; with POSTHORN_SCREENSHOTS_ALL=1 of every state there is. POSTHORN_APP_FOLDER names
 * another built app.
 */
import { buildAll } from './lib/build-all.mjs';
import { startDisplay } from './lib/machine/display.mjs';
import { locked, scratchFolder } from './lib/files.mjs';
import { runMain } from './lib/main.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './lib/set-up.mjs';

await runMain(async () => {
  await setUp('test');
  if (process.env.POSTHORN_APP_FOLDER === undefined) await locked(() => buildAll());
  const display = process.platform === 'linux' ? await startDisplay(scratchFolder(), { screen: '1920x1080' }) : null;
  try {
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, ...display?.env, NODE_ENV: 'test', POSTHORN_PICTURES: '1' };
    delete env.WAYLAND_DISPLAY;
    delete env.ELECTRON_RUN_AS_NODE;
    const cli = inRoot('node_modules', '@playwright', 'test', 'cli.js');
    const { status } = await run(process.execPath, [cli, 'test'], { cwd: inRoot(), env });
    return status;
  } finally {
    display?.stop();
  }
});
