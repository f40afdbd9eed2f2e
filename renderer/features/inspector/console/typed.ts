/** What a session's transcript says of what was typed: its lines, without anything hidden, and where the last reply stands. */
import type { TranscriptRow } from '../../../../electron/protocol/fold/transcript.ts';

/** More is in the transcript; nobody goes back so far with a key. */
const KEPT = 500;

export interface TypedText {
  readonly seq: number;
  readonly text: string;
}

/** Lines that were sent as commands. A response to a challenge has no text, and is none of these. */
export function sentLines(rows: Iterable<TranscriptRow>): TypedText[] {
  const lines: TypedText[] = [];
  for (const row of rows) {
    if (row.kind !== 'line' || row.line.direction !== 'sent' || row.line.phase !== 'command') continue;
    const text = row.line.text.trim();
    if (text !== '') lines.push({ seq: row.line.seq, text });
  }
  return lines.slice(-KEPT);
}

/** Of the last line that was received; null before the first. */
export function lastReplySeq(rows: Iterable<TranscriptRow>): number | null {
  let seq: number | null = null;
  for (const row of rows) if (row.kind === 'line' && row.line.direction === 'received') ({ seq } = row.line);
  return seq;
}
