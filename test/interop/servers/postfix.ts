/**
 * A private Postfix whose master runs in the foreground as our child: plain with STARTTLS, AUTH offered in clear too,
 * submission (TLS and AUTH required) and implicit TLS. `postfix start` is not used: it calls set-gid tools that accept a
 * foreign configuration folder only when the system's own /etc/postfix/main.cf names it, and that file is not ours to touch.
 */
import { chmod, chown, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificates } from './certificates.ts';
import type { Dovecot } from './dovecot.ts';
import { users } from './dovecot.ts';
import { freePorts } from './ports.ts';
import { startProcess, withRetries } from './process.ts';
import { authorities, postfixPolicies, postfixServices, postfixTransports, type RelayTarget } from './relay.ts';
import { findProgram, run, systemGroup, systemUser } from './tools.ts';

export interface Postfix {
  /** STARTTLS offered, AUTH only inside it. */
  readonly port: number;
  /** STARTTLS offered, AUTH in clear too. */
  readonly clearAuthPort: number;
  /** TLS and AUTH required. */
  readonly submissionPort: number;
  readonly tlsPort: number;
  /** Implicit TLS that insists on a client certificate. */
  readonly mutualPort: number;
  /** Implicit TLS 1.2 and nothing newer. */
  readonly tls12Port: number;
  /** As the first, with the Cyrus library's SASL in place of Dovecot's; only where it was asked for. */
  readonly cyrusPort: number;
  /** The log so far; to wait for a line in it, see waitForLog. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Where distributions put master and its daemons. */
const daemonFolders = ['/usr/lib/postfix/sbin', '/usr/libexec/postfix', '/usr/lib/postfix/bin', '/usr/lib/postfix'];

export const findPostfixMaster = () => findProgram('master', daemonFolders);

export interface PostfixOptions {
  /** Mechanisms that the Cyrus library offers on `cyrusPort`, as it writes them. */
  readonly cyrusMechanisms?: readonly string[];
  /** Where mail for other domains is passed on to. */
  readonly relayTo?: readonly RelayTarget[];
}

export async function startPostfix(
  state: string,
  certificates: Certificates,
  dovecot: Dovecot,
  options: PostfixOptions = {},
): Promise<Postfix> {
  return withRetries(() => startOnce(state, certificates, dovecot, options));
}

async function startOnce(
  state: string,
  certificates: Certificates,
  dovecot: Dovecot,
  { cyrusMechanisms = [], relayTo = [] }: PostfixOptions,
): Promise<Postfix> {
  const master = await findPostfixMaster();
  if (master === null) throw new Error('postfix is not installed');
  const folder = join(state, 'postfix');
  const configFolder = join(folder, 'conf');
  const logFile = join(folder, 'maillog');
  const [port, clearAuthPort, submissionPort, tlsPort, cyrusPort, mutualPort, tls12Port] = (await freePorts(7)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ports = { port, clearAuthPort, submissionPort, tlsPort, cyrusPort, mutualPort, tls12Port };
  const cyrus = cyrusMechanisms.length === 0 ? null : await makeCyrus(join(configFolder, 'sasl'), cyrusMechanisms);

  await mkdir(configFolder, { recursive: true });
  await makeQueue(folder);
  const files = {
    'main.cf': mainConfiguration({ folder, logFile, certificates, dovecot }),
    'master.cf': masterConfiguration(ports, certificates, cyrus),
    ...Object.fromEntries(Object.entries(tables).map(([name, lines]) => [name, `${lines.join('\n')}\n`])),
    transport: `${[...transports, ...postfixTransports(relayTo)].join('\n')}\n`,
    policies: `${postfixPolicies(relayTo).join('\n')}\n`,
    'authorities.pem': await authorities(relayTo),
  };
  // Every Postfix process that reads a file younger than a few seconds waits until it is no longer being written.
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(configFolder, name), text);
    await utimes(join(configFolder, name), longAgo, longAgo);
  }

  const log = () => readFile(logFile, 'utf8').catch(() => '(no log)');
  const server = await startProcess({
    name: 'Postfix',
    command: master,
    args: ['-d', '-c', configFolder],
    state,
    ready: [
      port,
      clearAuthPort,
      submissionPort,
      tlsPort,
      mutualPort,
      tls12Port,
      ...(cyrus === null ? [] : [cyrusPort]),
    ].map((each) => ({
      port: each,
    })),
    log,
  });
  return { ...ports, log, stop: () => server.stop() };
}

/** What `postfix start` would have made, with the owners and modes of Postfix's own postfix-files. */
async function makeQueue(folder: string): Promise<void> {
  const owner = await systemUser('postfix');
  const setgid = await systemGroup('postdrop');
  const make = async (path: string, mode: number, uid: number, gid: number) => {
    await mkdir(path, { recursive: true });
    await chown(path, uid, gid);
    await chmod(path, mode);
  };
  await make(folder, 0o755, 0, 0);
  await make(join(folder, 'data'), 0o700, owner.uid, owner.gid);
  const queue = join(folder, 'queue');
  await make(queue, 0o755, 0, 0);
  await make(join(queue, 'pid'), 0o755, 0, 0);
  for (const name of [
    'active',
    'bounce',
    'corrupt',
    'defer',
    'deferred',
    'flush',
    'hold',
    'incoming',
    'private',
    'saved',
    'trace',
  ])
    await make(join(queue, name), 0o700, owner.uid, 0);
  await make(join(queue, 'maildrop'), 0o730, owner.uid, setgid);
  await make(join(queue, 'public'), 0o710, owner.uid, setgid);
}

