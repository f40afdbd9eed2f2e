/** TLS alerts as they stand in the clear at the beginning of a handshake (RFC 8446 section 6), and library errors in words. */

const alerts: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** The name of the alert when the first record is one in clear; null when it is none. */
export function alertIn(first: Uint8Array): string | null {
  if (first[0] !== 0x15 || first[1] !== 0x03 || first[3] !== 0 || first[4] !== 2) return null;
  const description = first[6];
  return description === undefined ? null : (alerts[description] ?? `number ${description}`);
}

/** OpenSSL's messages carry addresses, file names and line numbers of the build; the reason is in the middle. */
export function plainReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reason = (error as { reason?: unknown }).reason;
  if (typeof reason === 'string' && reason !== '') return reason;
  return /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/i.exec(error.message)?.[1] ?? error.message.split('\n')[0] ?? '';
}
