/**
 * The one sentence first: how a session stands or ended, who must act, what to do. Words for outcomes are electron/texts'; those
 * for what went well are here, because only the window says them.
 */
import { actorText } from '../../../electron/texts/actors.ts';
import { problemOf } from '../../app/problem.ts';
import { deliveryText } from '../../../electron/texts/outcomes/delivery.ts';
import { list, plural } from '../../../electron/texts/units.ts';
import { outcomeText } from '../../../electron/texts/outcomes/outcomes.ts';
import { phaseText } from '../../../electron/texts/session/phases.ts';
import { recipientAdvice, refusedRecipients } from '../../../electron/texts/outcomes/recipients.ts';
import { lowerFirst } from '../../../electron/texts/outcomes/verdict.ts';
import { visible } from '../../../electron/texts/visible.ts';
import { distinctRecipients } from '../../../electron/protocol/values/session/recipients.ts';
import type { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { Tone } from '../../ui/tone.ts';
import type { SessionFacts } from '../facts.ts';
import { isNotNow, isRefused } from '../recipients/recipient-words.ts';
import { certificateVerdict, tlsVersion } from '../tls/tls-words.ts';
import { hostPortText } from '../../../electron/protocol/parse/host-port.ts';

export interface Verdict {
  readonly tone: Tone;
  readonly badge: string;
  readonly title: string;
  readonly sentence: string;
  /** null where nobody has to act. */
  readonly actor: string | null;
  readonly remedy: string | null;
}

/** Only what is needed of a run, so that it can be judged without one. */
export interface RunView {
  readonly command: 'check' | 'send';
  readonly status: 'starting' | 'running' | 'stopping' | 'done' | 'lost';
  readonly targetText: string;
  readonly error: AppError | null;
  readonly report: Report | null;
  readonly log: { readonly facts: SessionFacts };
}

export function verdictOf(run: RunView): Verdict {
  const { facts } = run.log;
  const peer = peerText(facts.target, run.targetText);
  if (run.error !== null) {
    const text = problemOf(run.error);
    return {
      tone: 'err',
      badge: facts.startedAt === null ? 'Not run' : 'Lost',
      title: text.title,
      sentence: text.message,
      actor: null,
      remedy: null,
    };
  }
  const { report } = run;
  if (report === null) return running(run, peer);
  if (report.error !== null) {
    const text = outcomeText(report.error, { target: report.target });
    const stopped = report.error.code === 'cancelled';
    const unknown = report.delivery === 'unknown';
    return {
      tone: unknown ? 'warn' : stopped ? 'neutral' : 'err',
      badge: unknown ? 'Unknown' : stopped ? 'Stopped' : 'Failed',
      title: unknown ? `${text.title}: delivery unknown` : text.title,
      sentence: `${text.message} ${deliveryText(report)}`.trimEnd(),
      actor: stopped ? null : actorText(text.actor),
      remedy: text.remedy,
    };
  }
  const error = report.findings.find((finding) => finding.severity === 'error');
  if (report.command === 'send') return withFinding(sent(report, peer), report);
  if (error !== undefined) {
    if (loginTitle(report) !== null) return withFinding(checked({ ...report, findings: [] }, facts, peer), report);
    return {
      tone: 'err',
      badge: 'Problem',
      title: error.title,
      sentence: error.cause,
      actor: actorText(error.actor),
      remedy: error.remedy,
    };
  }
  return checked(report, facts, peer);
}

/** The dot beside a target: how its last run went. */
export function runTone(run: RunView): Tone {
  return run.report === null && run.error === null ? 'info' : verdictOf(run).tone;
}

function running(run: RunView, peer: string): Verdict {
  const open = run.log.facts.phases.findLast((phase) => phase.endMs === null);
  const doing = open === undefined ? 'starting' : phaseText(open.phase).doing;
  return {
    tone: 'info',
    badge: run.status === 'stopping' ? 'Stopping' : 'Running',
    title: run.command === 'check' ? `Inspecting ${peer}` : `Sending through ${peer}`,
    sentence: `${doing.charAt(0).toUpperCase()}${doing.slice(1)}…`,
    actor: null,
    remedy: null,
  };
}

/** Who gave a login asked about the login: "The login works: SCRAM-SHA-256 over TLS 1.3". Null where none was given, or it failed. */
function loginTitle({ auth, tls }: Report): string | null {
  const working = (auth?.tried ?? []).filter(({ ok }) => ok).map(({ mechanism }) => visible(mechanism));
  if (working.length === 0) return null;
  return `The login works: ${list(working)} ${tls === null ? 'without TLS' : `over ${tlsVersion(tls.version)}`}`;
}

function checked(report: Report, facts: SessionFacts, peer: string): Verdict {
  const warnings = report.findings.filter((finding) => finding.severity === 'warning');
  const [first] = warnings;
  const parts = [
    report.tls === null
      ? 'The connection is not encrypted'
      : `${tlsVersion(report.tls.version)}, ${certificateVerdict(report.tls)}`,
  ];
  const login = facts.auth.findLast((each) => each.tried.ok);
  if (login !== undefined) parts.push(`${peer} took the login of ${visible(login.user ?? '') || 'this client'}`);
  if (report.recipients.length > 0)
    parts.push(
      `${plural(distinctRecipients(report.recipients).filter((each) => each.accepted).length, 'recipient')} accepted`,
    );
  return {
    tone: warnings.length > 0 ? 'warn' : 'ok',
    badge: warnings.length > 0 ? plural(warnings.length, 'warning') : 'OK',
    title: loginTitle(report) ?? `${peer} answers${report.tls === null ? ', without TLS' : ' over TLS'}`,
    sentence: first === undefined ? `${list(parts)}.` : `${list(parts)}. ${first.title}: ${first.cause}`,
    actor: first === undefined ? null : actorText(first.actor),
    remedy: first === undefined ? null : first.remedy,
  };
}

/** What became of the message stays the headline; what else is wrong is never hidden under an "accepted". */
function withFinding(verdict: Verdict, report: Report): Verdict {
  const error = report.findings.find((finding) => finding.severity === 'error');
  const first = error ?? report.findings.find((finding) => finding.severity === 'warning');
  if (first === undefined) return verdict;
  const wasFine = verdict.tone === 'ok';
  return {
    ...verdict,
    tone: error !== undefined ? 'err' : wasFine ? 'warn' : verdict.tone,
    badge: wasFine ? `${verdict.badge}, but` : verdict.badge,
    title: `${verdict.title}; but: ${lowerFirst(first.title)}`,
    sentence: `${verdict.sentence} ${first.cause}`,
    actor: verdict.actor ?? actorText(first.actor),
    remedy: verdict.remedy ?? first.remedy,
  };
}

function sent(report: Report, peer: string): Verdict {
  const recipients = distinctRecipients(report.recipients);
  const total = recipients.length;
  const yes = recipients.filter((each) => each.delivery === 'yes').length;
  const base = whoActs(report);
  if (report.delivery === null) return asked(report, peer);
  if (report.delivery === 'unknown') {
    return {
      ...base,
      tone: 'warn',
      badge: 'Unknown',
      title: 'Delivery unknown',
      sentence: `The message went out, but ${peer} never said whether it took it.`,
    };
  }
  if (yes === total && total > 0) {
    return {
      ...base,
      tone: 'ok',
      // More than that nobody can know: what becomes of it behind the server is not ours to claim.
      badge: 'Accepted',
      title: `${peer} took the message`,
      sentence: `It took responsibility for ${total === 1 ? `<${visible(recipients[0]?.address ?? '')}>` : `all ${total} recipients`}.${report.delivery === 'some' ? ' An address given twice was refused once.' : ''}`,
    };
  }
  if (yes > 0) {
    return {
      ...base,
      tone: 'warn',
      badge: 'In part',
      title: `${peer} took the message for ${yes} of ${total} recipients`,
      sentence: `${refusals(report)}; the replies are below.`,
    };
  }
  return {
    ...base,
    tone: 'err',
    badge: 'Not taken',
    title: 'The message was not taken',
    sentence: `${peer} accepted none of ${plural(total, 'recipient')}.`,
  };
}

/** Only MAIL and RCPT were asked: what the server would do. */
function asked(report: Report, peer: string): Verdict {
  const recipients = distinctRecipients(report.recipients);
  const total = recipients.length;
  const refused = recipients.filter((each) => !each.accepted).length;
  const base = whoActs(report);
  if (refused === 0)
    return {
      ...base,
      tone: 'ok',
      badge: 'Would take it',
      title: `${peer} would take a message for ${total === 1 ? 'this recipient' : `all ${total} recipients`}`,
      sentence: 'Only asked, with MAIL and RCPT: nothing was sent.',
    };
  return {
    ...base,
    tone: refused < total ? 'warn' : 'err',
    badge: refused < total ? 'In part' : 'Refused',
    title: `${peer} would take a message for ${refused < total ? `${total - refused} of ${total} recipients` : 'none of them'}`,
    sentence: `${refusals(report)}. Only asked, with MAIL and RCPT: nothing was sent.`,
  };
}

/** About those that were refused; null where none was. */
function whoActs({ recipients, auth }: Report): Pick<Verdict, 'actor' | 'remedy'> {
  const who = recipientAdvice(refusedRecipients(recipients), auth !== null && auth.used !== null);
  return who === null ? { actor: null, remedy: null } : { actor: actorText(who.actor), remedy: who.remedy };
}

/** "2 recipients refused, 1 not now (the server asks to try again later)" */
function refusals(report: Report): string {
  const not = distinctRecipients(report.recipients).filter(isRefused);
  const later = not.filter(isNotNow).length;
  const parts = [
    not.length > later ? `${plural(not.length - later, 'recipient')} refused` : '',
    later > 0
      ? `${not.length > later ? later : plural(later, 'recipient')} not now (the server asks to try again later)`
      : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** "mx.example.org:25", or what was typed while nothing better is known. */
export function peerText(target: Target | null, typed: string): string {
  if (target === null) return visible(typed);
  if (target.path !== null) return visible(target.path);
  const host = visible(target.host ?? typed);
  return target.port === null ? host : hostPortText(host, target.port);
}
