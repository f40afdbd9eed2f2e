/** A server's reply out of a transcript, whole and with what its session knew when it came, to be explained. */
import type { PastedContext } from '../../../electron/protocol/values/app/explain.ts';
import type { SessionFacts } from '../../../electron/protocol/fold/facts.ts';
import type { LineRow, TranscriptRow } from '../../../electron/protocol/fold/transcript.ts';
import type { Ehlo } from '../../../electron/protocol/values/session/reply.ts';
import { targetText } from '../../../electron/texts/outcomes/verdict.ts';
import type { ExplainAsk } from '../../app/ports.ts';

interface Rows {
  readonly length: number;
  at(index: number): TranscriptRow | undefined;
}

const CODE = /^[2-5][0-9]{2}(?:[ -]|$)/;
/** Characters of a line, and lines, that the explanation takes. */
const LINE = 8_000;
const LINES = 500;

/** Of a session in which we are the client: in the test server's, what is received is a client's. */
export const isServerReply = (row: TranscriptRow, facts: SessionFacts): row is LineRow =>
  row.kind === 'line' && row.line.direction === 'received' && facts.target !== null && CODE.test(row.line.text);

/** All lines of the reply to which the row at `index` belongs. Null where it is none. */
export function explainAsk(rows: Rows, index: number, facts: SessionFacts): ExplainAsk | null {
  const chosen = rows.at(index);
  if (chosen === undefined || !isServerReply(chosen, facts) || facts.target === null) return null;
  let from = index;
  while (from > 0 && isReplyLine(rows.at(from)) && !isFirst(rows.at(from))) from -= 1;
  let to = index + 1;
  while (to < rows.length && isReplyLine(rows.at(to)) && !isFirst(rows.at(to))) to += 1;
  const lines: string[] = [];
  for (let at = from; at < Math.min(to, from + LINES); at += 1) {
    const row = rows.at(at);
    if (row?.kind === 'line') lines.push(row.line.text.slice(0, LINE));
  }
  // A longer text than is taken would be refused whole.
  const text = lines.join('\n').slice(0, 60_000);
  return { text, context: contextOf(chosen, facts), from: targetText(facts.target) };
}

const isFirst = (row: TranscriptRow | undefined): boolean => row?.kind === 'line' && row.first;
const isReplyLine = (row: TranscriptRow | undefined): boolean =>
  row?.kind === 'line' && row.line.direction === 'received';

/** Only what had been said before the reply came. */
function contextOf({ line }: LineRow, facts: SessionFacts): PastedContext {
  const { host, port, protocol, security } = facts.target ?? {};
  const { plain, tls, auth } = facts.capabilities;
  const { phase } = line;
  const early = phase === 'greeting' || phase === 'ehlo';
  const login = phase === 'auth' ? loginOf(line.text, facts) : null;
  const later = ['mail', 'rcpt', 'data'].includes(phase);
  const last = line.encrypted ? (tls ?? plain) : plain;
  return {
    phase,
    host: host ?? null,
    port: port ?? null,
    protocol: protocol ?? null,
    // As it was when the reply came, not as the run was to end.
    security: line.encrypted ? (security === 'tls' ? 'tls' : 'starttls') : 'none',
    greeting: phase === 'greeting' ? null : (facts.greeting?.lines[0]?.slice(0, LINE) ?? null),
    ehlo: early ? null : linesOf(later ? (auth ?? last) : last),
    ehloBeforeTls: early || !line.encrypted ? null : linesOf(plain),
    mechanism: login?.tried.mechanism ?? null,
    user: login?.user ?? null,
    mailFrom: later ? (facts.sender?.address ?? null) : null,
  };
}

/** Of several logins the one that this was the answer to, where that is certain. */
function loginOf(text: string, { auth }: SessionFacts): SessionFacts['auth'][number] | null {
  if (auth.length < 2) return auth[0] ?? null;
  const words = text.slice(4);
  const [only, other] = auth.filter(({ tried }) => tried.reply?.lines.some((each) => each === words) === true);
  return other === undefined ? (only ?? null) : null;
}

const linesOf = (ehlo: Ehlo | null): string[] | null =>
  ehlo === null ? null : ehlo.lines.slice(0, LINES).map((line) => line.slice(0, LINE));
