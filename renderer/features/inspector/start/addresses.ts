/** Where a listener can be reached, and what it speaks, for a card. */
import { hostPortText } from '../../../../electron/protocol/parse/host-port.ts';
import { DEFAULT_LISTEN_HOST } from '../../../../electron/protocol/parse/listen-address.ts';
import type { ListenerConfig } from '../../../../electron/protocol/values/server/server.ts';

const ways = { none: '', starttls: ', STARTTLS', 'starttls-required': ', STARTTLS', tls: ', TLS at once' } as const;

export function listenAddressText(
  { protocol, security, host, path }: ListenerConfig,
  boundPort: number | null,
): { readonly kind: string; readonly address: string } {
  const address = path ?? hostPortText(host ?? DEFAULT_LISTEN_HOST, boundPort);
  return { kind: `${protocol.toUpperCase()}${ways[security]}`, address };
}
