/** Whether this side sent commands before the ones before them were answered, as the transcript shows it. */
import type { TranscriptLine } from '../../../protocol/values/session/report.ts';

const envelope = /^(?:MAIL|RCPT|DATA|BDAT)\b/i;

/** Null where no command of an envelope was sent: nothing could have been pipelined. Linear. */
export function pipelinedIn(transcript: readonly TranscriptLine[]): boolean | null {
  let waiting = false;
  let seen: boolean | null = null;
  for (const { direction, text } of transcript) {
    if (direction === 'received') waiting = false;
    if (direction !== 'sent' || !envelope.test(text)) continue;
    if (waiting) return true;
    waiting = true;
    seen = false;
  }
  return seen;
}
