/** Folds events into the lines of a transcript: what went both ways, and the notes between. Hidden lines stay hidden. */
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { TranscriptLine } from '../../protocol/values/session/report.ts';
import { anomalyText } from '../../texts/session/anomalies.ts';
import { hiddenText, noteText } from '../../texts/session/notes.ts';

export class TranscriptFold {
  readonly #lines: TranscriptLine[] = [];
  #encrypted = false;
  #phase: Phase = 'connect';

  push(event: SessionEvent): void {
    switch (event.type) {
      case 'phase-begin':
        this.#phase = event.phase;
        break;
      case 'line': {
        this.#encrypted = event.encrypted;
        const { seq, tMs, direction, phase, encrypted, anomalies } = event;
        const text =
          event.hidden === null
            ? event.text
            : [event.text, hiddenText(event.hidden)].filter((part) => part !== '').join(' ');
        this.#lines.push({ seq, tMs, direction, phase, encrypted, text, anomalies });
        break;
      }
      case 'note':
        if (event.note === 'tls-established') this.#encrypted = true;
        this.#note(event, event.phase, noteText(event.note, event.params));
        break;
      case 'anomaly': {
        const { title } = anomalyText(event.anomaly);
        this.#note(event, event.phase, event.detail === '' ? title : `${title}: ${event.detail}`, [event.anomaly]);
        break;
      }
      case 'tls':
        this.#encrypted = true;
        break;
      case 'body-end':
        this.#note(event, this.#phase, `SHA-256 of the message: ${event.sha256}.`);
        break;
      case 'session-begin':
      case 'phase-end':
      case 'resolved':
      case 'mail-route':
      case 'mail-host':
      case 'address':
      case 'reply':
      case 'capabilities':
      case 'auth':
      case 'sender':
      case 'recipient':
      case 'body-progress':
      case 'message':
      case 'rejected':
      case 'session-end':
        break;
    }
  }

  lines(): TranscriptLine[] {
    return [...this.#lines];
  }

  /** The lines since the last call, for those who show them as they come and keep none. */
  take(): TranscriptLine[] {
    return this.#lines.splice(0);
  }

  #note(
    event: { seq: number; tMs: number },
    phase: Phase,
    text: string,
    anomalies: TranscriptLine['anomalies'] = [],
  ): void {
    this.#lines.push({
      seq: event.seq,
      tMs: event.tMs,
      direction: 'note',
      phase,
      encrypted: this.#encrypted,
      text,
      anomalies,
    });
  }
}
