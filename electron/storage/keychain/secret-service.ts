/**
 * Whether a Secret Service runs on Linux, and whether it is locked. keytar does not say: for a locked entry it answers that there
 * is none, and its messages are in the user's language. Asked over D-Bus with one of the programs every desktop has.
 */
import { execFile } from 'node:child_process';
import { limits } from '../limits.ts';

export type ServiceState = 'open' | 'locked' | 'absent' | 'unknown';

const NAME = 'org.freedesktop.secrets';
const PATH = '/org/freedesktop/secrets/aliases/default';
const COLLECTION = 'org.freedesktop.Secret.Collection';

const programs: readonly (readonly [file: string, args: readonly string[]])[] = [
  [
    'dbus-send',
    [
      '--session',
      '--print-reply',
      `--dest=${NAME}`,
      PATH,
      'org.freedesktop.DBus.Properties.Get',
      `string:${COLLECTION}`,
      'string:Locked',
    ],
  ],
  [
    'gdbus',
    [
      'call',
      '--session',
      '--dest',
      NAME,
      '--object-path',
      PATH,
      '--method',
      'org.freedesktop.DBus.Properties.Get',
      COLLECTION,
      'Locked',
    ],
  ],
  ['busctl', ['--user', 'get-property', NAME, PATH, COLLECTION, 'Locked']],
];

export async function secretServiceState(): Promise<ServiceState> {
  for (const [file, args] of programs) {
    const state = await ask(file, args);
    if (state !== 'unknown') return state;
  }
  return 'unknown';
}

function ask(file: string, args: readonly string[]): Promise<ServiceState> {
  return new Promise((resolve) => {
    const options = { timeout: limits.keychain.serviceMs, env: { ...process.env, LC_ALL: 'C' } };
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(/\btrue\b/.test(stdout) ? 'locked' : /\bfalse\b/.test(stdout) ? 'open' : 'unknown');
      else if (/ServiceUnknown|not provided|NoServer|NotSupported|connect|autolaunch|transport|address/i.test(stderr))
        resolve('absent');
      else resolve('unknown');
    });
  });
}
