/**
 * Folds the events of one client session into its report. The report holds nothing that was not in an event; findings are
 * drawn from it by core/checks and from nowhere else.
 */
import type {
  AddressAttempt,
  Delivery,
  MailHost,
  MailRoute,
  Outcome,
  RecipientResult,
  TriedMechanism,
} from '../../protocol/values/session/outcome.ts';
import type { EventOf, SessionEvent } from '../../protocol/values/session/event.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Report, ReportCommand, ReportPhase } from '../../protocol/values/session/report.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { Target } from '../../protocol/values/target.ts';
import type { TlsInfo } from '../../protocol/values/session/tls.ts';
import { repeatedAddresses } from '../../protocol/values/session/recipients.ts';
import { outcomeText } from '../../texts/outcomes/outcomes.ts';
import { providerOfHost } from '../../protocol/providers/find.ts';
import { runChecks } from '../checks/run.ts';
import { TranscriptFold } from './transcript.ts';

export interface ReportOptions {
  /** The whole transcript; without it only the lines that findings name as evidence. */
  readonly transcript: boolean;
  /** What to call the target of a session that never began, because an argument was refused before. */
  readonly target?: Target;
  /** When such a session was asked for; ISO 8601. */
  readonly startedAt?: string;
  /** How such a session ended, which then no event tells. */
  readonly error?: Outcome | null;
  readonly delivery?: Delivery | null;
}

const nowhere: Target = { host: null, port: null, path: null, protocol: 'smtp', security: 'none' };
/** Asked for its own sake; XCLIENT belongs to the phase too. */
const question = /^(?:VRFY|EXPN|ETRN|HELP)\b/;
const never = '1970-01-01T00:00:00.000Z';

interface OpenPhase {
  readonly row: number;
  readonly startMs: number;
}

export class ReportFold {
  readonly #command: ReportCommand;
  readonly #transcript = new TranscriptFold();
  readonly #phases: ReportPhase[] = [];
  readonly #open = new Map<Phase, OpenPhase>();
  readonly #addresses: AddressAttempt[] = [];
  readonly #tried: TriedMechanism[] = [];
  readonly #recipients = new Map<number, RecipientResult>();
  readonly #ehlo: Report['ehlo'] = { plain: null, tls: null, auth: null };
  #begin: EventOf<'session-begin'> | null = null;
  #end: EventOf<'session-end'> | null = null;
  #greeting: Reply | null = null;
  #tls: TlsInfo | null = null;
  #offered: readonly string[] | null = null;
  #used: string | null = null;
  #furtherLogins = false;
  #sender: Reply | null = null;
  #route: MailRoute | null = null;
  readonly #hosts = new Map<string, MailHost>();
  #implicitTls: EventOf<'note'> | null = null;
  /** By address, as DNS gave them. */
  readonly #names = new Map<string, string>();
  #longLines: EventOf<'note'> | null = null;
  #eightBit: EventOf<'note'> | null = null;
  #proxyHeader: EventOf<'note'> | null = null;
  readonly #answers: NonNullable<Report['answers']> = [];
  #lastMs = 0;

  constructor(command: ReportCommand) {
    this.#command = command;
  }

