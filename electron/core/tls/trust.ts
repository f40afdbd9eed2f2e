/**
 * Whom to trust: the roots that Node carries, those of this machine's store, and a CA file of the user's. Reading and parsing
 * them costs tens of milliseconds, so it is done when the first handshake needs it, and once.
 */
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import * as tls from 'node:tls';

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

let machine: readonly string[] | null = null;

/** Roots of Node and of the machine, each once. null when the machine's store adds nothing: Node's own are the default. */
function machineRoots(): readonly string[] {
  if (machine !== null) return machine;
  const known = new Set(rootCertificates.map(identity));
  const additional = systemCertificates().filter((pem) => !known.has(identity(pem)));
  machine = additional.length === 0 ? [] : [...rootCertificates, ...additional];
  return machine;
}

/** What to give to createSecureContext as `ca`; undefined for Node's own roots alone, which it has at hand. */
export function trustedRoots(additional: string | null): string[] | undefined {
  const roots = machineRoots();
  if (additional === null) return roots.length === 0 ? undefined : [...roots];
  return [...(roots.length === 0 ? rootCertificates : roots), ...splitPem(additional)];
}
