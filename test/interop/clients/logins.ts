/** Clients that were not written here, each logging in to a server of ours; and whether it believes that it is in. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Login {
  readonly port: number;
  readonly caFile: string;
  readonly folder: string;
  readonly mechanism: string;
  readonly user: string;
  readonly password: string;
}

export interface LoginResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Ended well, and whatever it printed. */
export async function run(program: string, args: readonly string[], input: string | Buffer): Promise<LoginResult> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { ok: status === 0, output };
}

const message = 'From: <ann@client.test>\nTo: <alice@posthorn.test>\nSubject: login\n\nHello.\n';

/** Sends a message: msmtp cannot log in alone. */
export async function msmtp({ port, caFile, folder, mechanism, user, password }: Login): Promise<LoginResult> {
  const file = join(folder, 'msmtprc');
  const lines = [
    'account default',
    'host localhost',
    `port ${port}`,
    'tls on',
    'tls_starttls on',
    `tls_trust_file ${caFile}`,
    `auth ${mechanism.toLowerCase()}`,
    `user ${user}`,
    `password ${password}`,
    'from ann@client.test',
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return run('msmtp', ['-C', file, 'alice@posthorn.test'], message);
}

/** The library's own program: the only one at hand that binds to the TLS channel. */
export function gsasl({ port, caFile, mechanism, user, password }: Login): Promise<LoginResult> {
  const args = [
    '--smtp',
    '--connect',
    `localhost:${port}`,
    '--x509-ca-file',
    caFile,
    '--mechanism',
    mechanism,
    '--verbose',
    // It says that it could bind (y) whatever the server offers, which is taken for a downgrade.
    ...(mechanism.endsWith('-PLUS') ? [] : ['--no-cb']),
  ];
  return run('gsasl', [...args, '-a', user, '-p', password], '');
}

export async function curl({ port, caFile, folder, mechanism, user, password }: Login): Promise<LoginResult> {
  const token = mechanism === 'XOAUTH2' || mechanism === 'OAUTHBEARER';
  const config = [
    `url = "smtp://localhost:${port}"`,
    'ssl-reqd',
    `cacert = "${caFile}"`,
    `login-options = "AUTH=${mechanism}"`,
    token ? `user = "${user}:"` : `user = "${user}:${password}"`,
    ...(token ? [`oauth2-bearer = "${password}"`] : []),
    'mail-from = "ann@client.test"',
    'mail-rcpt = "alice@posthorn.test"',
    'upload-file = "-"',
    'verbose',
    'silent',
    'max-time = 20',
  ];
  const file = join(folder, 'curlrc');
  await writeFile(file, config.join('\n'), { mode: 0o600 });
  return run('curl', ['--config', file], message.replaceAll('\n', '\r\n'));
}

export function swaksLogin({ port, caFile, mechanism, user, password }: Login): Promise<LoginResult> {
  const server = ['--server', 'localhost', '--port', String(port), '-tls', '--tls-verify', '--tls-ca-path', caFile];
  const login = ['--auth', mechanism, '--auth-user', user, '--auth-password', password];
  const rest = [
    '--helo',
    'client.test',
    '--from',
    'ann@client.test',
    '--to',
    'alice@posthorn.test',
    '--quit-after',
    'AUTH',
  ];
  return run('swaks', ['--timeout', '20', ...server, ...login, ...rest], '');
}
