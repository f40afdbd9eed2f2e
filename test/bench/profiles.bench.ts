/** Many profiles in the real window. Builds the app first, unless POSTHORN_APP_FOLDER names a built one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll, startDisplay } from './window/electron-app.ts';
import { benchProfiles } from './window/window-profiles.ts';

export async function run(): Promise<void> {
  if (process.env.POSTHORN_APP_FOLDER === undefined) await buildAll();
  const temporary = await mkdtemp(join(tmpdir(), 'posthorn-bench-'));
  const display = process.platform === 'linux' ? await startDisplay(temporary) : null;
  const env: NodeJS.ProcessEnv = { ...process.env, ...display?.env };
  delete env.ELECTRON_RUN_AS_NODE;
  delete env.WAYLAND_DISPLAY;
  try {
    await benchProfiles(env, join(temporary, 'profiles'));
  } finally {
    display?.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}