/** The Cyrus library's configuration and its database of users, where Debian's Postfix looks for them whatever it is told. */
async function makeCyrus(folder: string, mechanisms: readonly string[]): Promise<string> {
  const owner = await systemUser('postfix');
  const tool = await findProgram('saslpasswd2');
  if (tool === null) throw new Error('saslpasswd2 is not installed');
  await mkdir(folder, { recursive: true });
  const database = join(folder, 'sasldb2');
  const lines = ['pwcheck_method: auxprop', 'auxprop_plugin: sasldb', `sasldb_path: ${database}`];
  await writeFile(join(folder, 'smtpd.conf'), `${[...lines, `mech_list: ${mechanisms.join(' ')}`].join('\n')}\n`);
  for (const [name, password] of Object.entries(users)) {
    const done = run(tool, ['-p', '-c', '-f', database, '-u', 'mx.interop.test', name]);
    done.child.stdin?.end(password);
    await done;
  }
  await chown(database, owner.uid, owner.gid);
  return folder;
}

const transports = ['discard.test discard:'];

const tables = {
  mailboxes: Object.keys(users).map((name) => `${name}@interop.test ${name}/`),
  recipients: [
    'reject@discard.test 550 5.1.1 No such user (interop)',
    'defer@discard.test 450 4.2.0 Try later (interop)',
    'full@discard.test 552 5.2.2 Mailbox full (interop)',
  ],
  senders: [
    'reject@sender.test 553 5.7.1 Sender rejected (interop)',
    'defer@sender.test 451 4.7.1 Greylisted (interop)',
  ],
};

function mainConfiguration(s: {
  readonly folder: string;
  readonly logFile: string;
  readonly certificates: Certificates;
  readonly dovecot: Dovecot;
}): string {
  const table = (name: keyof typeof tables | 'transport' | 'policies') => `texthash:${s.folder}/conf/${name}`;
  return `
compatibility_level = 3.6
config_directory = ${s.folder}/conf
queue_directory = ${s.folder}/queue
data_directory = ${s.folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${s.logFile}
maillog_file_prefixes = ${s.folder}
myhostname = mx.interop.test
mydomain = interop.test
myorigin = interop.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
# Nothing ever leaves this machine.
default_transport = discard
relay_transport = discard
relayhost =
local_transport = discard
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
smtp_tls_policy_maps = ${table('policies')}
smtp_tls_CAfile = ${s.folder}/conf/authorities.pem
virtual_mailbox_domains = interop.test
virtual_mailbox_maps = ${table('mailboxes')}
virtual_transport = lmtp:unix:${s.dovecot.lmtpSocket}
transport_maps = ${table('transport')}
smtpd_recipient_restrictions = check_recipient_access ${table('recipients')}, permit_mynetworks, reject_unauth_destination
smtpd_sender_restrictions = check_sender_access ${table('senders')}
smtpd_delay_reject = no
smtpd_tls_cert_file = ${s.certificates.cert}
smtpd_tls_key_file = ${s.certificates.key}
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_auth_only = yes
tls_random_source = dev:/dev/urandom
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${s.dovecot.authSocket}
smtpd_sasl_auth_enable = yes
smtpd_sasl_security_options = noanonymous
smtputf8_enable = yes
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_authorized_verp_clients = 127.0.0.1
smtpd_authorized_xforward_hosts = 127.0.0.1
message_size_limit = 10240000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
alias_maps =
alias_database =
`;
}

function masterConfiguration(
  ports: {
    readonly port: number;
    readonly clearAuthPort: number;
    readonly submissionPort: number;
    readonly tlsPort: number;
    readonly cyrusPort: number;
    readonly mutualPort: number;
    readonly tls12Port: number;
  },
  certificates: Certificates,
  cyrus: string | null,
): string {
  const smtpd = (port: number, ...options: string[]) =>
    [`127.0.0.1:${String(port)} inet n - n - - smtpd`, ...options.map((option) => `  -o ${option}`)].join('\n');
  return `
${smtpd(ports.port)}
${smtpd(ports.clearAuthPort, 'smtpd_tls_auth_only=no')}
${smtpd(ports.submissionPort, 'smtpd_tls_security_level=encrypt', 'smtpd_delay_reject=yes', 'smtpd_client_restrictions=permit_sasl_authenticated,reject')}
${smtpd(ports.tlsPort, 'smtpd_tls_wrappermode=yes')}
${smtpd(ports.mutualPort, 'smtpd_tls_wrappermode=yes', 'smtpd_tls_req_ccert=yes', `smtpd_tls_CAfile=${certificates.ca}`)}
${smtpd(ports.tls12Port, 'smtpd_tls_wrappermode=yes', 'smtpd_tls_protocols=TLSv1.2', 'smtpd_tls_mandatory_protocols=TLSv1.2')}
${cyrus === null ? '' : smtpd(ports.cyrusPort, 'smtpd_sasl_type=cyrus', 'smtpd_sasl_path=smtpd', `cyrus_sasl_config_path=${cyrus}`, 'smtpd_sasl_security_options=', 'smtpd_sasl_local_domain=mx.interop.test')}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
${postfixServices}
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}
