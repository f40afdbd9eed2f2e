/** What a check is: data in, findings out. A check knows nothing of sockets and makes no sentence itself. */
import type { EventOf } from '../../protocol/values/session/event.ts';
import type { Finding, Report, TranscriptLine } from '../../protocol/values/session/report.ts';
import type { FindingParams } from '../../texts/session/finding-words.ts';
import type { FindingCode } from '../../texts/session/findings.ts';

/** The report as far as it stands before findings are drawn from it. */
export type CheckedFacts = Omit<Report, 'ok' | 'findings' | 'transcript'> & {
  readonly transcript: readonly TranscriptLine[];
  /** The note `long-body-lines`; null where there was none. */
  readonly longLines: Pick<EventOf<'note'>, 'seq' | 'params'> | null;
  /** The note `eight-bit-body`, likewise. */
  readonly eightBit: Pick<EventOf<'note'>, 'seq'> | null;
  /** The note `implicit-tls`, likewise. */
  readonly implicitTls?: Pick<EventOf<'note'>, 'seq'> | null;
  /** The note `proxy-header-sent`, likewise. */
  readonly proxyHeader: Pick<EventOf<'note'>, 'seq'> | null;
};

export interface FoundFact<C extends FindingCode = FindingCode> {
  readonly code: C;
  readonly severity: Finding['severity'];
  readonly params: FindingParams;
  /** `seq` of the transcript lines that prove it. */
  readonly evidence: readonly number[];
}

/** One file per check in this folder, listed in index.ts. */
export interface Check {
  /** For tests and documentation; a finding has its own code. */
  readonly name: string;
  readonly run: (facts: CheckedFacts) => readonly FoundFact[];
}
