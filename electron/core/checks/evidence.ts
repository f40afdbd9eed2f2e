/** Lines of the transcript that prove what a check found, chosen the same way by all of them. */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { TranscriptLine } from '../../protocol/values/session/report.ts';
import type { CheckedFacts } from './types.ts';

/** What was noted of the TLS handshake: version, cipher and the certificate's verdict. */
export function tlsNotes({ transcript }: Pick<CheckedFacts, 'transcript'>): number[] {
  return transcript.filter(({ direction, phase }) => direction === 'note' && phase === 'tls').map(({ seq }) => seq);
}

/** The lines of one phase that went in one direction. */
export function linesIn(
  { transcript }: Pick<CheckedFacts, 'transcript'>,
  direction: TranscriptLine['direction'],
  phase: Phase,
): number[] {
  return transcript.filter((line) => line.direction === direction && line.phase === phase).map(({ seq }) => seq);
}
