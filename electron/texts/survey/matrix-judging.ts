/** Of what a port matrix shows: how sure each of it is, who can act, and which ports it is about. */
import type { Sure } from '../../protocol/values/session/diagnosis.ts';
import type { MatrixInference } from '../../protocol/values/survey/matrix.ts';

type Code = MatrixInference['code'];

/** What was seen is proven; why nobody answered is not to be seen from here. */
export const inferenceSure: Readonly<Record<Code, Sure>> = {
  'name-not-found': 'proven',
  'blocked-25': 'likely',
  dropped: 'likely',
  'all-silent': 'likely',
  'all-refused': 'likely',
  closed: 'likely',
  'no-greeting': 'likely',
  'plain-on-tls-port': 'proven',
  'tls-on-plain-port': 'proven',
  'one-family': 'proven',
  'other-certificate': 'proven',
  'certificate-not-trusted': 'proven',
  'login-after-tls': 'proven',
  'proxy-failed': 'proven',
  'proxy-cannot': 'proven',
  'proxy-forbids': 'proven',
  'through-proxy': 'proven',
  'all-work': 'proven',
  'none-works': 'proven',
  stopped: 'proven',
};

const admin = 'whoever runs the server';
const network = 'whoever runs the host or its firewall';

/** Completes "... can act"; null where there is nothing to mend. */
const actors: Readonly<Record<Code, string | null>> = {
  'name-not-found': 'you, if the name is mistyped; otherwise whoever runs its DNS',
  'blocked-25': 'your network or provider, which may open 25 outwards; or the host’s, which may filter it',
  dropped: network,
  'all-silent': network,
  'all-refused': network,
  closed: null,
  'no-greeting': admin,
  'plain-on-tls-port': admin,
  'tls-on-plain-port': admin,
  'one-family': 'whoever runs the server or its DNS',
  'other-certificate': `you, by another name; or ${admin}`,
  'certificate-not-trusted': admin,
  'proxy-failed': 'you, or whoever runs the proxy',
  'proxy-cannot': 'whoever runs the host or the proxy',
  'proxy-forbids': 'whoever runs the proxy',
  'through-proxy': null,
  'login-after-tls': null,
  'all-work': null,
  'none-works': admin,
  stopped: null,
};

/** Sentences of their own; "You choose the port." where there is a choice. */
export function matrixActors(inferences: readonly MatrixInference[], works: boolean): string {
  const actor = inferences.map(({ code }) => actors[code]).find((one) => one !== null) ?? null;
  if (works) return actor === null ? 'You choose the port.' : `You choose the port. For the rest: ${actor}.`;
  return actor === null ? '' : `${actor.charAt(0).toUpperCase()}${actor.slice(1)}.`;
}

export function inferencePorts({ code, params }: MatrixInference): readonly number[] {
  if (code === 'blocked-25') return [25];
  if ('ports' in params) return params.ports;
  return 'port' in params ? [params.port] : [];
}
