/** Well-known ports of mail, each once, and what they are for. */

/** Between servers (RFC 5321 section 4.5.4.2). */
export const SMTP_PORT = 25;
/** What IANA lists; RFC 2033 gives none but forbids 25. */
export const LMTP_PORT = 24;
/** Submission (RFC 6409). */
export const SUBMISSION_PORT = 587;
/** Submission with TLS from the first octet (RFC 8314 section 3.3). */
export const SUBMISSIONS_PORT = 465;

/** People and programs submit mail here (RFC 8314 section 3, RFC 6409): there a certificate that fails is an error. */
export const isSubmissionPort = (port: number | null): boolean => port === SUBMISSION_PORT || port === SUBMISSIONS_PORT;

/** Where none is given. */
export function defaultPort(protocol: 'smtp' | 'lmtp', implicitTls = false): number {
  if (implicitTls) return SUBMISSIONS_PORT;
  return protocol === 'lmtp' ? LMTP_PORT : SMTP_PORT;
}
