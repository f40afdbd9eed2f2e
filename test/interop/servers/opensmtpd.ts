/**
 * A private OpenSMTPD, unpacked by the tests' set-up and not installed. Its folders and its users are compiled in: it runs in a mount
 * namespace of its own, where they are there, and the machine sees nothing of them. All mail goes on to Dovecot's LMTP. Without TLS:
 * every handshake of Debian 12's 6.8.0p2 with OpenSSL 3 ends in alert 80, whatever the key (seen 2026-12-01).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dovecot } from './dovecot.ts';
import { freePorts } from './ports.ts';
import { startProcess, withRetries } from './process.ts';
import { findProgram, unpackedFolder } from './tools.ts';

export interface OpenSmtpd {
  readonly port: number;
  log(): Promise<string>;
  stop(): Promise<void>;
}

export function startOpenSmtpd(state: string, dovecot: Dovecot): Promise<OpenSmtpd> {
  return withRetries(() => startOnce(state, dovecot));
}

async function startOnce(state: string, dovecot: Dovecot): Promise<OpenSmtpd> {
  const root = unpackedFolder('opensmtpd');
  const program = await findProgram('smtpd', [join(root, 'usr', 'sbin')]);
  if (program?.startsWith(root) !== true) throw new Error('OpenSMTPD is not unpacked');
  const folder = join(state, 'opensmtpd');
  const [port] = (await freePorts(1)) as [number];
  await mkdir(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const users = USERS.map((name, index) => [name, String(FIRST_ID + index)] as const);
  const passwd = users.map(([name, id]) => `${name}:x:${id}:${id}::${EMPTY}:/usr/sbin/nologin\n`);
  const group = users.map(([name, id]) => `${name}:x:${id}:\n`);
  await writeFile(at('passwd'), (await readFile('/etc/passwd', 'utf8')) + passwd.join(''));
  await writeFile(at('group'), (await readFile('/etc/group', 'utf8')) + group.join(''));
  await writeFile(at('smtpd.conf'), configuration(port, dovecot.lmtpPort));
  const log = () => readFile(at('log'), 'utf8').catch(() => '(no log)');
  const server = await startProcess({
    name: 'OpenSMTPD',
    command: 'unshare',
    args: ['--mount', '--propagation', 'private', 'sh', '-c', START, 'sh', folder, root],
    state,
    ready: [{ port }],
    log,
  });
  return { port, log, stop: () => server.stop() };
}

const USERS = ['opensmtpd', 'opensmtpq'];
/** The machine gives nobody such an id by itself. */
const FIRST_ID = 64_901;
const EMPTY = '/var/lib/opensmtpd/empty';

/** With its folder and that of the unpacked package. What lies below the hidden folders is reached before they are hidden. */
const START = `set -eu
exec 2>"$1/log"
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
mount --bind "$2/usr/libexec" /usr/libexec
mount --bind "$2/usr/sbin" /usr/sbin
for hidden in /var/spool /var/lib /run; do mount -t tmpfs none "$hidden"; done
mkdir -p ${EMPTY}
exec /usr/sbin/smtpd -d -f "$1/smtpd.conf"`;

const configuration = (port: number, lmtpPort: number): string => `
smtp max-message-size 50M
listen on 127.0.0.1 port ${String(port)} hostname os.interop.test
action "deliver" lmtp "127.0.0.1:${String(lmtpPort)}" rcpt-to virtual { "@" = nobody }
match from any for domain "interop.test" action "deliver"
`;
