/**
 * The little of a certificate's DER form (RFC 5280 section 4.1) that Node's X509Certificate does not show in every runtime. Element by
 * element, never by looking for octets. A parser of the whole certificate (@peculiar/asn1-x509) took some 70 ms to load, before the
 * first TLS session of each command.
 */

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** null where the octets are no element that fits. */
function read(der: Uint8Array, at: number): Element | null {
  const tag = der[at];
  const first = der[at + 1];
  if (tag === undefined || first === undefined) return null;
  let start = at + 2;
  let length = first;
  if (first > 0x80) {
    const octets = first - 0x80;
    if (octets > 4) return null;
    length = 0;
    for (let i = 0; i < octets; i += 1) length = length * 256 + (der[start + i] ?? 0);
    start += octets;
  }
  const end = start + length;
  return end > der.length ? null : { tag, start, end };
}

/** Dotted object identifier of the signature algorithm: Certificate ::= SEQUENCE { tbs, AlgorithmIdentifier { OID, ... }, ... }. */
export function signatureAlgorithm(der: Uint8Array): string | null {
  const certificate = read(der, 0);
  const tbs = certificate === null ? null : read(der, certificate.start);
  const algorithm = tbs === null ? null : read(der, tbs.end);
  const oid = algorithm === null ? null : read(der, algorithm.start);
  return oid?.tag !== 0x06 ? null : objectIdentifier(der.subarray(oid.start, oid.end));
}

/** What stands in an element, one after the other; null where something in it does not fit. */
function inside(der: Uint8Array, { start, end }: Element): Element[] | null {
  const found: Element[] = [];
  for (let at = start; at < end;) {
    const element = read(der, at);
    if (element === null || element.end > end) return null;
    found.push(element);
    at = element.end;
  }
  return found;
}

/** Tags of what is read here: universal ones, and the context's. */
const TAG = { octets: 0x04, oid: 0x06, sequence: 0x30, extensions: 0xa3, permitted: 0xa0 } as const;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
export const NAME_CONSTRAINTS = '2.5.29.30';

export interface PermittedNames {
  readonly names: readonly string[];
  /** Address and mask one after the other: 8 or 32 octets. */
  readonly addresses: readonly Uint8Array[];
}

/**
 * What an issuer may certify (RFC 5280 section 4.2.1.10): DNS names and addresses. Null for one without that extension, and for one
 * that holds anything else: whoever asks must not take a rule that was not understood for none.
 */
export function permittedNames(der: Uint8Array): PermittedNames | null {
  const value = extensionValue(der, NAME_CONSTRAINTS);
  const [permitted, ...excluded] = (value === null ? null : inside(der, value)) ?? [];
  if (permitted?.tag !== TAG.permitted || excluded.length > 0) return null;
  const names: string[] = [];
  const addresses: Uint8Array[] = [];
  for (const subtree of inside(der, permitted) ?? []) {
    const [base, ...bounds] = inside(der, subtree) ?? [];
    if (base === undefined || bounds.length > 0) return null;
    const octets = der.subarray(base.start, base.end);
    if (base.tag === DNS_NAME) names.push(Buffer.from(octets).toString('latin1').toLowerCase());
    else if (base.tag === IP_ADDRESS && (octets.length === 8 || octets.length === 32)) addresses.push(octets);
    else return null;
  }
  return { names, addresses };
}

/** Object identifiers of its extensions; null where it cannot be read to the end, so that nobody takes that for none. */
export function extensionIds(der: Uint8Array): string[] | null {
  return extensionsOf(der)?.map(({ id }) => id) ?? null;
}

/** The one element inside the extension's octets; null for none. */
function extensionValue(der: Uint8Array, oid: string): Element | null {
  const octets = extensionsOf(der)?.find(({ id }) => id === oid)?.octets;
  const value = octets?.tag === TAG.octets ? read(der, octets.start) : null;
  return value?.tag === TAG.sequence ? value : null;
}

interface Extension {
  readonly id: string;
  /** Whatever stands last in it: a string of octets, if it is as it should be. */
  readonly octets: Element | undefined;
}

function extensionsOf(der: Uint8Array): Extension[] | null {
  const certificate = read(der, 0);
  const tbs = certificate === null ? null : read(der, certificate.start);
  const fields = tbs === null ? null : inside(der, tbs);
  if (fields === null) return null;
  const wrapped = fields.find(({ tag }) => tag === TAG.extensions);
  if (wrapped === undefined) return [];
  const list = read(der, wrapped.start);
  const found: Extension[] = [];
  for (const extension of (list === null ? null : inside(der, list)) ?? [null]) {
    const [id, ...rest] = (extension === null ? null : inside(der, extension)) ?? [];
    if (id?.tag !== TAG.oid) return null;
    found.push({ id: objectIdentifier(der.subarray(id.start, id.end)), octets: rest.at(-1) });
  }
  return found;
}

function objectIdentifier(octets: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const octet of octets) {
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}
