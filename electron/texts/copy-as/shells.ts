/** Commands for a shell: swaks, openssl s_client, curl. Each asks for the password itself, at its prompt. */
import { shell } from './quote.ts';
import { cannot, port, type CopyInput, type CopyResult } from './types.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';

const line = (program: string, args: readonly string[]): string => [program, ...args.map(shell)].join(' ');

export function swaks(input: CopyInput): CopyResult {
  const { target, options, auth, envelope } = input;
  const args: string[] = [];
  const values: string[] = [];
  const add = (option: string, ...given: readonly string[]): void => {
    args.push(option, ...given);
    values.push(...given);
  };
  if (target.path !== null) add('--socket', target.path);
  else {
    add('--server', target.host ?? '');
    add('--port', String(port(input)));
  }
  if (target.protocol === 'lmtp') add('--protocol', 'LMTP');
  if (target.security === 'tls') add('--tls-on-connect');
  if (target.security === 'starttls') add('--tls');
  if (target.security === 'starttls-if-offered') add('--tls-optional');
  if (target.security !== 'none' && options.insecure !== true) add('--tls-verify');
  if (options.servername !== undefined && target.security !== 'none') add('--tls-sni', options.servername);
  if (options.ehloName !== undefined) add('--helo', options.ehloName);
  if (options.localAddress !== undefined) add('--local-interface', options.localAddress);
  if (options.family === 4) add('-4');
  if (options.family === 6) add('-6');
  if (auth !== null) {
    add('--auth', ...(auth.mechanisms === undefined ? [] : [auth.mechanisms.join(',')]));
    add('--auth-user', auth.user);
  }
  if (envelope.from !== '') add('--from', envelope.from);
  if (envelope.to.length > 0) add('--to', envelope.to.join(','));
  else add('--quit-after', auth === null ? 'FIRST-HELO' : 'AUTH');
  // Most of its options take their value or leave it: some of the others run a command, write a file, or lead to another server.
  if ([...values, ...envelope.to].some((value) => value.startsWith('-')))
    return cannot('swaks takes a value that begins with a dash for one of its options.');
  const notes: string[] = [];
  if (options.heloOnly === true) notes.push('swaks says EHLO first; it has no option to begin with HELO.');
  return { text: line('swaks', args), notes };
}

export function openssl(input: CopyInput): CopyResult {
  const { target, options } = input;
  if (target.security === 'none')
    return cannot('openssl s_client speaks TLS only, and this target is used without it.');
  const args = ['s_client', '-crlf'];
  if (target.path !== null) args.push('-unix', target.path);
  else args.push('-connect', hostPortText(target.host ?? '', port(input)));
  if (target.security !== 'tls') {
    args.push('-starttls', target.protocol);
    if (options.ehloName !== undefined) args.push('-name', options.ehloName);
  }
  const name = options.servername ?? target.host;
  if (name !== null && name !== '') args.push('-servername', name);
  if (options.insecure !== true) {
    args.push('-verify_return_error');
    if (name !== null && name !== '') args.push('-verify_hostname', name);
  }
  const notes = [
    'It ends TLS set-up and leaves the conversation to you. A line that begins with R or Q is a command to openssl.',
  ];
  return { text: line('openssl', args), notes };
}

export function curl(input: CopyInput): CopyResult {
  const { target, options, auth, envelope } = input;
  if (target.path !== null) return cannot('curl reaches mail servers by host and port alone.');
  if (target.protocol === 'lmtp') return cannot('curl does not speak LMTP.');
  const scheme = target.security === 'tls' ? 'smtps' : 'smtp';
  const name = options.ehloName === undefined ? '' : `/${encodeURIComponent(options.ehloName)}`;
  const args = ['--verbose', '--url', `${scheme}://${hostPortText(target.host ?? '', port(input))}${name}`];
  if (target.security === 'starttls') args.push('--ssl-reqd');
  if (target.security === 'starttls-if-offered') args.push('--ssl');
  if (options.insecure === true) args.push('--insecure');
  if (options.localAddress !== undefined) args.push('--interface', options.localAddress);
  if (options.family === 4) args.push('--ipv4');
  if (options.family === 6) args.push('--ipv6');
  const notes: string[] = [];
  if (auth !== null) {
    // curl takes what follows the first colon for the password, and asks for it where there is none.
    if (auth.user.includes(':')) return cannot('curl takes a colon in the user name for the start of the password.');
    args.push('--user', auth.user);
    const [mechanism] = auth.mechanisms ?? [];
    if (mechanism !== undefined) args.push('--login-options', `AUTH=${mechanism}`);
  }
  if (envelope.to.length > 0) {
    args.push('--mail-from', envelope.from);
    for (const address of envelope.to) args.push('--mail-rcpt', address);
    args.push('--upload-file', 'message.eml');
    notes.push('The message is read from message.eml.');
  }
  if (options.servername !== undefined)
    notes.push('curl has no option for another name in SNI; the host of the URL is sent.');
  return { text: line('curl', args), notes };
}
