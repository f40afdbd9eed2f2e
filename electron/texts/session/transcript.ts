/** The rows of a transcript in words, the same in the window, on the command line, in reports and tickets. */
import type { LineEvent } from '../../protocol/values/session/event.ts';
import type { AnomalyRow, TranscriptRow } from '../../protocol/fold/transcript.ts';
import { anomalyText } from './anomalies.ts';
import { hiddenText, noteText } from './notes.ts';
import { phaseText } from './phases.ts';
import { tlsLine } from './tls.ts';

/** What a row says. Text of a peer is in it as it came: it is made `visible` where it is shown. */
export function rowText(row: TranscriptRow): string {
  switch (row.kind) {
    case 'line':
      return lineText(row.line);
    case 'note':
      return noteText(row.note, row.params);
    case 'anomaly':
      return anomalyLine(row);
    case 'body':
      return `SHA-256 of the message: ${row.sha256}.`;
    case 'phase':
      return phaseText(row.phase, row.protocol).label;
    case 'tls':
      return tlsLine(row.info, row.role);
  }
}

/** Of a secret only its length is shown. */
export function lineText({ text, hidden }: Pick<LineEvent, 'text' | 'hidden'>): string {
  if (hidden === null) return text;
  return text === '' ? hiddenText(hidden) : `${text} ${hiddenText(hidden)}`;
}

function anomalyLine({ anomaly, detail }: AnomalyRow): string {
  const { title } = anomalyText(anomaly);
  return detail === '' ? title : `${title}: ${detail}`;
}
