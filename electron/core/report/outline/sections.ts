/** The sections of an outline, one function each; null where there is nothing to say. */
import type { TokenFacts } from '../../../protocol/values/session/outcome.ts';
import { tokenProblems, tokenRows } from '../../../texts/session/tokens.ts';
import type { Finding, Report, TranscriptLine } from '../../../protocol/values/session/report.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { Certificate } from '../../../protocol/values/session/tls.ts';
import { phaseStates, type StepState } from '../../../protocol/fold/timeline.ts';
import { isRefused, isUnanswered, unsaidFindings } from '../../../protocol/fold/verdict.ts';
import { actorText } from '../../../texts/actors.ts';
import { anomalyText } from '../../../texts/session/anomalies.ts';
import { outcomeMessage } from '../../../texts/outcomes/outcomes.ts';
import { phaseText } from '../../../texts/session/phases.ts';
import { replyText } from '../../../texts/replies/quoted.ts';
import { systemErrorText } from '../../../texts/outcomes/system-errors.ts';
import { stateText } from '../../../texts/session/timeline.ts';
import { chainErrorText, expiryText } from '../../../texts/session/tls.ts';
import { duration, list } from '../../../texts/units.ts';
import { queuedOf } from '../../../protocol/parse/message/queued.ts';
import { logSearch } from '../../../texts/replies/log-search.ts';
import { visible } from '../../../texts/visible.ts';
import { cell, type Cell, type Row, type Section } from './types.ts';

const table = (title: string, rows: readonly Row[], columns: readonly string[] | null = null): Section | null =>
  rows.length === 0 ? null : { title, kind: 'table', columns, rows };

const stepMarks = {
  done: cell('✔', 'good'),
  secure: cell('✔', 'good'),
  unverified: cell('!', 'warn'),
  'passed-over': cell('–', 'muted'),
  failed: cell('✘', 'bad'),
  stopped: cell('–', 'warn'),
  running: cell('…', 'muted'),
  'not-tried': cell(' ', 'muted'),
} satisfies Record<StepState, Cell>;

export function phaseSection(report: Report): Section | null {
  const { phases, error, tls } = report;
  const whole = Math.max(report.durationMs, ...phases.map((phase) => phase.startMs + phase.durationMs), 0.001);
  const states = phaseStates(
    phases.map(({ name: phase, ok }) => ({ phase, ok })),
    { over: true, error, tls },
  );
  const rows = phases.map(({ name, startMs, durationMs }, index): Row => {
    const state = states[index] ?? 'done';
    const words = stateText(state);
    return {
      cells: [
        stepMarks[state],
        cell(phaseText(name, report.target.protocol).label, state === 'failed' ? 'bad' : 'plain'),
        cell(duration(durationMs), 'muted'),
        ...(words === '' || state === 'secure' ? [] : [cell(words, 'muted')]),
      ],
      bar: { from: startMs / whole, to: (startMs + durationMs) / whole },
    };
  });
  return table('Timeline', rows);
}

export function addressSection(report: Report): Section | null {
  const rows = report.addresses.map((attempt): Row => ({
    cells: [
      attempt.ok ? cell('✔', 'good') : cell('✘', 'bad'),
      cell(visible(attempt.address)),
      attempt.ok ? cell('connected', 'good') : cell(systemErrorText(attempt.error ?? '', 'connecting'), 'bad'),
      cell(duration(attempt.durationMs), 'muted'),
    ],
  }));
  return table('Addresses', rows);
}

/** Of a domain's MX hosts those that were tried, and what each came to. */
export function hostSection({ hosts = [], target }: Report): Section | null {
  const rows = hosts.map(({ host, preference, ok, error }): Row => ({
    cells: [
      ok ? cell('✔', 'good') : cell('✘', 'bad'),
      cell(preference === null ? '' : String(preference), 'muted'),
      cell(visible(host)),
      error === null ? cell('used', 'good') : cell(outcomeMessage(error, { target: { ...target, host } }), 'bad'),
    ],
  }));
  return table('Mail hosts (MX)', rows);
}

const replyLines = (reply: Reply): Row[] =>
  reply.lines.map((line, index) => {
    const separator = index < reply.lines.length - 1 ? '-' : ' ';
    return { cells: [cell(`${reply.code ?? '???'}${separator}${visible(line)}`)] };
  });

