/** The TLS handshake of a session, on the socket that it had in clear, and what is known of the client afterwards. */
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import type { TlsInfo } from '../../../protocol/values/session/tls.ts';
import type { ChannelBinding } from '../../sasl/types.ts';
import { channelBindings } from '../../tls/channel-binding.ts';
import { clientNames } from '../../tls/client-certificate.ts';

export interface HandshakeOptions {
  readonly context: SecureContext;
  /** For a client that asks for a host by its name; null: the same. */
  readonly named: SecureContext | null;
  /** Authorities whose client certificates are asked for; empty: none is. */
  readonly clientRoots: readonly X509Certificate[];
}

interface HandshakeListener {
  /** 'close' of the socket below follows. */
  failed(error: Error): void;
  established(info: TlsInfo, bindings: readonly ChannelBinding[], clientNames: readonly string[]): void;
}

/** Closes `raw` when the secured socket closes, and when the client leaves in mid-handshake. */
export function acceptTls(raw: Socket, options: HandshakeOptions, listener: HandshakeListener): TLSSocket {
  const { context, named, clientRoots } = options;
  let established = false;
  const secured = new TLSSocket(raw, {
    isServer: true,
    secureContext: context,
    ...(named === null ? {} : { SNICallback: (_, done) => done(null, named) }),
    // Asked for and judged by us; whoever has none, or another, is served all the same.
    requestCert: clientRoots.length > 0,
    rejectUnauthorized: false,
  });
  secured.on('error', (error: Error) => listener.failed(error));
  secured.once('close', () => raw.destroy());
  // Half-open connections are allowed, so that the end in mid-handshake would otherwise be waited out.
  secured.once('end', () => {
    if (!established) raw.destroy();
  });
  secured.once('secure', () => {
    established = true;
    const certificate = clientRoots.length === 0 ? undefined : secured.getPeerX509Certificate();
    const names = certificate === undefined ? [] : clientNames(certificate, clientRoots, new Date());
    listener.established(tlsInfo(secured), channelBindings(secured, 'server'), names);
  });
  secured.resume();
  return secured;
}

function tlsInfo(socket: TLSSocket): TlsInfo {
  const cipher = socket.getCipher();
  // Set by Node on the server's side too; the types know it as the client's option only.
  const { servername } = socket as TLSSocket & { servername?: string | false };
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: cipher.standardName,
    keyExchange: null,
    alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : null,
    servername: typeof servername === 'string' && servername !== '' ? servername : null,
    verifiedName: '',
    authorized: true,
    chainError: null,
    chainErrorCode: null,
    nameError: null,
    pinned: false,
    chain: [],
  };
}
