/** What the server offers, which depends on encryption and login. */
import type { SessionConfig, SessionState } from './session-state.ts';
import { mechanisms } from '../sasl/mechanisms.ts';

/** Mechanisms that may be used now, in the configured order. Before TLS only those configured for it, and none unless configured. */
export function authMechanisms(state: Pick<SessionState, 'encrypted'>, config: SessionConfig): string[] {
  const { auth } = config.server;
  if (!auth.enabled) return [];
  if (!state.encrypted && (config.security === 'starttls-required' || !auth.allowClear)) return [];
  const configured = state.encrypted ? auth.mechanisms : (auth.clearMechanisms ?? auth.mechanisms);
  const names = configured.map((name) => name.toUpperCase());
  return names.filter((name) => {
    const known = mechanisms.find((one) => one.name === name);
    if (known === undefined || known.server === null) return false;
    // Who takes any password cannot prove that it knows the right one.
    return (state.encrypted || !known.needsBinding) && !(auth.acceptAny && known.provesServer);
  });
}

/** Lines of the EHLO reply behind the first. */
export function capabilityLines(state: SessionState, config: SessionConfig): string[] {
  const offersTls = !state.encrypted && (config.security === 'starttls' || config.security === 'starttls-required');
  const auth = state.user === null ? authMechanisms(state, config) : [];
  return [
    'PIPELINING',
    // RFC 1870 section 4: 0 says that no limit is set.
    `SIZE ${config.server.maxMessageBytes}`,
    '8BITMIME',
    ...(config.server.smtputf8 ? ['SMTPUTF8'] : []),
    ...(offersTls ? ['STARTTLS'] : []),
    ...(auth.length > 0 ? [`AUTH ${auth.join(' ')}`] : []),
    'ENHANCEDSTATUSCODES',
    'VRFY',
    'HELP',
  ];
}
