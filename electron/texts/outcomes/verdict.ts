/** The one line that stands above a report. */
import type { Report } from '../../protocol/values/session/report.ts';
import { distinctRecipients } from '../../protocol/values/session/recipients.ts';
import type { Target } from '../../protocol/values/target.ts';
import { outcomeText } from './outcomes.ts';
import { list, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';

export function targetText(target: Target): string {
  if (target.path !== null) return visible(target.path);
  if (target.host === null) return 'the server';
  const host = visible(target.host);
  return target.port === null ? host : hostPortText(host, target.port);
}

export function verdictText(report: Report): string {
  const where = targetText(report.target);
  if (report.error !== null) return `${outcomeText(report.error, { target: report.target }).title}: ${where}`;
  const grave = report.findings.find((finding) => finding.severity === 'error');
  const good = report.command === 'send' ? sendVerdict(report, where) : checkVerdict(report, where);
  return grave === undefined ? good : `${good}; but: ${lowerFirst(grave.title)}`;
}

/** To go on a sentence; names and abbreviations keep their capitals. */
export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

function checkVerdict(report: Report, where: string): string {
  const over = report.tls === null ? 'without TLS' : `over ${visible(report.tls.version)}`;
  const used = report.auth?.used ?? null;
  const facts = used === null ? [over] : [`The login works (${loginText(report, used)}) ${over}`];
  const recipients = distinctRecipients(report.recipients);
  const refused = recipients.filter((recipient) => !recipient.accepted);
  if (recipients.length > 0) {
    facts.push(
      refused.length === 0
        ? `it would take mail for ${plural(recipients.length, 'recipient')}`
        : `it refuses ${refused.length} of ${plural(recipients.length, 'recipient')}`,
    );
  }
  // Who gave a login asked about the login.
  return used === null ? `${where} answers ${facts.join(', ')}` : `${facts.join(', ')}: ${where}`;
}

/** Each mechanism that was tried, where that were several and more than one mattered. */
function loginText(report: Report, used: string): string {
  const tried = report.auth?.tried ?? [];
  const working = tried.filter(({ ok }) => ok).map(({ mechanism }) => visible(mechanism));
  if (working.length < 2) return visible(used);
  const failing = tried.filter(({ ok }) => !ok).map(({ mechanism }) => visible(mechanism));
  return `${list(working)}${failing.length === 0 ? '' : `; not by ${list(failing)}`}`;
}

function sendVerdict(report: Report, where: string): string {
  const recipients = distinctRecipients(report.recipients);
  const total = recipients.length;
  const [first] = recipients;
  const whom =
    total === 1 && first !== undefined ? `<${shorten(visible(first.address), 80)}>` : plural(total, 'recipient');
  switch (report.delivery) {
    case 'all':
      return `${where} took the message for ${whom}`;
    case 'some': {
      const taken = recipients.filter((recipient) => recipient.delivery === 'yes').length;
      if (taken === total) return `${where} took the message for ${whom}; an address given twice was refused once`;
      return `${where} took the message for ${taken} of ${plural(total, 'recipient')}`;
    }
    case 'unknown':
      return `Whether ${where} took the message is not known`;
    case 'none':
    case null: {
      const refused = recipients.filter((recipient) => !recipient.accepted).length;
      return refused === 0
        ? `${where} would take a message for ${whom}; nothing was sent`
        : `${where} refuses ${refused} of ${plural(total, 'recipient')}; nothing was sent`;
    }
  }
}