export function greetingSection(report: Report): Section | null {
  return report.greeting === null
    ? null
    : { title: 'Greeting', kind: 'lines', columns: null, rows: replyLines(report.greeting) };
}

export function tlsSection(report: Report): Section | null {
  const { tls } = report;
  if (tls === null) return null;
  const session = [tls.version, tls.cipher, tls.keyExchange]
    .filter((part) => part !== null)
    .map(visible)
    .join(', ');
  const name = visible(tls.verifiedName);
  const verdict = (bad: string | null, good: string): Cell[] => {
    if (bad === null) return [cell(good, 'good')];
    return [cell(bad, tls.pinned ? 'warn' : 'bad')];
  };
  const rows: Row[] = [
    { cells: [cell('Session', 'muted'), cell(session)] },
    {
      cells: [
        cell('Trust', 'muted'),
        ...verdict(tls.chainError === null ? null : chainErrorText(tls.chainError), 'leads to a trusted root'),
      ],
    },
    {
      cells: [
        cell('Name', 'muted'),
        ...verdict(tls.nameError === null ? null : visible(tls.nameError), `is for ${name}`),
      ],
    },
    ...(tls.pinned
      ? [{ cells: [cell('Accepted', 'muted'), cell('by its fingerprint, whatever the checks say')] }]
      : []),
    ...(tls.chain.length > 1
      ? [{ cells: [cell('Chain', 'muted'), cell("as it was built here, the server's own first", 'muted')] }]
      : []),
    ...tls.chain.flatMap((certificate, index) => certificateRows(certificate, tls.chain[index - 1], report.startedAt)),
  ];
  return { title: 'TLS', kind: 'table', columns: null, rows };
}

/** Time to renew a certificate. */
const SOON_MS = 14 * 86_400_000;

function validUntil(validTo: string | null, now: string): Cell {
  if (validTo === null) return cell('until when it is valid is not readable', 'bad');
  const left = Date.parse(validTo) - Date.parse(now);
  const tone = left < 0 ? 'bad' : left < SOON_MS ? 'warn' : 'muted';
  return cell(`until ${validTo.slice(0, 10)} (${expiryText({ validTo }, Date.parse(now))})`, tone);
}

/** `before`: the one that this should have signed; undefined for the server's own. */
function certificateRows(certificate: Certificate, before: Certificate | undefined, now: string): Row[] {
  const role = before === undefined ? 'Certificate' : before.issuer === certificate.subject ? 'Issuer' : 'Besides';
  const rows: Row[] = [
    {
      cells: [cell(role, 'muted'), cell(visible(certificate.subject) || '(no subject)')],
    },
    { cells: [cell(''), validUntil(certificate.validTo, now)] },
  ];
  if (before !== undefined) return rows;
  return [
    ...rows,
    ...(certificate.altNames.length === 0
      ? []
      : [{ cells: [cell(''), cell(certificate.altNames.map(visible).join(', '), 'muted')] }]),
    { cells: [cell(''), cell(`SHA-256 ${certificate.fingerprint256}`, 'muted')] },
    { cells: [cell(''), cell(`issued by ${visible(certificate.issuer)}`, 'muted')] },
  ];
}

export function authSection(report: Report): Section | null {
  const { auth } = report;
  if (auth === null) return null;
  const rows: Row[] = [
    {
      cells: [
        cell(''),
        cell('Offered', 'muted'),
        cell(auth.offered.length === 0 ? 'nothing' : list(auth.offered.map(visible))),
      ],
    },
    ...auth.tried.map((tried) => ({
      cells: [
        tried.ok ? cell('✔', 'good') : cell('✘', 'bad'),
        cell(visible(tried.mechanism)),
        cell(tried.reply === null ? 'no answer' : replyText(tried.reply), tried.ok ? 'plain' : 'bad'),
      ],
    })),
  ];
  if (auth.token !== undefined) rows.push(...tokenLines(auth.token));
  return { title: 'Login', kind: 'table', columns: null, rows };
}

/** What the token says of itself, then what is wrong with it. */
function tokenLines(token: TokenFacts): Row[] {
  const said = tokenRows(token).map(([name, value], nth) => ({
    cells: [cell(''), cell(nth === 0 ? 'Token' : '', 'muted'), cell(`${name}: ${value}`, 'muted')],
  }));
  const wrong = tokenProblems(token).map((sentence) => ({ cells: [cell('✘', 'bad'), cell('Token'), cell(sentence)] }));
  return [...said, ...wrong];
}

