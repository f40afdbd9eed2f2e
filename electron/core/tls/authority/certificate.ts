/** X.509 v3 certificates (RFC 5280) of two kinds: our authority, and a server's leaf signed by it. ECDSA with SHA-256. */
import { createHash, randomBytes, sign, type KeyObject, type X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  context,
  contextString,
  integer,
  octetString,
  oid,
  sequence,
  set,
  smallInteger,
  time,
  utf8String,
  type Der,
} from './der.ts';
import { permittedNames } from '../der.ts';

interface Common {
  /** Common name. */
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export type CertificateRequest =
  | (Common & {
      readonly kind: 'authority';
      readonly issuer: null;
      readonly permittedNames: readonly string[];
      /** Each an address with its mask after it. None: any address. */
      readonly permittedAddresses: readonly Uint8Array[];
    })
  | (Common & {
      readonly kind: 'server';
      /** Null: signed by itself. */
      readonly issuer: X509Certificate | null;
      readonly names: readonly string[];
      readonly addresses: readonly string[];
    });

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** GeneralName tags (RFC 5280 section 4.2.1.6). */
export const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** Bits of KeyUsage, from the left. */
const DIGITAL_SIGNATURE = 0x80;
const KEY_CERT_SIGN = 0x04;
const CRL_SIGN = 0x02;

/** PEM. */
export function makeCertificate(request: CertificateRequest): string {
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const key = spki(request.publicKey);
  const issuerName = request.issuer === null ? name(request.subject) : subjectOf(request.issuer);
  const body = sequence(
    context(0, smallInteger(2)),
    // RFC 5280 section 4.1.2.2: positive, at most 20 octets.
    integer(Buffer.concat([Buffer.of(0x40 | ((randomBytes(1)[0] ?? 0) & 0x3f)), randomBytes(15)])),
    algorithm,
    issuerName,
    sequence(time(request.notBefore), time(request.notAfter)),
    name(request.subject),
    key,
    context(3, sequence(...extensions(request, key))),
  );
  const signature = sign('sha256', body, request.signingKey);
  const certificate = sequence(body, algorithm, bitString(signature));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function extensions(request: CertificateRequest, key: Der): Der[] {
  if (request.kind === 'authority') {
    return [
      // pathLen 0: it signs leaves, no further authorities.
      extension(OID.basicConstraints, true, sequence(boolean(true), smallInteger(0))),
      extension(OID.keyUsage, true, bitString(Buffer.of(KEY_CERT_SIGN | CRL_SIGN), 1)),
      extension(OID.nameConstraints, true, nameConstraints(request.permittedNames, request.permittedAddresses)),
      extension(OID.subjectKeyId, false, octetString(keyIdentifier(key))),
    ];
  }
  const altNames = [
    ...request.names.map((dns) => contextString(DNS_NAME, Buffer.from(dns, 'latin1'))),
    ...request.addresses.map((address) => contextString(IP_ADDRESS, addressBytes(address))),
  ];
  return [
    extension(OID.basicConstraints, true, sequence()),
    extension(OID.keyUsage, true, bitString(Buffer.of(DIGITAL_SIGNATURE), 7)),
    extension(OID.extendedKeyUsage, false, sequence(oid(OID.serverAuth))),
    extension(OID.subjectAltName, false, sequence(...altNames)),
    extension(OID.subjectKeyId, false, octetString(keyIdentifier(key))),
    extension(
      OID.authorityKeyId,
      false,
      sequence(contextString(0, keyIdentifier(request.issuer === null ? key : spki(request.issuer.publicKey)))),
    ),
  ];
}

/** Addresses with their masks: 127.0.0.0/8 and ::1 alone. */
export const LOOPBACK = [
  Buffer.of(127, 0, 0, 0, 255, 0, 0, 0),
  Buffer.concat([Buffer.alloc(15), Buffer.of(1), Buffer.alloc(16, 0xff)]),
];

/**
 * Permitted: the names with all below them, and addresses. BoringSSL knows no constraint on addresses and refuses a chain
 * with one as soon as the certificate has an address, whichever: our client judges those itself (constrained.ts), and a client that
 * asks for a name gets a certificate without addresses (authority.ts).
 */
function nameConstraints(names: readonly string[], addresses: readonly Uint8Array[]): Der {
  const subtrees = [
    ...names.map((dns) => sequence(contextString(DNS_NAME, Buffer.from(dns, 'latin1')))),
    ...addresses.map((range) => sequence(contextString(IP_ADDRESS, range))),
  ];
  return sequence(context(0, ...subtrees));
}

/** Whether an authority's certificate may sign for loopback addresses, and for no others. */
export function isConstrainedToLoopback(der: Uint8Array): boolean {
  const given = permittedNames(der)?.addresses ?? [];
  return given.length === LOOPBACK.length && LOOPBACK.every((range, i) => range.equals(given[i] ?? Buffer.alloc(0)));
}

function extension(id: string, critical: boolean, value: Der): Der {
  return critical ? sequence(oid(id), boolean(true), octetString(value)) : sequence(oid(id), octetString(value));
}

function name(commonName: string): Der {
  return sequence(set(sequence(oid(OID.commonName), utf8String(commonName))));
}

/** Issuer and subject must agree octet for octet; ours have a common name alone. */
function subjectOf(certificate: X509Certificate): Der {
  return name(certificate.subject.replace(/^CN=/, ''));
}

function spki(key: KeyObject): Der {
  return key.export({ type: 'spki', format: 'der' });
}

/** RFC 5280 section 4.2.1.2, any unique value will do: here of the whole SubjectPublicKeyInfo. */
function keyIdentifier(key: Der): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, 20);
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  if (address !== '::1') throw new RangeError('IPv4 addresses and ::1 only');
  return Buffer.concat([Buffer.alloc(15), Buffer.of(1)]);
}
