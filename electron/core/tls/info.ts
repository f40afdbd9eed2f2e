/** What is known of an encrypted connection once its handshake is done: parameters, the chain, and our judgement of it. */
import type { TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { Certificate, TlsInfo } from '../../protocol/values/session/tls.ts';
import { judgeConstrained } from './constrained.ts';
import { altNamesOf, judgeChain, judgeName } from './judge.ts';
import { signatureName } from './signatures.ts';
import { validityOf } from './validity.ts';
import { limits } from './limits.ts';

export interface TlsInfoOptions {
  /** Name or address to compare the certificate with. */
  readonly verifiedName: string;
  /** Sent as SNI; null for none. */
  readonly servername: string | null;
  /** Fingerprint that the user accepts whatever the checks say: upper-case hex with colons. */
  readonly accepted: string | null;
  /** Trusted beside the library's own, as PEM; asked for when a constraint of theirs is to be judged. */
  readonly roots: () => readonly string[];
  readonly now: Date;
}

export function readTlsInfo(socket: TLSSocket, options: TlsInfoOptions): TlsInfo {
  const chain = chainOf(socket);
  const [leaf] = chain;
  const libraryCode = verdict(socket, chain, options);
  const chainError = judgeChain(chain, libraryCode, options.now);
  const nameError = leaf === undefined ? 'The server sent no certificate.' : judgeName(leaf, options.verifiedName);
  const authorized = chainError === null && nameError === null;
  const ephemeral = socket.getEphemeralKeyInfo() as { name?: string; type?: string; size?: number } | null;
  return {
    version: socket.getProtocol() ?? 'unknown',
    cipher: cipherName(socket),
    keyExchange:
      ephemeral?.name ?? (ephemeral?.type === undefined ? null : `${ephemeral.type} ${ephemeral.size ?? ''}`.trim()),
    alpn: typeof socket.alpnProtocol === 'string' && socket.alpnProtocol !== '' ? socket.alpnProtocol : null,
    servername: options.servername,
    verifiedName: options.verifiedName,
    authorized,
    chainError,
    chainErrorCode: libraryCode ?? (chainError === null ? null : chainError.toUpperCase()),
    nameError,
    pinned: !authorized && leaf?.fingerprint256 === options.accepted,
    chain: chain.map(describeCertificate),
  };
}

/** getCipher().standardName is missing in some builds on BoringSSL. */
function cipherName(socket: TLSSocket): string {
  const cipher = socket.getCipher() as { name?: string; standardName?: string } | undefined;
  return cipher?.standardName ?? cipher?.name ?? 'unknown';
}

/** The library's, but where a constraint on addresses, which not every library knows, turns out to be kept. */
function verdict(socket: TLSSocket, chain: readonly X509Certificate[], { roots, now }: TlsInfoOptions): string | null {
  const code = libraryVerdict(socket);
  if (code !== UNKNOWN_CONSTRAINT) return code;
  const trusted = roots().flatMap((pem) => readCertificate(pem) ?? []);
  return judgeConstrained(chain, trusted, now, code);
}

/** Node has no name for "unsupported name constraint type". */
const UNKNOWN_CONSTRAINT = 'UNSPECIFIED';

/** Null for one that cannot be read: the library could not either, and trusts nothing by it. */
function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** Of the chain alone: the name is judged by us, as Node was asked to leave it. An Error in some versions, its code in others. */
function libraryVerdict(socket: TLSSocket): string | null {
  const error: unknown = socket.authorizationError;
  if (error === null || error === undefined) return null;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return typeof error === 'string' ? error : 'UNKNOWN';
}

function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < limits.chain) {
    const { fingerprint256 } = certificate;
    if (chain.some((known) => known.fingerprint256 === fingerprint256)) break;
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

export function describeCertificate(certificate: X509Certificate): Certificate {
  const { from, to } = validityOf(certificate);
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    altNames: altNamesOf(certificate),
    validFrom: from?.toISOString() ?? null,
    validTo: to?.toISOString() ?? null,
    fingerprint256: certificate.fingerprint256,
    serial: certificate.serialNumber,
    key: describeKey(certificate),
    ...((name) => (name === null ? {} : { signature: name }))(signatureName(certificate.raw)),
  };
}

/** Node writes one attribute a line, the most general first; RFC 4514 wants the most specific first. */
function distinguishedName(lines: string | undefined): string {
  return (lines ?? '').split('\n').reverse().join(', ');
}

function describeKey(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {};
    const type = (asymmetricKeyType ?? 'unknown').toUpperCase();
    return [type, modulusLength ?? namedCurve ?? ''].join(' ').trim();
  } catch {
    return 'unknown';
  }
}
