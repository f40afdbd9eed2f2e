/**
 * What ties a SASL exchange to its TLS connection: tls-exporter (RFC 9266), tls-unique and tls-server-end-point (RFC 5929). The
 * same under Node's OpenSSL and Electron's BoringSSL.
 */
import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { signatureAlgorithm } from './der.ts';

type Type = 'tls-exporter' | 'tls-unique' | 'tls-server-end-point';

export interface TlsBinding {
  readonly type: Type;
  readonly data: Uint8Array;
}

/** Object identifiers of signature algorithms, by the hash they use. RSASSA-PSS names its hash elsewhere and is left out. */
const hashes: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512' | 'sha224'>> = {
  // RFC 5929 section 4.1: MD5 and SHA-1 become SHA-256.
  '1.2.840.113549.1.1.4': 'sha256',
  '1.2.840.113549.1.1.5': 'sha256',
  '1.2.840.10045.4.1': 'sha256',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** Of the server's certificate in DER; null where its signature does not name one hash (RFC 5929 section 4.1). */
export function endPointBinding(certificate: Uint8Array): Uint8Array | null {
  const hash = hashes[signatureAlgorithm(certificate) ?? ''];
  return hash === undefined ? null : createHash(hash).update(certificate).digest();
}

/**
 * All that this connection has, the one to be preferred first: the default of the version (RFC 9266 section 3, RFC 5802 section
 * 6.1), then the rest. `side`: which end we are.
 */
export function channelBindings(socket: TLSSocket, side: 'client' | 'server'): TlsBinding[] {
  const found: TlsBinding[] = [];
  const add = (type: Type, data: Uint8Array | null | undefined) => {
    if (data !== null && data !== undefined && data.length > 0) found.push({ type, data });
  };
  if (socket.getProtocol() === 'TLSv1.3') {
    add('tls-exporter', socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)));
  } else {
    // The first Finished message of the handshake: the client's, or in a resumed session the server's (RFC 5929 section 3.1).
    const ours = (side === 'client') !== socket.isSessionReused();
    add('tls-unique', ours ? socket.getFinished() : socket.getPeerFinished());
  }
  const certificate = side === 'client' ? socket.getPeerX509Certificate() : socket.getX509Certificate();
  add('tls-server-end-point', certificate === undefined ? null : endPointBinding(certificate.raw));
  return found;
}
