/**
 * The transcript of one session, as rows in the order of its events: what went both ways, and what was noted between. One pass, nothing
 * kept: each row is handed on when it is complete, so that whoever shows a long session decides how much of it to hold. Sentences are
 * made from rows in texts/session/transcript.ts.
 */
import type { Anomaly } from '../values/session/reply.ts';
import type { EventOf, LineEvent, SessionEvent } from '../values/session/event.ts';
import type { Protocol } from '../values/connection.ts';
import type { Phase } from '../values/session/phase.ts';
import type { TlsInfo } from '../values/session/tls.ts';

/** What every row that has an event of its own says of it. */
interface At {
  readonly seq: number;
  readonly tMs: number;
  readonly phase: Phase;
  /** Whether TLS had begun. */
  readonly encrypted: boolean;
}

export interface LineRow {
  readonly kind: 'line';
  readonly line: LineEvent;
  /** False for the second and later lines of one reply. */
  readonly first: boolean;
  /** A reply that refuses, 4yz or 5yz. */
  readonly refusal: boolean;
}
export type NoteRow = At & {
  readonly kind: 'note';
  readonly note: EventOf<'note'>['note'];
  readonly params: EventOf<'note'>['params'];
};
export type AnomalyRow = At & {
  readonly kind: 'anomaly';
  readonly anomaly: Anomaly;
  readonly detail: string;
  /** The line above has it whole. */
  readonly repeated: boolean;
};
/** The whole message went over, and this is its hash. */
export type BodyRow = At & { readonly kind: 'body'; readonly sha256: string };
/**
 * Put before the first row of another phase, not where a phase begins: phases in which nothing was said would only be noise.
 * `tls` is such a row too: what follows is announced by it.
 */
export type SeparatorRow =
  | { readonly kind: 'phase'; readonly phase: Phase; readonly protocol: Protocol; readonly encrypted: boolean }
  /** `ok`: nothing is wrong with the certificate, as far as we are the ones to judge it. */
  | {
      readonly kind: 'tls';
      readonly seq: number;
      readonly info: TlsInfo;
      readonly role: 'client' | 'server';
      readonly ok: boolean;
    };

export type TranscriptRow = LineRow | NoteRow | AnomalyRow | BodyRow | SeparatorRow;

export class TranscriptFold {
  readonly #add: (row: TranscriptRow) => void;
  /** Of the rows. */
  #phase: Phase | null = null;
  /** Of the session. */
  #begun: Phase = 'connect';
  #encrypted = false;
  #role: 'client' | 'server' = 'client';
  #protocol: Protocol = 'smtp';
  /** That the next line may go on with. */
  #previous: LineEvent | null = null;
  #lastLine: LineEvent | null = null;

  constructor(add: (row: TranscriptRow) => void) {
    this.#add = add;
  }

  push(event: SessionEvent): void {
    switch (event.type) {
      case 'session-begin':
        this.#role = event.role;
        this.#protocol = event.target.protocol;
        break;
      case 'phase-begin':
        this.#begun = event.phase;
        break;
      case 'line':
        this.#line(event);
        break;
      case 'note':
        if (event.note === 'tls-established') this.#encrypted = true;
        this.#add({ kind: 'note', ...this.#at(event, event.phase), note: event.note, params: event.params });
        break;
      case 'anomaly': {
        const { anomaly, detail } = event;
        const last = this.#lastLine;
        const repeated = last !== null && (last.anomalies.includes(anomaly) || last.text.endsWith(detail));
        this.#add({ kind: 'anomaly', ...this.#at(event, event.phase), anomaly, detail, repeated });
        break;
      }
      case 'body-end':
        if (event.sha256 !== null) this.#add({ kind: 'body', ...this.#at(event, this.#begun), sha256: event.sha256 });
        break;
      case 'tls': {
        const { seq, info } = event;
        this.#encrypted = true;
        this.#previous = null;
        // What follows is announced by this row; its phase needs no second heading.
        this.#phase = 'ehlo-tls';
        // A server shows its certificate and is shown none, so that there is nothing to judge.
        this.#add({ kind: 'tls', seq, info, role: this.#role, ok: this.#role === 'server' || info.authorized });
        break;
      }
      default:
        break;
    }
  }

  #line(line: LineEvent): void {
    this.#encrypted = line.encrypted;
    this.#enter(line.phase);
    // Replies come from the server: what a client receives is what a server sends.
    const reply = (line.direction === 'received') === (this.#role === 'client');
    const first = !continues(this.#previous, line);
    this.#add({ kind: 'line', line, first, refusal: reply && /^[45]\d\d(?:[ -]|$)/.test(line.text) });
    this.#previous = line;
    this.#lastLine = line;
  }

  #at({ seq, tMs }: SessionEvent, phase: Phase): At {
    // Notes about the connection itself belong to the phase in which they are made, yet do not open one.
    if (this.#phase === null) this.#enter(phase);
    this.#previous = null;
    return { seq, tMs, phase, encrypted: this.#encrypted };
  }

  #enter(phase: Phase): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#previous = null;
    this.#add({ kind: 'phase', phase, protocol: this.#protocol, encrypted: this.#encrypted });
  }
}

/** A line goes on with the one before it when that was a reply's line with a hyphen after the code. */
function continues(previous: LineEvent | null, line: LineEvent): boolean {
  return (
    previous !== null &&
    previous.direction === line.direction &&
    previous.phase === line.phase &&
    /^\d{3}-/.test(previous.text)
  );
}
