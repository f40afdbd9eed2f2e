/**
 * Whom to trust: the roots that Node carries, those of this machine's store, and a CA file of the user's. Reading and parsing
 * them costs tens of milliseconds, so it is done when the first handshake needs it, and once.
 */
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import {
  DEFAULT_CIPHERS,
  type SecureContext,
  type SecureContextOptions,
  type SecureVersion,
  createSecureContext,
  rootCertificates,
} from 'node:tls';
import { constants } from 'node:crypto';
import type { ClientIdentity } from './material.ts';
import { limits } from './limits.ts';

const block =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** Every certificate in the text, each as PEM of its own. */
export function splitPem(text: string): string[] {
  return text.match(block) ?? [];
}

/** Where Linux distributions and BSDs keep the bundle of their store; the first that exists counts. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Node 22.15 and later; on macOS and Windows the only way to the store without a native module. */
type CertificateGetter = (type: 'system') => string[];

function systemCertificates(): string[] {
  const getter = (tls as { getCACertificates?: CertificateGetter }).getCACertificates;
  if (typeof getter === 'function') return getter('system');
  for (const path of bundles) {
    const text = readIfThere(path);
    if (text !== null) return splitPem(text);
  }
  return [];
}

/** A store that is not there, or not for us to read, leaves the bundled roots. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Base64 alone: the same certificate is wrapped and ended differently in different stores. */
function identity(pem: string): string {
  return pem.replace(/-----[A-Z0-9 ]+-----|\s/g, '');
}

let additions: readonly string[] | null = null;

/** What the machine's store has beyond Node's own roots. */
function machineRoots(): readonly string[] {
  if (additions === null) {
    const known = new Set(rootCertificates.map(identity));
    additions = systemCertificates().filter((pem) => !known.has(identity(pem)));
  }
  return additions;
}

/** Whom `makeContext` trusts beside Node's own roots; `ca` as PEM text of the user's. */
export function addedRoots(ca: string | null): string[] {
  return [...machineRoots(), ...(ca === null ? [] : splitPem(ca))];
}

export interface TrustOptions {
  /** PEM text of the user's CA file. */
  readonly ca: string | null;
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  readonly identity: ClientIdentity | null;
}

/** Contexts are costly to make and hold nothing of a session; profiles use few different ones. */
const contexts = new Map<string, SecureContext>();

/** Throws what Node throws for versions that its TLS library does not know. */
export function clientContext(options: TrustOptions): SecureContext {
  // A key is kept no longer than its session.
  if (options.identity !== null) return makeContext(options);
  const key = JSON.stringify(options);
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const made = makeContext(options);
  const [oldest] = contexts.keys();
  if (oldest !== undefined && contexts.size >= limits.contexts) contexts.delete(oldest);
  contexts.set(key, made);
  return made;
}

function makeContext({ ca, minVersion, maxVersion, identity }: TrustOptions): SecureContext {
  const roots = addedRoots(ca);
  const options: SecureContextOptions = {
    minVersion,
    maxVersion,
    // A server may not ask for a second handshake in mid-session (RFC 9325 section 3.5); BoringSSL has the same as its default.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    ...(identity ?? {}),
  };
  const context = createObsolete(options) ?? createSecureContext(options);
  const { addCACert } = context.context as { addCACert?: (this: unknown, pem: string) => void };
  // The option `ca` replaces Node's roots, and giving all of them anew costs 80 ms; this adds to them for 20.
  if (typeof addCACert !== 'function') {
    return createSecureContext({ ...options, ca: [...rootCertificates, ...roots] });
  }
  for (const pem of roots) addCACert.call(context.context, pem);
  return context;
}

/**
 * TLS 1.0 and 1.1 sign with SHA-1, which OpenSSL 3 does at its lowest security level alone. null where they were not asked for, and
 * under BoringSSL, which knows no levels and needs none.
 */
function createObsolete(options: SecureContextOptions): SecureContext | null {
  if (options.minVersion !== 'TLSv1' && options.minVersion !== 'TLSv1.1') return null;
  try {
    return createSecureContext({ ...options, ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` });
  } catch {
    return null;
  }
}
