/**
 * How other programs are told to send to a listener: as an address, a URL, and in the settings of the usual frameworks and mail
 * programs. Pure text made from the listener; where a library switches to TLS on its own, the settings say so either way, since
 * the test server's certificate is signed by an authority that only this app trusts.
 */
import type { ListenerConfig } from '../../../../electron/protocol/values/server/server.ts';
import { connectHost, type Encryption, type Endpoint, type ConnectWay } from '../listeners/endpoint.ts';
import { lmtpWays, socketWays } from './lmtp-texts.ts';
import { smtpWays } from './smtp-texts.ts';
import { hostPortText } from '../../../../electron/protocol/parse/host-port.ts';

/** The encryptions a client may choose with this listener, the one that works without any preparation first. */
export function encryptionsOf(listener: Pick<ListenerConfig, 'security'>): readonly Encryption[] {
  switch (listener.security) {
    case 'none':
      return ['none'];
    case 'starttls':
      return ['none', 'starttls'];
    case 'starttls-required':
      return ['starttls'];
    case 'tls':
      return ['tls'];
  }
}

export function waysTo(
  listener: Pick<ListenerConfig, 'protocol' | 'security' | 'host' | 'path'>,
  port: number | null,
  choice: { readonly encryption: Encryption; readonly login: boolean },
): ConnectWay[] {
  if (listener.path !== null) return socketWays(listener.protocol, listener.path);
  const endpoint: Endpoint = {
    host: connectHost(listener.host),
    port: port ?? 0,
    encryption: choice.encryption,
    offersTls: listener.security === 'starttls' && choice.encryption === 'none',
    login: choice.login,
  };
  return listener.protocol === 'lmtp' ? lmtpWays(endpoint) : smtpWays(endpoint);
}

/** "smtps://127.0.0.1:2465"; a path of LMTP has the form that curl and Posthorn take. */
export function listenerUrl(
  listener: Pick<ListenerConfig, 'protocol' | 'security' | 'host' | 'path'>,
  port: number | null,
): string {
  if (listener.path !== null) return `${listener.protocol}://${listener.path}`;
  const scheme = listener.protocol === 'lmtp' ? 'lmtp' : listener.security === 'tls' ? 'smtps' : 'smtp';
  return `${scheme}://${hostPortText(connectHost(listener.host), port ?? 0)}`;
}
