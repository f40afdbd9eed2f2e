/** Whole sessions with the addresses of one host, as addresses, mx and census hold them. */
import { parseTarget } from '../../../protocol/parse/target.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import { literalFamily } from '../../dns/resolve.ts';
import type { FoundHost } from '../../../protocol/values/survey/event.ts';
import type { ConnectionOptions } from '../../../protocol/values/target.ts';
import type { KindContext } from '../context.ts';
import { limits } from '../limits.ts';
import { type SurveyTry, runTries } from '../runner.ts';

/** What was typed, taken apart: host and port, and the options that hold for each of its addresses. */
export interface HostSessions {
  readonly host: string;
  readonly port: number;
  /** But the target. */
  readonly connection: Omit<ConnectionOptions, 'target'>;
}

/** null for what names no host, such as a Unix socket: that has no addresses. */
export function hostSessions({ target, ...connection }: ConnectionOptions): HostSessions | null {
  const typed = parseTarget(target, connection);
  if (!typed.ok || typed.value.host === null || typed.value.port === null) return null;
  const { host, port, protocol, security } = typed.value;
  const { mx: _mx, everyAddress: _every, ...rest } = connection;
  // `auto` stays, since it goes on with TLS where silence is that; what a scheme says is no longer in the target.
  return { host, port, connection: { ...rest, protocol, ...(security === 'tls' ? { security } : {}) } };
}

/** The session with one address. The certificate is the name's, whichever of its addresses is asked. */
export function tryOf({ host, port, connection }: HostSessions, address: string, round?: number): SurveyTry {
  const named = connection.servername === undefined && address !== host && literalFamily(host) === null;
  return {
    key: { host, address, port, ...(round === undefined ? {} : { round }) },
    options: {
      connection: { ...connection, target: hostPortText(address, port), ...(named ? { servername: host } : {}) },
      auth: null,
      envelope: null,
    },
  };
}

/** Each once, within the limits of surveys. */
export function runSessions(tries: readonly SurveyTry[], context: KindContext): Promise<void> {
  const { secrets } = context;
  const first = tries.map((one) => ({
    ...one,
    options: { ...one.options, ...(secrets === undefined ? {} : { secrets }) },
  }));
  const { perAddress, sessions, patience } = limits;
  return runTries({ first, next: () => null, limits: { perAddress, sessions, patience } }, context);
}

export const foundAddresses = (hosts: readonly FoundHost[]): { readonly host: string; readonly address: string }[] =>
  hosts.flatMap(({ host, addresses }) => addresses.map((address) => ({ host, address })));
