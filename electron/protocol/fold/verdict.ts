/**
 * How a session ended, as one judgement for everybody who says it: window, history, command line, report. Sentences are made from it in
 * texts/verdict.ts.
 */
import { distinctRecipients } from '../values/session/recipients.ts';
import type { Finding, Report } from '../values/session/report.ts';
import type { RecipientResult } from '../values/session/outcome.ts';

/** It was not taken, for this time or for good. One whose RCPT went well and who was asked no more, or whose RCPT had no answer, is none of these. */
export const isRefused = (result: RecipientResult): boolean =>
  result.accepted ? result.final !== null && result.delivery === 'no' : result.reply !== null;

/** Its RCPT was not answered: the session ended before. */
export const isUnanswered = ({ accepted, reply }: RecipientResult): boolean => !accepted && reply === null;

/** Not taken this time; the same may work later. A 4yz reply is "not now", which is no refusal (RFC 5321 section 4.2.1). */
export function isNotNow(result: RecipientResult): boolean {
  const code = (result.final ?? result.reply)?.code ?? 0;
  return isRefused(result) && code >= 400 && code <= 499;
}

/**
 * failed, stopped: the session could not go on. unknown: nobody can know whether the message was taken. answers: a check went well.
 * typed: what
 * somebody typed was answered; whether that was meant so is not ours to judge. taken, taken-in-part, not-taken: a message was sent. would-take: only MAIL and RCPT were asked.
 */
export type VerdictKind =
  | 'failed'
  | 'stopped'
  | 'unknown'
  | 'answers'
  | 'typed'
  | 'taken'
  | 'taken-in-part'
  | 'not-taken'
  | 'would-take'
  | 'would-take-in-part'
  | 'would-not-take';

export interface Verdict {
  readonly kind: VerdictKind;
  readonly tone: 'ok' | 'warn' | 'err' | 'neutral';
  /** Addresses of the envelope, each once. */
  readonly recipients: {
    readonly all: readonly RecipientResult[];
    readonly taken: number;
    readonly refused: number;
    /** Of those refused: not this time. */
    readonly notNow: number;
    /** The session ended before their RCPT had an answer. */
    readonly unanswered: number;
  };
  /** Mechanisms by which the login worked and did not; null where none worked. */
  readonly login: { readonly working: readonly string[]; readonly failing: readonly string[] } | null;
  /** The gravest of what else is wrong. */
  readonly but: Finding | null;
  readonly warnings: number;
}

/** The finding that says of a refusal what the verdict says; it need not be said twice. */
export const isSaid = ({ error }: Report, { id, cause }: Finding): boolean =>
  (error?.diagnosis?.id === id && error.diagnosis.cause === cause) || isVerdictOfCertificate(error, id);

/** A session that ended by its certificate: what the check of the certificate found is that very end. */
function isVerdictOfCertificate(error: Report['error'], id: string): boolean {
  if (error?.code !== 'tls-failed') return false;
  // What stands in the server's place is the verdict; whose certificate it shows is a fact beside it.
  if (error.diagnosis?.id !== 'outcome.tls-failed' && error.diagnosis?.id !== 'tls.certificate-weak') return false;
  if (error.params.check === 'name') return id === 'tls.name-mismatch';
  return error.params.check === 'chain' && id.startsWith('tls.certificate-') && id !== 'tls.certificate-ends-soon';
}

export const unsaidFindings = (report: Report): Finding[] => report.findings.filter((one) => !isSaid(report, one));

/** Findings that are no reason of a refusal: what else is wrong. */
export function otherFindings({ findings, recipients, error }: Report): Finding[] {
  const reasons = new Set(recipients.flatMap(({ finding }) => finding ?? []));
  const own = error?.diagnosis?.id;
  return findings.filter(({ id }) => id !== own && !reasons.has(id));
}

export function verdictOf(report: Report): Verdict {
  const findings = otherFindings(report);
  const all = distinctRecipients(report.recipients);
  const recipients = {
    all,
    taken: all.filter(({ delivery }) => delivery === 'yes').length,
    refused: all.filter(isRefused).length,
    notNow: all.filter(isNotNow).length,
    unanswered: all.filter(isUnanswered).length,
  };
  const kind = kindOf(report, recipients);
  const error = findings.find(({ severity }) => severity === 'error') ?? null;
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  // What could not go on is the headline by itself.
  const but = report.error === null ? (error ?? warnings[0] ?? null) : null;
  return {
    kind,
    tone: toneOf(kind, recipients, but),
    recipients,
    login: loginOf(report),
    but,
    warnings: warnings.length,
  };
}

type Counts = Verdict['recipients'];

function kindOf({ error, delivery, command, recipients }: Report, { all, taken, refused }: Counts): VerdictKind {
  if (delivery === 'unknown') return 'unknown';
  if (error !== null) return error.code === 'cancelled' ? 'stopped' : 'failed';
  if (command === 'check') return 'answers';
  if (command === 'console') return 'typed';
  const sent = delivery !== null && (delivery !== 'none' || recipients.some(({ final }) => final !== null));
  if (sent && taken > 0) return taken === all.length ? 'taken' : 'taken-in-part';
  if (sent) return 'not-taken';
  if (refused === 0) return 'would-take';
  return refused < all.length ? 'would-take-in-part' : 'would-not-take';
}

const tones = {
  failed: 'err',
  stopped: 'neutral',
  unknown: 'warn',
  answers: 'ok',
  typed: 'neutral',
  taken: 'ok',
  'taken-in-part': 'warn',
  'not-taken': 'err',
  'would-take': 'ok',
  'would-take-in-part': 'warn',
  'would-not-take': 'err',
} satisfies Record<VerdictKind, Verdict['tone']>;

function toneOf(kind: VerdictKind, { all, refused }: Counts, but: Finding | null): Verdict['tone'] {
  if (but?.severity === 'error') return 'err';
  const asked = kind === 'answers' && refused > 0 ? (refused < all.length ? 'warn' : 'err') : tones[kind];
  return asked === 'ok' && but !== null ? 'warn' : asked;
}

function loginOf({ auth }: Report): Verdict['login'] {
  const { used = null, tried = [] } = auth ?? {};
  if (used === null) return null;
  const working = tried.filter(({ ok }) => ok).map(({ mechanism }) => mechanism);
  // Which did not work matters where several were to be tried, not where the first was only not taken.
  if (working.length < 2) return { working: [used], failing: [] };
  // With a token that was renewed the same mechanism may have failed before it worked.
  const failing = tried.filter(({ ok, mechanism }) => !ok && !working.includes(mechanism));
  return { working, failing: failing.map(({ mechanism }) => mechanism) };
}
