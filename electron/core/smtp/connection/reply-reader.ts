/**
 * From octets received to replies: lines cut, secrets masked, each line reported as it came, oddities and caps named. Knows nothing of
 * commands; whoever listens pairs the replies.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { SecretScrubber } from './scrub.ts';
import type { SessionRecorder, ShownLine } from '../../recording/recorder.ts';
import { brokenOff, sniff, spokeTls } from './reply-judge.ts';
import { concatBytes, decodeText, ownBytes } from '../../wire/text.ts';
import { type ReceivedLine, receivedLine, truncatedLine } from './received-line.ts';
import { LineReader } from '../../wire/line-reader.ts';
import { ReplyParser } from '../../wire/reply.ts';
import { limits } from '../../wire/limits.ts';

const NONE = new Uint8Array(0);

export interface ReplyReaderHost {
  readonly recorder: SessionRecorder;
  readonly secrets: SecretScrubber;
  readonly encrypted: boolean;
  /** What the octets that come now belong to. */
  phase(): Phase;
  /** False when nothing more may be read: the rest stays in the reader. */
  take(reply: Reply): boolean;
  /** An empty line, as the reply that it is not. */
  empty?(line: Reply): void;
  /** What came makes it impossible to go on. */
  broken(error: Outcome): void;
}

/** Blanks do not make a line of it. */
function isEmptyLine({ latin }: { readonly latin: string }): boolean {
  return /^[ \t]*$/.test(latin);
}

export class ReplyReader {
  readonly #host: ReplyReaderHost;
  readonly #lines = new LineReader({ maxLine: limits.reply.maxLine, lineEnd: 'lenient' });
  readonly #replies = new ReplyParser();
  /** Held until it is known whether they are TLS. */
  #firstOctets: Uint8Array = NONE;
  #sniffing: boolean;
  #empty = 0;

  constructor(host: ReplyReaderHost, firstOfConnection: boolean) {
    this.#host = host;
    this.#sniffing = firstOfConnection && !host.encrypted;
  }

  /** Octets that came and were not read. */
  get rest(): number {
    return this.#lines.buffered;
  }

  takeRest(): Uint8Array {
    return this.#lines.takeRest();
  }

  push(received: Uint8Array): void {
    const chunk = this.#sniffed(received);
    if (chunk === null) return;
    this.#lines.push(chunk);
    for (let line = this.#lines.next(); line !== null; line = this.#lines.next()) {
      const clean = receivedLine(line, this.#host.secrets);
      if (isEmptyLine(clean.line)) {
        if (!this.#takeEmpty(clean)) return;
        continue;
      }
      this.#record(clean.shown);
      const reply = this.#replies.push(clean.line);
      if (this.#replies.exceeded !== null) return this.#overrun(this.#replies.exceeded, clean.line.raw);
      if (reply !== null && !this.#host.take(reply)) return;
    }
    if (this.#lines.overflow) this.#overrun('reply.maxLine', this.#lines.takeRest());
  }

  /** The connection has ended: what had come of a reply, with its incomplete last line; null when nothing had. */
  finish(): Reply | null {
    const { bytes, shown } = truncatedLine(this.#lines.takeRest(), this.#host.secrets);
    if (bytes.length > 0) this.#record(shown);
    return this.#replies.finishTruncated(bytes);
  }

  /**
   * An empty line is no reply and no part of one (RFC 5321 section 4.2). Wherever TCP cuts the stream it must come to the same, so that
   * it never answers a command: it is reported as what it is, and passed over. False when there were too many.
   */
  #takeEmpty({ line, shown }: ReceivedLine): boolean {
    const host = this.#host;
    this.#record({ ...shown, anomalies: [...shown.anomalies, 'empty-line'] });
    host.recorder.record({ type: 'anomaly', phase: host.phase(), anomaly: 'empty-line', detail: '' });
    this.#empty += 1;
    if (this.#empty > limits.reply.maxEmptyLines) {
      this.#overrun('reply.maxEmptyLines', line.raw);
      return false;
    }
    // Within a reply the rest of it is what is waited for.
    const read = this.#replies.pending ? null : new ReplyParser().push(line);
    if (read !== null) host.empty?.({ ...read, anomalies: [...read.anomalies, 'empty-line'] });
    return true;
  }

  #record(shown: ShownLine): void {
    const host = this.#host;
    host.recorder.line('received', host.phase(), host.encrypted, shown);
  }

  /** null while there is nothing to read yet, or nothing more. */
  #sniffed(received: Uint8Array): Uint8Array | null {
    if (!this.#sniffing) return received;
    const octets = this.#firstOctets.length === 0 ? received : concatBytes(this.#firstOctets, received);
    const seen = sniff(octets);
    this.#sniffing = seen === 'more';
    this.#firstOctets = this.#sniffing ? ownBytes(octets) : NONE;
    if (seen === 'tls') this.#host.broken(spokeTls(this.#host.phase(), octets));
    return seen === 'text' ? octets : null;
  }

  #overrun(limit: string, octets: Uint8Array): void {
    const raw = this.#host.secrets.scrub(octets).bytes;
    this.#host.broken(brokenOff(this.#host.phase(), null, limit, raw));
  }
}

/** For evidence in the clear: masked, then decoded. */
export function evidenceText(octets: Uint8Array, secrets: SecretScrubber): { raw: Uint8Array; text: string } {
  const raw = secrets.scrub(octets).bytes;
  return { raw, text: decodeText(raw).text };
}
