/** The little of a certificate's DER form (RFC 5280 section 4.1) that Node's X509Certificate does not tell in every runtime. */

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
