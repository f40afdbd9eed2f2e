/**
 * A private Dovecot: LMTP over TCP and over a Unix socket into Maildirs, and the SASL service that Postfix asks. Delivers as
 * `nobody`, since mail may not belong to root.
 */
import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificates } from './certificates.ts';
import { freePorts } from './ports.ts';
import { startProcess, withRetries } from './process.ts';
import { findProgram, systemUser } from './tools.ts';

/** Users of the real servers; carol's mailbox holds 100 kB; dora's password looks different in every encoding. */
export const users = { alice: 'wonderland', bob: 'builder', carol: 'sing', dora: 'Canary/50%+one' } as const;
export type UserName = keyof typeof users;

export interface Dovecot {
  readonly lmtpPort: number;
  /** Implicit TLS; only where it was asked for. */
  readonly imapsPort: number;
  readonly lmtpSocket: string;
  readonly authSocket: string;
  /** Every message in a user's Maildir, oldest first. */
  messages(user: UserName): Promise<Buffer[]>;
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Mechanisms besides PLAIN and LOGIN are offered only where a test asks for them. */
export interface DovecotOptions {
  /** As Dovecot writes them. */
  readonly mechanisms?: readonly string[];
  /** HMAC key of the JWTs that OAUTHBEARER and XOAUTH2 take; their `sub` is the user. */
  readonly tokenKey?: string;
  /** An authorization server in place of that key; `sub` of its tokens is the user. */
  readonly authorization?: LocalValidation | Introspection;
  /** The mailboxes can be read too, over IMAP with TLS from the first octet. */
  readonly imap?: boolean;
}

/** Nobody is asked: the signature is checked with the server's public key. */
export interface LocalValidation {
  readonly kind: 'local';
  readonly issuer: string;
  /** The token's audience has to be this. */
  readonly audience: string;
  readonly keyId: string;
  /** RS256, as PEM (SPKI). */
  readonly publicKey: string;
}

/** The authorization server is asked about each token (RFC 7662). */
export interface Introspection {
  readonly kind: 'introspection';
  /** With the mail server's own client id and secret in it. */
  readonly url: string;
  readonly scope: string;
}

export async function startDovecot(
  state: string,
  certificates: Certificates,
  options: DovecotOptions = {},
): Promise<Dovecot> {
  return withRetries(() => startOnce(state, certificates, options));
}

async function startOnce(state: string, certificates: Certificates, options: DovecotOptions): Promise<Dovecot> {
  const dovecot = await findProgram('dovecot');
  if (dovecot === null) throw new Error('dovecot is not installed');
  const owner = await systemUser('nobody');
  const folder = join(state, 'dovecot');
  const mail = join(folder, 'mail');
  const logFile = join(folder, 'log');
  const lmtpSocket = join(folder, 'lmtp.sock');
  const authSocket = join(folder, 'auth.sock');
  const [lmtpPort, imapsPort] = (await freePorts(2)) as [number, number];

  await mkdir(join(folder, 'base'), { recursive: true });
  await mkdir(join(folder, 'state'), { recursive: true });
  await mkdir(mail, { recursive: true });
  await chown(mail, owner.uid, owner.gid);
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'users'), userLines(mail, owner.uid, owner.gid));
  const auth = await writeTokenRules(folder, options);
  const imap = options.imap === true;
  const ports = { lmtpPort, imapsPort: imap ? imapsPort : null };
  const settings = { folder, mail, logFile, lmtpSocket, authSocket, ...ports, certificates, auth };
  await writeFile(join(folder, 'dovecot.conf'), configuration(settings));

  const log = () => readFile(logFile, 'utf8').catch(() => '(no log)');
  const server = await startProcess({
    name: 'Dovecot',
    command: dovecot,
    args: ['-F', '-c', join(folder, 'dovecot.conf')],
    state,
    abrupt: true,
    ready: [{ port: lmtpPort }, ...(imap ? [{ port: imapsPort }] : []), { path: lmtpSocket }, { path: authSocket }],
    log,
  });
  return {
    lmtpPort,
    imapsPort,
    lmtpSocket,
    authSocket,
    messages: (user) => readMaildir(join(mail, user, 'Maildir')),
    log,
    stop: () => server.stop(),
  };
}

function userLines(mail: string, uid: number, gid: number): string {
  return Object.entries(users)
    .map(([name, password]) => {
      const quota = name === 'carol' ? 'userdb_quota_rule=*:bytes=100k' : '';
      return `${name}:{PLAIN}${password}:${String(uid)}:${String(gid)}::${join(mail, name)}::${quota}\n`;
    })
    .join('');
}

