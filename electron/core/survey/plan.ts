/**
 * From what is asked of a host to the tries that are made: which come first, and which follow from what the first showed. Pure. What
 * cannot differ is tried once: a port that nobody connects to is the same with and without TLS, and whether STARTTLS is offered
 * stands in the answer to EHLO of the very session that uses it.
 */
import { hostPortText } from '../../protocol/parse/host-port.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { CellKey } from '../../protocol/values/survey/cell.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { connected } from '../../protocol/fold/survey/answer.ts';
import { connectLimit, greetingLimit } from '../../protocol/fold/survey/matrix.ts';

export interface MatrixPlan {
  /** A name, or an address without brackets. */
  readonly host: string;
  /** Where the host is, in the order in which they are shown. */
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
  /** Those of them that are for TLS from the first octet, as 465 is. */
  readonly tlsPorts: readonly number[];
  /** What holds for every session; target, security and server name are the plan's. */
  readonly connection: Omit<ConnectionOptions, 'target' | 'security'>;
}

export interface Try {
  readonly key: CellKey & { readonly security: 'starttls' | 'tls' };
  readonly connection: ConnectionOptions;
}

/** One try for each port of each address: what is likely to work there. */
export function firstTries(request: MatrixPlan): Try[] {
  return request.addresses.flatMap((address) =>
    request.ports.map((port) => tryAt(request, address, port, firstSecurity(request, port))),
  );
}

/**
 * What is still to be known of a port after its first try: after a session in clear TLS from the first octet, once; after TLS a
 * session in clear, unless TLS was answered: a server that waits for TLS does not greet.
 */
export function followUp(request: MatrixPlan, done: Try, report: Report): Try | null {
  const { address, port, security } = done.key;
  if (security !== firstSecurity(request, port) || !connected(report) || report.error?.code === 'cancelled')
    return null;
  if (security === 'starttls') return tryAt(request, address, port, 'tls');
  return report.tls === null ? tryAt(request, address, port, 'starttls') : null;
}

const firstSecurity = ({ tlsPorts }: MatrixPlan, port: number): 'starttls' | 'tls' =>
  tlsPorts.includes(port) ? 'tls' : 'starttls';

/** What a session at a cell is made with. */
export function cellOptions(request: MatrixPlan, { address, port, security = 'none' }: CellKey): ConnectionOptions {
  const { host, connection } = request;
  return {
    ...connection,
    target: hostPortText(address, port),
    security,
    // The certificate is the name's, whichever of its addresses is asked.
    ...(connection.servername === undefined && address !== host ? { servername: host } : {}),
    timeouts: { ...connection.timeouts, connect: connectLimit(request), greeting: greetingLimit(request) },
  };
}

function tryAt(request: MatrixPlan, address: string, port: number, security: 'starttls' | 'tls'): Try {
  const key = { host: request.host, address, port, security };
  return { key, connection: cellOptions(request, key) };
}
