/** What is known of an encrypted connection. Chain and name are judged apart: they fail for different reasons and people. */
import * as v from 'valibot';
import { IsoTimeSchema } from '../common.ts';

export const CertificateSchema = v.object({
  /** Distinguished names in RFC 4514 order as text, such as "CN=mx.example.org, O=Example". */
  subject: v.string(),
  issuer: v.string(),
  /** "DNS:mx.example.org", "IP Address:192.0.2.1"; as in the certificate. */
  altNames: v.array(v.string()),
  /** null: what stands there is no time. */
  validFrom: v.nullable(IsoTimeSchema),
  validTo: v.nullable(IsoTimeSchema),
  /** SHA-256 of the DER form, upper-case hex with colons. */
  fingerprint256: v.string(),
  /** Serial number in hex. */
  serial: v.string(),
  /** Such as "EC prime256v1" or "RSA 2048". */
  key: v.string(),
  /** What it was signed with, such as "RSA with SHA-256"; an object identifier where it has no name here. */
  signature: v.optional(v.string()),
});
export type Certificate = v.InferOutput<typeof CertificateSchema>;

/** Names of the causes, the same under Node's OpenSSL and Electron's BoringSSL. */
export const CHAIN_ERRORS = [
  'expired',
  'not-yet-valid',
  /** What should say until when it is valid is no time. */
  'bad-time',
  'self-signed',
  /** The chain ends in a self-signed certificate that is not trusted here. */
  'untrusted-root',
  /** An issuer is missing: the server did not send an intermediate. */
  'incomplete-chain',
  'revoked',
  'weak-signature',
  'weak-key',
  'wrong-purpose',
  'constraint-violated',
  'bad-signature',
  'other',
] as const;
export const ChainErrorSchema = v.picklist(CHAIN_ERRORS);
export type ChainError = v.InferOutput<typeof ChainErrorSchema>;

export const TlsInfoSchema = v.object({
  /** "TLSv1.3" */
  version: v.string(),
  /** IANA name, such as TLS_AES_256_GCM_SHA384. */
  cipher: v.string(),
  /** Group of the key exchange where the runtime states it, such as X25519. */
  keyExchange: v.nullable(v.string()),
  alpn: v.nullable(v.string()),
  /** Name sent in the ClientHello (SNI); null when none was sent (RFC 6066: not for addresses). */
  servername: v.nullable(v.string()),
  /** Name or address the certificate was compared with. */
  verifiedName: v.string(),
  /** True when neither check failed. */
  authorized: v.boolean(),
  chainError: v.nullable(ChainErrorSchema),
  /** The library's own code behind chainError, kept as evidence. */
  chainErrorCode: v.nullable(v.string()),
  /** A sentence that names what was compared; null when the name matches. */
  nameError: v.nullable(v.string()),
  /** True when the fingerprint was accepted by the user although a check failed. */
  pinned: v.boolean(),
  /** Leaf first, each signed by the next: as it was built here, from what the server sent and what this machine knows. */
  chain: v.array(CertificateSchema),
});
export type TlsInfo = v.InferOutput<typeof TlsInfoSchema>;
