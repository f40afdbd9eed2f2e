/**
 * From a handshake that failed to what a client program would have said of it: the library's reason and the alert, as words that the judge
 * reads as it reads those of any other program. So a session and its pasted error message come to one answer.
 */
import type { OutcomeOf } from '../../../protocol/values/session/outcome.ts';
import { wantsClientCertificate } from '../../../texts/outcomes/connection.ts';
import type { Evidence } from '../evidence.ts';

/** Null where no handshake failed, or where it failed for what this side did not show. */
export function handshakeEvidence({ params }: OutcomeOf<'tls-failed'>, seen: Evidence): Evidence | null {
  const { check, detail, libraryCode } = params;
  if (check !== 'handshake' || wantsClientCertificate(detail, libraryCode ?? '')) return null;
  const reason = libraryCode?.replace(/^ERR_SSL_/, '').replaceAll('_', ' ') ?? '';
  const words = `TLS handshake failed: ${detail} ${reason}`.replaceAll('_', ' ');
  return { ...seen, origin: 'client', phase: 'tls', reply: { code: null, enhanced: null, words: words.toLowerCase() } };
}
