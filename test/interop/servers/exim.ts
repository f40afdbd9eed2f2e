/**
 * A private Exim, unpacked by the tests' set-up and not installed. It takes everything for a black hole, but for the domains that it is
 * told to pass on: what is asked about is what it says, and its log reports what it was told.
 */
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificates } from './certificates.ts';
import { freePorts } from './ports.ts';
import { startProcess, withRetries } from './process.ts';
import { authorities, eximRouters, eximTransports, type RelayTarget } from './relay.ts';
import { findProgram, systemUser, unpackedFolder } from './tools.ts';

export interface Exim {
  readonly port: number;
  /** Main log and the log of refusals, so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** The unpacked one; an installed one is as good. */
export const findExim = (): Promise<string | null> =>
  findProgram('exim4', [join(unpackedFolder('exim'), 'usr', 'sbin')]);

/** The name of the user is built into it. */
const USER = 'Debian-exim';

export function startExim(
  state: string,
  certificates: Certificates,
  relayTo: readonly RelayTarget[] = [],
): Promise<Exim> {
  return withRetries(() => startOnce(state, certificates, relayTo));
}

async function startOnce(state: string, certificates: Certificates, relayTo: readonly RelayTarget[]): Promise<Exim> {
  const exim = await findExim();
  if (exim === null) throw new Error('Exim is not unpacked');
  const owner = await systemUser(USER);
  const folder = join(state, 'exim');
  const [port] = (await freePorts(1)) as [number];
  for (const name of ['', 'spool', 'log']) {
    await mkdir(join(folder, name), { recursive: true });
    await chown(join(folder, name), name === '' ? 0 : owner.uid, name === '' ? 0 : owner.gid);
    await chmod(join(folder, name), 0o755);
  }
  await writeFile(join(folder, 'authorities.pem'), await authorities(relayTo), { mode: 0o644 });
  const file = join(folder, 'exim.conf');
  await writeFile(file, configuration({ exim, folder, port, certificates, relayTo }), { mode: 0o644 });
  const log = async () => {
    const parts = ['main', 'reject', 'panic'].map((name) =>
      readFile(join(folder, 'log', `${name}log`), 'utf8').catch(() => ''),
    );
    return (await Promise.all(parts)).join('');
  };
  // In the foreground as our own child; no queue runner.
  const server = await startProcess({
    name: 'Exim',
    command: exim,
    args: ['-C', file, '-bdf'],
    state,
    ready: [{ port }],
    log,
  });
  return { port, log, stop: () => server.stop() };
}

function configuration(s: {
  readonly exim: string;
  readonly folder: string;
  readonly port: number;
  readonly certificates: Certificates;
  readonly relayTo: readonly RelayTarget[];
}): string {
  return `
primary_hostname = exim.interop.test
# It begins itself anew to deliver, from where it was unpacked; and not being set-uid there, without root's rights.
exim_path = ${s.exim}
deliver_drop_privilege
spool_directory = ${s.folder}/spool
log_file_path = ${s.folder}/log/%slog
pid_file_path = ${s.folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${String(s.port)}
tls_advertise_hosts = *
tls_certificate = ${s.certificates.cert}
tls_privatekey = ${s.certificates.key}
host_lookup =
rfc1413_hosts =
disable_ipv6 = true
message_size_limit = 50M
smtputf8_advertise_hosts = *
dsn_advertise_hosts = *
chunking_advertise_hosts = *
prdr_enable = true
accept_8bitmime = true
log_selector = +smtp_protocol_error +received_sender +received_recipients +smtp_no_mail +pipelining +8bitmime
acl_smtp_vrfy = accept
acl_smtp_expn = accept
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
never_users = root
trusted_users = root
keep_environment =
begin acl
acl_rcpt:
  deny  local_parts = reject
        message = 5.1.1 No such user (interop)
  defer local_parts = defer
        message = 4.2.0 Try later (interop)
  drop  local_parts = drop
        message = 5.7.0 Dropping you (interop)
  accept
acl_data:
  deny  condition = \${if match{$h_Subject:}{refuse me}}
        message = 5.6.0 Refused by its content (interop)
  accept
begin routers
${eximRouters(s.relayTo)}
hole:
  driver = redirect
  data = :blackhole:
begin transports
${eximTransports(s.relayTo, USER, `${s.folder}/authorities.pem`)}
begin retry
* * F,1h,10m
`;
}
