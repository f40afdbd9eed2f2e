/**
 * The window in the real Electron: how long it takes to be there and how much memory it needs, beside a window with nothing in
 * it; what a scroll step costs in long lists, and in other lists than ours. Builds the app first, unless POSTHORN_APP_FOLDER names a built one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll, startDisplay } from './electron-app.ts';
import { benchLists } from './window-lists.ts';
import { benchScroll } from './window-scroll.ts';
import { benchStart } from './window-start.ts';

/** One part alone: start, scroll, lists. */
const only = process.env.POSTHORN_BENCH_PART;

export async function run(): Promise<void> {
  if (process.env.POSTHORN_APP_FOLDER === undefined && only !== 'lists') await buildAll();
  const temporary = await mkdtemp(join(tmpdir(), 'posthorn-bench-'));
  const display = process.platform === 'linux' ? await startDisplay(temporary) : null;
  const env: NodeJS.ProcessEnv = { ...process.env, ...display?.env };
  delete env.ELECTRON_RUN_AS_NODE;
  delete env.WAYLAND_DISPLAY;
  try {
    if (only === undefined || only === 'start') await benchStart(env, temporary);
    if (only === undefined || only === 'scroll') await benchScroll(env, join(temporary, 'long'));
    if (only === undefined || only === 'lists') await benchLists(env, temporary);
  } finally {
    display?.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}
