/**
 * Writes a report: what a session's facts, its lines and the judge's answers come to. It holds nothing that was not in an event; findings
 * are drawn from it by core/checks and by the judge, and from nowhere else.
 */
import type { Delivery, Outcome, RecipientResult } from '../../protocol/values/session/outcome.ts';
import type {
  Finding,
  Report,
  ReportCommand,
  ReportPhase,
  TranscriptLine,
} from '../../protocol/values/session/report.ts';
import type { Target } from '../../protocol/values/target.ts';
import { repeatedAddresses } from '../../protocol/values/session/recipients.ts';
import type { SessionFacts } from '../../protocol/fold/facts.ts';
import { isRefused } from '../../protocol/fold/verdict.ts';
import { outcomeText } from '../../texts/outcomes/outcomes.ts';
import type { DiagnosisValue } from '../../protocol/values/session/diagnosis.ts';
import type { AskedFor } from '../diagnosis/anew/command.ts';
import { steppingBack } from '../diagnosis/between/stepping-back.ts';
import type { SessionDiagnoses } from '../diagnosis/session.ts';
import { providerOfHost } from '../../protocol/providers/find.ts';
import { runChecks } from '../checks/run.ts';

export interface ReportOptions {
  /** The whole transcript; without it only the lines that findings name as evidence. */
  readonly transcript: boolean;
  /** What to call the target of a session that never began, because an argument was refused before. */
  readonly target?: Target;
  /** When such a session was asked for; ISO 8601. */
  readonly startedAt?: string;
  /** How such a session ended, which then stands in no event. */
  readonly error?: Outcome | null;
  readonly delivery?: Delivery | null;
  /** With what the run was made: the commands of experiments carry it on. */
  readonly asked?: AskedFor;
}

const nowhere: Target = { host: null, port: null, path: null, protocol: 'smtp', security: 'none' };
const never = '1970-01-01T00:00:00.000Z';

/** What is known of a session, for its judge and for its report. */
export interface Known {
  readonly facts: SessionFacts;
  readonly error: Outcome | null;
  /** As it was asked for. */
  readonly asked: Target;
  /** What was spoken to: of a domain's MX hosts the one that was connected to. */
  readonly target: Target;
  readonly lines: TranscriptLine[];
}

export function knownOf(facts: SessionFacts, lines: TranscriptLine[], options: ReportOptions): Known {
  const error = facts.end === null ? (options.error ?? null) : facts.end.error;
  const asked = facts.target ?? options.target ?? nowhere;
  return { facts, error, asked, target: spokenTo(asked, facts), lines };
}

export function writeReport(
  command: ReportCommand,
  { facts: seen, error, asked: target, target: spoken, lines }: Known,
  diagnoses: SessionDiagnoses,
  options: ReportOptions,
): Report {
  const { end, route, hosts, answers, remarks } = seen;
  const facts = {
    schema: 1 as const,
    command,
    target,
    startedAt: seen.startedAt ?? options.startedAt ?? never,
    durationMs: end?.durationMs ?? seen.lastMs,
    error: error === null ? null : inWords(error, spoken, diagnoses.error),
    delivery: end === null ? (options.delivery ?? null) : end.delivery,
    provider: providerCode(target),
    phases: phasesSoFar(seen, error),
    addresses: seen.addresses.map(({ attempt }) => attempt),
    ...(route === null ? {} : { mx: route }),
    ...(hosts.length === 0 ? {} : { hosts: [...hosts] }),
    greeting: seen.greeting,
    ehlo: { ...seen.capabilities },
    tls: seen.tls,
    auth: loginOf(seen, error),
    sender: seen.sender?.reply ?? null,
    recipients: recipientsMarked(seen, diagnoses),
    ...(answers.length === 0 ? {} : { answers: answers.map((each) => ({ ...each })) }),
  };
  const findings = withJudged(
    diagnoses,
    runChecks({
      ...facts,
      transcript: lines,
      longLines: remarks['long-body-lines'] ?? null,
      eightBit: remarks['eight-bit-body'] ?? null,
      proxyHeader: remarks['proxy-header-sent'] ?? null,
      implicitTls: remarks['implicit-tls'] ?? null,
    }),
  );
  // After a dry run nothing was delivered and nothing is wrong: only an answer to the data counts as a refusal there.
  const refused = facts.recipients.some(isRefused);
  const { schema, command: _, ...rest } = facts;
  const report: Report = {
    schema,
    command,
    ok: end !== null && error === null && !refused && !findings.some((finding) => finding.severity === 'error'),
    ...rest,
    findings,
  };
  if (options.transcript) return { ...report, transcript: lines };
  const evidence = new Set(findings.flatMap((finding) => finding.evidence));
  return evidence.size === 0 ? report : { ...report, transcript: lines.filter((line) => evidence.has(line.seq)) };
}