async function writeTokenRules(folder: string, options: DovecotOptions): Promise<string> {
  const names = `auth_mechanisms = ${['plain', 'login', ...(options.mechanisms ?? [])].join(' ')}`;
  const lines = await tokenRules(join(folder, 'keys'), options);
  if (lines === null) return names;
  const rules = join(folder, 'oauth2.conf.ext');
  await writeFile(rules, `${[...lines, 'username_attribute = sub', 'username_format = %Ln'].join('\n')}\n`);
  return `${names}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${rules}
}`;
}

/** Lines of Dovecot's oauth2 passdb; null where no token is taken. */
async function tokenRules(keys: string, { tokenKey, authorization }: DovecotOptions): Promise<string[] | null> {
  const local = ['introspection_mode = local', `local_validation_key_dict = fs:posix:prefix=${keys}/`];
  if (authorization?.kind === 'introspection')
    return [
      ...['introspection_mode = post', `introspection_url = ${authorization.url}`],
      ...['active_attribute = active', 'active_value = true', `scope = ${authorization.scope}`],
    ];
  if (authorization?.kind === 'local') {
    await writeKey(keys, 'RS256', authorization.keyId, authorization.publicKey);
    const { issuer, audience } = authorization;
    // Version 2.3 has no word for the audience; any claim may be the one that says whether a user is let in.
    return [...local, `issuers = ${issuer}`, 'active_attribute = aud', `active_value = ${audience}`];
  }
  if (tokenKey === undefined) return null;
  await writeKey(keys, 'HS256', 'default', Buffer.from(tokenKey).toString('base64'));
  return local;
}

async function writeKey(keys: string, algorithm: string, id: string, key: string): Promise<void> {
  await mkdir(join(keys, 'default', algorithm), { recursive: true });
  await writeFile(join(keys, 'default', algorithm, id), key);
}

interface Settings {
  readonly folder: string;
  readonly mail: string;
  readonly logFile: string;
  readonly lmtpSocket: string;
  readonly authSocket: string;
  readonly lmtpPort: number;
  /** Null: no IMAP. */
  readonly imapsPort: number | null;
  readonly certificates: Certificates;
  readonly auth: string;
}

function configuration(s: Settings): string {
  return `
base_dir = ${s.folder}/base
state_dir = ${s.folder}/state
instance_name = posthorn-interop
protocols = lmtp${s.imapsPort === null ? '' : ' imap'}
listen = 127.0.0.1
log_path = ${s.logFile}
auth_verbose = yes
ssl = yes
ssl_cert = <${s.certificates.cert}
ssl_key = <${s.certificates.key}
disable_plaintext_auth = no
${s.auth}
auth_username_format = %Ln
# Without these two, every refused password makes the next attempt from the same address wait longer.
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = passwd-file
  args = username_format=%u ${s.folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${s.folder}/users
}
mail_location = maildir:${s.mail}/%n/Maildir
mail_plugins = quota
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=2G
  quota_grace = 0
}
first_valid_uid = 1
mail_fsync = never
hostname = lmtp.interop.test
service lmtp {
  process_min_avail = 1
  unix_listener ${s.lmtpSocket} {
    mode = 0666
  }
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${String(s.lmtpPort)}
  }
}
service auth {
  unix_listener ${s.authSocket} {
    mode = 0666
  }
}
${s.imapsPort === null ? '' : imapListeners(s.imapsPort)}`;
}

/** The usual ones too are listened on unless they are told otherwise. */
const imapListeners = (port: number): string => `
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${String(port)}
    ssl = yes
  }
}
`;

async function readMaildir(path: string): Promise<Buffer[]> {
  const files: string[] = [];
  for (const part of ['new', 'cur']) {
    const names = await readdir(join(path, part)).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    files.push(...names.map((name) => join(path, part, name)));
  }
  // "seconds.M<microseconds>P<pid>...": a name sorts by the time of delivery once both numbers are read as numbers.
  files.sort((a, b) => deliveryTime(a) - deliveryTime(b));
  return Promise.all(files.map((file) => readFile(file)));
}

function deliveryTime(file: string): number {
  const [, seconds, micros] = /(\d+)\.M(\d+)P/.exec(file) ?? [];
  return Number(seconds) + Number(micros) / 1e6;
}
