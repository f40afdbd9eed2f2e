/** Who may send through a server that passes messages on. Where anybody could, it is an open relay: refused rather than warned of. */
import type { ListenerConfig, ServerConfig } from '../../../protocol/values/server/server.ts';
import { mechanismsOnOffer, hiddenKeywords } from '../commands/capabilities.ts';
import type { MessageHandler, UserVerifier } from '../handlers/types.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import { isOpenToOthers } from '../../../protocol/parse/listen-address.ts';

/** How somebody who was given nothing gets a message through. */
export type OpenWay =
  | { readonly kind: 'no-login' }
  /** A login that proves nothing. */
  | { readonly kind: 'login'; readonly mechanism: string }
  /** Whoever connects claims the login. */
  | { readonly kind: 'xclient' };

export interface OpenRelay {
  /** HOST:PORT or the path of a socket, as configured. */
  readonly listener: string;
  /** Its connections come through a proxy, so that its own address says nothing of who they are. */
  readonly proxied: boolean;
  readonly way: OpenWay;
}

/** The first listener through which strangers could send; null when there is none. The whole configuration is judged, nothing else is asked. */
export function openRelay(config: ServerConfig, users: Pick<UserVerifier, 'admitsAnybody'>): OpenRelay | null {
  for (const listener of config.listeners) {
    const proxied = listener.proxyProtocol === true;
    const way = proxied || isOpenToOthers(listener) ? openWay(listener, config, users) : null;
    if (way !== null)
      return { listener: listener.path ?? hostPortText(listener.host ?? '', listener.port ?? 0), proxied, way };
  }
  return null;
}

/** @throws RangeError for a handler that passes messages on where strangers could send: no caller gets past this */
export function refuseOpenRelay(handler: MessageHandler, users: UserVerifier, config: ServerConfig): void {
  const open = handler.relays === true ? openRelay(config, users) : null;
  if (open !== null) throw new RangeError(`anybody who reaches ${open.listener} could send mail through it`);
}

function openWay(
  { security }: ListenerConfig,
  server: ServerConfig,
  users: Pick<UserVerifier, 'admitsAnybody'>,
): OpenWay | null {
  const { auth } = server;
  if (!auth.enabled || !auth.required) return { kind: 'no-login' };
  if (server.xclient === true) return { kind: 'xclient' };
  const at = { security, server, hidden: hiddenKeywords(server, false) };
  // Whatever state of a session a stranger can bring about: before TLS and inside it, each with mechanisms of its own.
  const clear = security === 'tls' ? [] : mechanismsOnOffer({ encrypted: false }, at);
  const encrypted = security === 'none' ? [] : mechanismsOnOffer({ encrypted: true }, at);
  const mechanism = [...clear, ...encrypted].find((name) => auth.acceptAny || users.admitsAnybody(name));
  return mechanism === undefined ? null : { kind: 'login', mechanism };
}
