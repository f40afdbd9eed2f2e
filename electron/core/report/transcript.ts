/** The lines of a transcript as reports and the command line have them: the rows that have an event of their own, in words. */
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { TranscriptLine } from '../../protocol/values/session/report.ts';
import { TranscriptFold, type TranscriptRow } from '../../protocol/fold/transcript.ts';
import { rowText } from '../../texts/session/transcript.ts';

export class TranscriptLines {
  readonly #lines: TranscriptLine[] = [];
  readonly #fold = new TranscriptFold((row) => this.#add(row));

  push(event: SessionEvent): void {
    this.#fold.push(event);
  }

  lines(): TranscriptLine[] {
    return [...this.#lines];
  }

  /** The lines since the last call, for those who show them as they come and keep none. */
  take(): TranscriptLine[] {
    return this.#lines.splice(0);
  }

  #add(row: TranscriptRow): void {
    if (row.kind === 'phase' || row.kind === 'tls') return;
    const text = rowText(row);
    if (row.kind === 'line') {
      const { seq, tMs, direction, phase, encrypted, anomalies } = row.line;
      this.#lines.push({ seq, tMs, direction, phase, encrypted, text, anomalies });
      return;
    }
    const { seq, tMs, phase, encrypted } = row;
    const anomalies = row.kind === 'anomaly' ? [row.anomaly] : [];
    this.#lines.push({ seq, tMs, direction: 'note', phase, encrypted, text, anomalies });
  }
}