  push(event: SessionEvent): void {
    this.#lastMs = event.tMs;
    this.#transcript.push(event);
    switch (event.type) {
      case 'session-begin':
        this.#begin = event;
        break;
      case 'phase-begin':
        this.#open.set(event.phase, { row: this.#phases.length, startMs: event.tMs });
        this.#phases.push({ name: event.phase, startMs: event.tMs, durationMs: 0, ok: false });
        break;
      case 'phase-end':
        this.#closePhase(event.phase, event.tMs, event.ok);
        break;
      case 'address':
        this.#addresses.push(event.attempt);
        break;
      case 'resolved':
        for (const address of event.addresses) this.#names.set(address, event.name);
        break;
      case 'reply':
        if (event.phase === 'greeting') this.#greeting = event.reply;
        if (event.phase === 'command' && event.command !== null && question.test(event.command))
          this.#answers.push({ command: event.command, reply: event.reply });
        break;
      case 'capabilities':
        this.#ehlo[event.stage] = event.ehlo;
        break;
      case 'tls':
        this.#tls = event.info;
        break;
      case 'auth':
        this.#tried.push(event.tried);
        if (event.tried.ok && !this.#furtherLogins) this.#used = event.tried.mechanism;
        this.#offered = event.offered;
        break;
      case 'sender':
        this.#sender = event.reply;
        break;
      case 'recipient':
        this.#recipients.set(event.result.index, event.result);
        break;
      case 'session-end':
        this.#end = event;
        break;
      case 'mail-route':
        this.#route = event.route;
        break;
      case 'mail-host':
        // Of several addresses the last counts; the host keeps its place.
        this.#hosts.set(event.result.host, event.result);
        break;
      case 'note':
        // What is tried over further connections is not what the session went on with.
        if (event.note === 'login-again' && this.#used !== null) this.#furtherLogins = true;
        if (event.note === 'long-body-lines') this.#longLines = event;
        if (event.note === 'eight-bit-body') this.#eightBit = event;
        if (event.note === 'implicit-tls') this.#implicitTls = event;
        if (event.note === 'proxy-header-sent') this.#proxyHeader = event;
        break;
      case 'line':
      case 'anomaly':
      case 'body-progress':
      case 'body-end':
      case 'message':
      case 'rejected':
        break;
    }
  }

  /** The report of what was seen so far; while the session runs, it is not `ok` and lasts until the last event. */
  report(options: ReportOptions = { transcript: true }): Report {
    const error = this.#end === null ? (options.error ?? null) : this.#end.error;
    const asked = this.#begin?.target ?? options.target ?? nowhere;
    const target: Target = this.#implicitTls === null ? asked : { ...asked, security: 'tls' };
    const facts = {
      schema: 1 as const,
      command: this.#command,
      target,
      startedAt: this.#begin?.startedAt ?? options.startedAt ?? never,
      durationMs: this.#end?.durationMs ?? this.#lastMs,
      error: error === null ? null : this.#inWords(error, target),
      delivery: this.#end === null ? (options.delivery ?? null) : this.#end.delivery,
      provider: providerCode(target),
      phases: this.#phasesSoFar(error),
      addresses: [...this.#addresses],
      ...(this.#route === null ? {} : { mx: this.#route }),
      ...(this.#hosts.size === 0 ? {} : { hosts: [...this.#hosts.values()] }),
      greeting: this.#greeting,
      ehlo: { ...this.#ehlo },
      tls: this.#tls,
      auth: this.#auth(error),
      sender: this.#sender,
      recipients: this.#recipientsMarked(),
      ...(this.#answers.length === 0 ? {} : { answers: [...this.#answers] }),
    };
    const lines = this.#transcript.lines();
    const [longLines, eightBit, proxyHeader] = [this.#longLines, this.#eightBit, this.#proxyHeader];
    const seen = { transcript: lines, longLines, eightBit, proxyHeader, implicitTls: this.#implicitTls };
    const findings = runChecks({ ...facts, ...seen });
    // After a dry run nothing was delivered and nothing is wrong: only an answer to the data counts as a refusal there.
    const refused = facts.recipients.some((to) => !to.accepted || (to.final !== null && to.delivery === 'no'));
    const { schema, command, ...rest } = facts;
    const report: Report = {
      schema,
      command,
      ok: this.#end !== null && error === null && !refused && !findings.some((finding) => finding.severity === 'error'),
      ...rest,
      findings,
    };
    if (options.transcript) return { ...report, transcript: lines };
    const evidence = new Set(findings.flatMap((finding) => finding.evidence));
    return evidence.size === 0 ? report : { ...report, transcript: lines.filter((line) => evidence.has(line.seq)) };
  }

  #inWords(error: Outcome, target: Target): Report['error'] {
    const { message, actor, remedy } = outcomeText(error, { target: this.#spokenTo(target) });
    return { ...error, message, actor, remedy };
  }

  /** Of a domain's MX hosts the one that was connected to: what it answered is not to be said of the domain. */
  #spokenTo(target: Target): Target {
    if (this.#route === null) return target;
    const host = [...this.#hosts.values()].find(({ ok }) => ok)?.host;
    if (host !== undefined) return { ...target, host };
    // None took us in: what is told is what the first said that was connected to.
    const reached = this.#addresses.find(({ ok }) => ok)?.address;
    if (reached === undefined) return target;
    return { ...target, host: this.#names.get(reached) ?? reached };
  }

  #recipientsMarked(): RecipientResult[] {
    const results = [...this.#recipients.values()].sort((a, b) => a.index - b.index);
    const repeated = repeatedAddresses(results);
    if (repeated.size === 0) return results;
    return results.map((result) => {
      const sameAs = repeated.get(result.index);
      return sameAs === undefined ? result : { ...result, sameAs };
    });
  }

  #closePhase(phase: Phase, tMs: number, ok: boolean): void {
    const open = this.#open.get(phase);
    if (open === undefined) return;
    this.#open.delete(phase);
    this.#phases[open.row] = { name: phase, startMs: open.startMs, durationMs: tMs - open.startMs, ok };
  }

  /** A phase still open when the session ended lasted until then. */
  #phasesSoFar(error: Outcome | null): ReportPhase[] {
    const rows = [...this.#phases];
    const until = this.#end?.tMs ?? this.#lastMs;
    for (const [phase, { row, startMs }] of this.#open) {
      rows[row] = {
        name: phase,
        startMs,
        durationMs: Math.max(0, until - startMs),
        ok: this.#end !== null && error === null,
      };
    }
    return rows;
  }

  #auth(error: Outcome | null): Report['auth'] {
    const offered = this.#offered ?? (error?.code === 'auth-unavailable' ? error.params.offered : null);
    if (offered === null && this.#tried.length === 0) return null;
    return {
      offered: [...(offered ?? [])],
      tried: [...this.#tried],
      used: this.#used,
    };
  }
}

/** By the host that was asked for: what a server says of itself proves nothing. */
function providerCode({ host }: Target): string | null {
  const provider = host === null ? null : providerOfHost(host);
  return provider === null ? null : (provider.reportAs ?? provider.id);
}

/** The report of a whole recorded session. */
export function foldReport(
  command: ReportCommand,
  events: Iterable<SessionEvent>,
  options: ReportOptions = { transcript: true },
): Report {
  const fold = new ReportFold(command);
  for (const event of events) fold.push(event);
  return fold.report(options);
}