/** Who can act and what to do are the diagnosis's: there is one answer, wherever it is shown. */
function inWords(error: Outcome, target: Target, diagnosis: DiagnosisValue | null): Report['error'] {
  const { message, actor, remedy } = outcomeText(error, { target });
  if (diagnosis === null) return { ...error, message, actor, remedy };
  return {
    ...error,
    message,
    actor: diagnosis.actor,
    remedy: diagnosis.remedy === '' ? null : diagnosis.remedy,
    diagnosis,
  };
}

const order: readonly Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

function withJudged({ error, findings }: SessionDiagnoses, checked: readonly Finding[]): Finding[] {
  const left = steppingBack(checked, error === null ? findings : [error, ...findings]);
  return [...findings, ...left].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Of a domain's MX hosts the one that was connected to: what it answered is not to be said of the domain. */
function spokenTo(target: Target, { route, hosts, addresses, lookups }: SessionFacts): Target {
  if (route === null) return target;
  const host = hosts.find(({ ok }) => ok)?.host;
  if (host !== undefined) return { ...target, host };
  // None accepted us: what is reported is what the first said that was connected to.
  const reached = addresses.find(({ attempt }) => attempt.ok)?.attempt.address;
  if (reached === undefined) return target;
  return { ...target, host: lookups.findLast((each) => each.addresses.includes(reached))?.name ?? reached };
}

function recipientsMarked({ recipients }: SessionFacts, { recipients: why }: SessionDiagnoses): RecipientResult[] {
  const results = recipients.filter((each) => each !== null);
  const repeated = repeatedAddresses(results);
  if (repeated.size === 0 && why.size === 0) return results;
  return results.map((result) => {
    const sameAs = repeated.get(result.index);
    const finding = why.get(result.index);
    return {
      ...result,
      ...(sameAs === undefined ? {} : { sameAs }),
      ...(finding === undefined ? {} : { finding }),
    };
  });
}

/** A phase still open when the session ended lasted until then. */
function phasesSoFar({ phases, end, lastMs }: SessionFacts, error: Outcome | null): ReportPhase[] {
  const until = end?.atMs ?? lastMs;
  return phases.map(({ phase: name, startMs, endMs, ok }) => ({
    name,
    startMs,
    durationMs: endMs === null ? Math.max(0, until - startMs) : endMs - startMs,
    ok: ok ?? (end !== null && error === null),
  }));
}

function loginOf({ auth, used }: SessionFacts, error: Outcome | null): Report['auth'] {
  const offered = auth.at(-1)?.offered ?? (error?.code === 'auth-unavailable' ? error.params.offered : null);
  if (offered === null && auth.length === 0) return null;
  const token = auth.findLast((one) => one.token !== undefined)?.token;
  return {
    ...{ offered: [...(offered ?? [])], tried: auth.map(({ tried }) => tried), used },
    ...(token === undefined ? {} : { token }),
  };
}

/** By the host that was asked for: what a server says of itself proves nothing. */
function providerCode({ host }: Target): string | null {
  const provider = host === null ? null : providerOfHost(host);
  return provider === null ? null : (provider.reportAs ?? provider.id);
}
