/** What the server offers, which depends on encryption and login. */
import type { SessionConfig, SessionState } from './session-state.ts';
import { mechanisms } from '../sasl/mechanisms.ts';

/** Mechanisms that may be used now, in the configured order. Clear-text ones only inside TLS unless configured otherwise. */
export function authMechanisms(state: Pick<SessionState, 'encrypted'>, config: SessionConfig): string[] {
  const { auth } = config.server;
  if (!auth.enabled) return [];
  if (!state.encrypted && (config.security === 'starttls-required' || !auth.allowClear)) return [];
  return auth.mechanisms
    .map((name) => name.toUpperCase())
    .filter((name) => mechanisms.some((known) => known.name === name));
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
