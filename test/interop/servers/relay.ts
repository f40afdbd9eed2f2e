/**
 * Listeners of ours as a relaying Postfix or Exim is told of them: one domain stands for each, and mail for it goes there. TLS is
 * insisted on and verified where it is asked for, and left alone where it is not.
 */
import { readFile } from 'node:fs/promises';

export interface RelayTarget {
  /** Mail for this domain goes to this listener. */
  readonly domain: string;
  readonly protocol: 'smtp' | 'lmtp';
  readonly tls: 'none' | 'starttls' | 'implicit';
  /** Null for a Unix socket. */
  readonly port: number | null;
  readonly path: string | null;
  /** PEM of the authority behind the listener's certificate, which is for localhost; empty without TLS. */
  readonly caFile: string;
}

/** By name where TLS is wanted: Postfix looks a policy up by what it was told, and one listener may stand there twice. */
const loopback = ({ tls, port }: RelayTarget) => `[${tls === 'none' ? '127.0.0.1' : 'localhost'}]:${String(port)}`;

/** Lines for master.cf: the client with TLS from the first octet is a service of its own. */
export const postfixServices = `smtp unix - - n - - smtp
smtps unix - - n - - smtp
  -o smtp_tls_wrappermode=yes`;

/** Every authority, for a file that the relaying server may read: ours lie in folders of their own user's. */
export async function authorities(targets: readonly RelayTarget[]): Promise<string> {
  const files = new Set(targets.map(({ caFile }) => caFile).filter((file) => file !== ''));
  return (await Promise.all([...files].map((file) => readFile(file, 'utf8')))).join('');
}

/** Lines of transport_maps. */
export function postfixTransports(targets: readonly RelayTarget[]): string[] {
  return targets.map((target) => {
    const { domain, protocol, tls, port, path } = target;
    if (path !== null) return `${domain} lmtp:unix:${path}`;
    if (protocol === 'lmtp') return `${domain} lmtp:inet:127.0.0.1:${String(port)}`;
    return `${domain} ${tls === 'implicit' ? 'smtps' : 'smtp'}:${loopback(target)}`;
  });
}

/** Lines of smtp_tls_policy_maps. */
export function postfixPolicies(targets: readonly RelayTarget[]): string[] {
  return targets
    .filter(({ protocol }) => protocol === 'smtp')
    .map((target) => `${loopback(target)} ${target.tls === 'none' ? 'none' : 'secure match=localhost'}`);
}

/** Routers, to stand before all others. */
export function eximRouters(targets: readonly RelayTarget[]): string {
  return targets
    .map(
      ({ domain }, index) => `
relay_${String(index)}:
  driver = accept
  domains = ${domain}
  transport = relay_${String(index)}
`,
    )
    .join('');
}

export function eximTransports(targets: readonly RelayTarget[], user: string, caFile: string): string {
  return targets
    .map(
      (target, index) =>
        `\nrelay_${String(index)}:\n${eximTransport(target, user, caFile)
          .map((line) => `  ${line}\n`)
          .join('')}`,
    )
    .join('');
}

function eximTransport({ protocol, tls, port, path }: RelayTarget, user: string, caFile: string): string[] {
  if (path !== null) return ['driver = lmtp', `socket = ${path}`, `user = ${user}`];
  return [
    'driver = smtp',
    'hosts = localhost',
    'gethostbyname',
    'allow_localhost',
    `port = ${String(port)}`,
    `protocol = ${tls === 'implicit' ? 'smtps' : protocol}`,
    ...(tls === 'none'
      ? ['hosts_avoid_tls = *']
      : ['hosts_require_tls = *', `tls_verify_certificates = ${caFile}`, 'tls_verify_hosts = *']),
  ];
}