export function recipientSection(report: Report): Section | null {
  const rows: Row[] = [];
  if (report.sender !== null) {
    const taken = report.sender.code === 250;
    rows.push({
      cells: [taken ? cell('✔', 'good') : cell('✘', 'bad'), cell('sender'), cell(replyText(report.sender))],
    });
  }
  for (const recipient of report.recipients) {
    const failed = isRefused(recipient);
    const unknown = recipient.accepted && recipient.delivery === 'unknown' && report.delivery === 'unknown';
    const answers = [recipient.reply, recipient.final].filter((reply) => reply !== null).map(replyText);
    rows.push({
      cells: [
        failed
          ? cell('✘', 'bad')
          : isUnanswered(recipient)
            ? cell('–', 'muted')
            : unknown
              ? cell('?', 'warn')
              : cell('✔', 'good'),
        cell(`<${visible(recipient.address)}>`),
        cell(answers.length === 0 ? 'not answered' : answers.join(', then '), failed ? 'bad' : 'plain'),
        ...(recipient.asked === undefined ? [] : [cell(visible(recipient.asked), 'muted')]),
        ...(recipient.sameAs === undefined
          ? []
          : [cell(`(same address as recipient ${recipient.sameAs + 1})`, 'muted')]),
      ],
    });
  }
  return table('Envelope', rows);
}

/** Names of the message at the server, with the command that finds it in the log there. */
export function queueSection(report: Report): Section | null {
  const rows = queuedOf(report.recipients)
    .slice(0, 5)
    .map((queued): Row => {
      const { name, command, note } = logSearch(queued);
      const found = command === null ? [] : [cell(command)];
      return { cells: [cell('i', 'muted'), cell(`${name} filed it as ${queued.id}`), ...found, cell(note, 'muted')] };
    });
  return rows.length === 0 ? null : { title: 'Where did it go?', kind: 'items', columns: null, rows };
}

export function answerSection(report: Report): Section | null {
  const rows = (report.answers ?? []).map(({ command, reply }): Row => {
    const taken = reply.code !== null && reply.code < 400;
    return { cells: [taken ? cell('✔', 'good') : cell('✘', 'warn'), cell(visible(command)), cell(replyText(reply))] };
  });
  return table('Asked besides', rows);
}

const marks = {
  error: { text: '✘', tone: 'bad' },
  warning: { text: '!', tone: 'warn' },
  info: { text: 'i', tone: 'muted' },
  ok: { text: '✔', tone: 'good' },
} as const;

export function findingSection(report: Report): Section | null {
  // What the verdict says stands above.
  const rows = unsaidFindings(report).map(findingRow);
  return rows.length === 0 ? null : { title: 'Findings', kind: 'items', columns: null, rows };
}

/** Mark, title, cause, and who can act how. */
export function findingRow({ id, severity, title, cause, actor, remedy }: Finding): Row {
  return {
    cells: [
      marks[severity],
      cell(title, 'strong'),
      cell(cause),
      cell(`Who can act: ${actorText(actor, id)}. ${remedy}`, 'muted'),
    ],
  };
}

const arrows = { sent: '>', received: '<', note: '*' } as const;

/** One line as a transcript shows it: time, direction, a mark for TLS, text, and what was odd about it. */
export function transcriptRow(line: TranscriptLine): Row {
  const odd = line.anomalies.map((anomaly) => anomalyText(anomaly).title).join(', ');
  return {
    cells: [
      cell(line.tMs.toFixed(1).padStart(9), 'muted'),
      cell(line.encrypted ? '≡' : ' ', 'good'),
      cell(arrows[line.direction], line.direction === 'sent' ? 'strong' : 'muted'),
      cell(visible(line.text), line.direction === 'note' ? 'muted' : 'plain'),
      ...(odd === '' ? [] : [cell(`[${odd}]`, 'warn')]),
    ],
  };
}

export function transcriptSection(report: Report): Section | null {
  const { transcript } = report;
  if (transcript === undefined || transcript.length === 0) return null;
  return { title: 'Transcript (ms, ≡ over TLS)', kind: 'lines', columns: null, rows: transcript.map(transcriptRow) };
}
