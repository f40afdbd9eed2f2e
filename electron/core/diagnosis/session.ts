/**
 * What a session's end and its refusals come to: for the error and for every recipient that was refused, the answer that `explain` would
 * give to the same reply in the same situation. Where the end is not a server's words (time, DNS, TLS ...), the outcome itself says it.
 */
import { isRefused } from '../../protocol/fold/verdict.ts';
import type { DiagnosisValue } from '../../protocol/values/session/diagnosis.ts';
import type { Outcome, RecipientResult } from '../../protocol/values/session/outcome.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { TranscriptLine } from '../../protocol/values/session/report.ts';
import { adviceForEach } from '../../texts/outcomes/recipients.ts';
import { answerTo } from './answer.ts';
import { diagnoseBetween, findBetween, linesOf } from './between/judge-between.ts';
import { diagnoseOutcome, diagnoseTerms, diagnoseToken } from './outcome.ts';
import { pipelinedIn } from './reading/pipelined.ts';
import { type Refusal, type SessionSeen, evidenceAt, readSessionRefusal } from './reading/session.ts';
import { type JudgedFinding, diagnosisIn } from './write.ts';

export interface SessionDiagnoses {
  /** Of what ended the session; null where nothing did. */
  readonly error: DiagnosisValue | null;
  /** One for each reason; that of the error first. */
  readonly findings: readonly JudgedFinding[];
  /** By the index of a recipient the id of the finding that says why it was refused. */
  readonly recipients: ReadonlyMap<number, string>;
}

export function diagnoseSession(
  session: Omit<SessionSeen, 'pipelined'>,
  transcript: readonly TranscriptLine[],
): SessionDiagnoses {
  const seen = { ...session, pipelined: pipelinedIn(transcript) };
  const found = new Found(seen, transcript);
  const { error } = seen;
  const refusals = seen.facts.recipients.map((result) => (result === null ? null : refusalOf(result)));
  const reasons = new Set(refusals.map((refusal) => found.judge(refusal)?.id).filter((id) => id !== undefined));
  // Recipients refused for different reasons: no one of them is the error's, the outcome says them apart.
  const mixed = error?.code === 'recipients-refused' && reasons.size > 1;
  const judged = error === null || mixed ? null : found.judge(judgedReply(error));
  // What a code means is no finding: the verdict says it.
  const said = (one: JudgedFinding): boolean => one.id === judged?.id && one.cause === judged.cause;
  const keep = (one: JudgedFinding): void => {
    if (one.sure !== 'code-only' || !said(one)) found.keep(one);
  };
  if (judged !== null) keep(judged);
  const own =
    error === null
      ? null
      : (diagnoseToken(error, judged) ??
        judged ??
        withLines(diagnoseBetween(error, evidenceAt(error.phase, seen)), transcript) ??
        withLines(diagnoseTerms(error, evidenceAt(error.phase, seen)), transcript) ??
        diagnoseOutcome(error, seen.target, familyIn(seen)));
  const recipients = new Map<number, string>();
  for (const [at, result] of seen.facts.recipients.entries()) {
    const finding = found.judge(refusals[at] ?? null);
    if (result === null || finding === null) continue;
    keep(finding);
    recipients.set(result.index, finding.id);
  }
  const between = findBetween(evidenceAt(null, seen), transcript);
  if (between !== null && between.id !== own?.id && ![...recipients.values()].includes(between.id)) found.keep(between);
  const findings = found.all();
  if (own === null || !mixed) return { error: own === null ? null : diagnosisIn(own), findings, recipients };
  const results = seen.facts.recipients.filter((result) => result !== null);
  const who = adviceForEach(
    results.map((result) => ({ ...result, finding: recipients.get(result.index) })),
    findings,
  );
  const advised = who === null ? own : { ...own, actor: who.actor, remedy: who.remedy ?? '' };
  return { error: diagnosisIn(advised), findings, recipients };
}

const familyIn = (seen: SessionSeen): 4 | 6 | null =>
  seen.facts.addresses.find(({ attempt }) => attempt.ok)?.attempt.family ?? null;

const withLines = (one: JudgedFinding | null, transcript: readonly TranscriptLine[]): JudgedFinding | null =>
  one === null ? null : { ...one, evidence: linesOf(transcript) };

/** The answer that refused a recipient: the last where there are two (LMTP). */
function refusalOf(result: RecipientResult): Refusal | null {
  if (!isRefused(result)) return null;
  const { reply, final } = result;
  if (final !== null) return { reply: final, phase: 'data' };
  return reply === null ? null : { reply, phase: 'rcpt' };
}

/** The reply that decided; null where it was none, or where it says less than the outcome does. */
function judgedReply(error: Outcome): Refusal | null {
  const { reply, phase } = error;
  if (reply === null || error.code === 'protocol-error' || error.code === 'cancelled') return null;
  if (error.code === 'auth-failed') {
    const { reason } = error.params;
    if (reason === 'server-not-authenticated' || reason === 'bad-challenge') return null;
  }
  return { reply, phase };
}

class Found {
  readonly #seen: SessionSeen;
  readonly #transcript: readonly TranscriptLine[];
  readonly #findings = new Map<string, JudgedFinding>();
  /** Replies that stand there again and again (a thousand recipients refused alike) are judged once. */
  readonly #judged = new Map<string, JudgedFinding | null>();
  #lines: Map<string, number[]> | null = null;

  constructor(seen: SessionSeen, transcript: readonly TranscriptLine[]) {
    this.#seen = seen;
    this.#transcript = transcript;
  }

  judge(refusal: Refusal | null): JudgedFinding | null {
    const code = refusal?.reply.code ?? null;
    if (refusal === null || code === null || code < 400) return null;
    const lines = written(refusal.reply);
    const key = `${refusal.phase ?? ''}\n${lines.join('\n')}`;
    const known = this.#judged.get(key);
    if (known !== undefined) return known;
    const { reply, seen, context } = readSessionRefusal(refusal, this.#seen);
    const [answer] = answerTo(reply, seen, context);
    const finding = answer === undefined ? null : { ...answer, evidence: this.#evidence(lines) };
    this.#judged.set(key, finding);
    return finding;
  }

  all(): JudgedFinding[] {
    return [...this.#findings.values()];
  }

  /** The same reason with the same words is one finding, with the lines of all. */
  keep(finding: JudgedFinding): void {
    const key = `${finding.id}\n${finding.cause}`;
    const before = this.#findings.get(key)?.evidence ?? [];
    const evidence = [...new Set([...before, ...finding.evidence])].sort((a, b) => a - b);
    this.#findings.set(key, { ...finding, evidence });
  }

  #evidence(lines: readonly string[]): number[] {
    this.#lines ??= received(this.#transcript);
    return lines.flatMap((line) => this.#lines?.get(line) ?? []);
  }
}

function received(transcript: readonly TranscriptLine[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const { direction, text, seq } of transcript) {
    if (direction !== 'received') continue;
    const before = lines.get(text);
    if (before === undefined) lines.set(text, [seq]);
    else before.push(seq);
  }
  return lines;
}

/** As they stand in the transcript. */
const written = ({ code, lines }: Reply): string[] =>
  lines.map((line, index) => `${code ?? ''}${index < lines.length - 1 ? '-' : ' '}${line}`);
