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

async function run(
  program: string,
  args: readonly string[],
  input: string,
  env: NodeJS.ProcessEnv = {},
): Promise<LoginResult> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
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
export function gsasl({ port, caFile, mechanism, user, password }: Login, ...more: string[]): Promise<LoginResult> {
  const args = [
    '--smtp',
    '--connect',
    `localhost:${port}`,
    '--x509-ca-file',
    caFile,
    '--mechanism',
    mechanism,
    '--verbose',
  ];
  return run('gsasl', [...args, '-a', user, '-z', '', '-p', password, '--no-application-data', ...more], '');
}

export function curl({ port, caFile, mechanism, user, password }: Login): Promise<LoginResult> {
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
  return withConfig(config.join('\n'));

  async function withConfig(text: string): Promise<LoginResult> {
    const child = spawn('curl', ['--config', '/dev/fd/3'], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const third = child.stdio[3];
    if (third === null || third === undefined || !('end' in third)) throw new Error('no third pipe');
    third.end(text);
    child.stdin?.end(message.replaceAll('\n', '\r\n'));
    const [status] = (await once(child, 'close')) as [number | null];
    return { ok: status === 0, output };
  }
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
