/** Where Posthorn keeps its own data: the folder that the app uses too, so that both trust the same test authority. */
import { homedir } from 'node:os';
import { join } from 'node:path';

const NAME = 'Posthorn';

export function dataDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), NAME);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', NAME);
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), NAME);
}
