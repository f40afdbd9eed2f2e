/** Lines of the transcript that prove what a check found, chosen the same way by all of them. */
import type { SessionFacts } from './types.ts';

/** What was noted of the TLS handshake: version, cipher and the certificate's verdict. */
export function tlsNotes({ transcript }: Pick<SessionFacts, 'transcript'>): number[] {
  return transcript.filter(({ direction, phase }) => direction === 'note' && phase === 'tls').map(({ seq }) => seq);
}
