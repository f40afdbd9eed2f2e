/** What was recorded of smtplib, in the words of ours.ts, so that the two can be compared. */
import { decodeText } from '../../../electron/core/wire/text.ts';
import type { Heard } from '../../harness/peers/rule-server.ts';
import type { Performed, Result } from './ours.ts';
import type { Recorded } from './scenarios.ts';

const classes: Readonly<Record<string, string>> = {
  'smtplib.SMTPException': 'SmtpException',
  'smtplib.SMTPNotSupportedError': 'SmtpNotSupportedError',
  'smtplib.SMTPServerDisconnected': 'SmtpServerDisconnected',
  'smtplib.SMTPResponseException': 'SmtpResponseException',
  'smtplib.SMTPSenderRefused': 'SmtpSenderRefused',
  'smtplib.SMTPRecipientsRefused': 'SmtpRecipientsRefused',
  'smtplib.SMTPDataError': 'SmtpDataError',
  'smtplib.SMTPConnectError': 'SmtpConnectError',
  'smtplib.SMTPHeloError': 'SmtpHeloError',
  'smtplib.SMTPAuthenticationError': 'SmtpAuthenticationError',
  ValueError: 'SmtpValueError',
  UnicodeEncodeError: 'SmtpValueError',
  'ssl.SSLError': 'SmtpTlsError',
  'ssl.SSLCertVerificationError': 'SmtpTlsError',
  'ssl.SSLZeroReturnError': 'SmtpTlsError',
  'ssl.SSLEOFError': 'SmtpTlsError',
  TimeoutError: 'SmtpSocketError',
};

/** `count`: how many calls there were; with several, smtplib's results are a list. */
export function recordedOf(recorded: Recorded, count: number): Performed {
  const state = recorded.state === undefined ? null : stateOf(recorded.state);
  if (recorded.raised !== undefined) {
    // The calls before the one that failed left no trace of their own.
    return { results: [{ raised: raisedOf(recorded.raised) }], state };
  }
  const { returned } = recorded;
  if (count < 2 || !Array.isArray(returned)) return { results: [{ returned: text(returned ?? null) }], state };
  // Three attributes were read in between (H03).
  const all: readonly unknown[] = returned;
  const values = all.length === count + 2 ? [all[0], all.slice(1, 4), ...all.slice(4)] : all;
  return { results: values.map(resultOf), state };
}

/** What test/interop/clients/smtplib_calls.py says, in the same words. */
export function livePerformed(reported: unknown): Performed {
  if (!isObject(reported) || !Array.isArray(reported.results))
    throw new Error(`no answer: ${JSON.stringify(reported)}`);
  return { results: reported.results.map(resultOf), state: isObject(reported.state) ? stateOf(reported.state) : null };
}

function resultOf(value: unknown): Result {
  // The answer to STARTTLS, as the recordings have it.
  if (value === 'tls') return { returned: [220, '2.0.0 go'] };
  if (isObject(value) && 'raised' in value && isObject(value.raised)) return { raised: raisedOf(value.raised) };
  if (isObject(value) && 'returned' in value) return { returned: text(value.returned) };
  return { returned: text(value) };
}

function raisedOf(raised: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const name = String(raised.class);
  return {
    class: classes[name] ?? name,
    ...('smtp_code' in raised ? { code: raised.smtp_code, error: text(raised.smtp_error) } : {}),
    ...('sender' in raised ? { sender: raised.sender } : {}),
    ...('recipients' in raised ? { recipients: text(raised.recipients) } : {}),
  };
}

function stateOf(state: Readonly<Record<string, unknown>>): unknown {
  return {
    open: state.open,
    doesEsmtp: state.does_esmtp,
    features: state.features,
    ehloResp: text(state.ehlo_resp),
    heloResp: text(state.helo_resp),
  };
}

/** Bytes are written {"b": "..."} there, one character each. */
function text(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(text);
  if (!isObject(value)) return value;
  if (typeof value.b === 'string') return decodeText(Buffer.from(value.b, 'latin1')).text;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, text(each)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Verbs and the SIZE parameter in upper case on both sides: they mean the same (RFC 5321 section 2.4), and ours are. */
export function onTheWire(sent: readonly (readonly [string, string])[] | readonly Heard[]): string[] {
  return sent.flatMap(([kind, octets]) => {
    if (kind === 'tls') return ['<TLS>'];
    if (kind === 'data') return [`<DATA>${octets}`];
    if (kind !== 'line') return [];
    const upper = octets.replace(/^(?:ehlo|helo|lhlo|mail|rcpt|data|rset|noop|quit|vrfy|expn|help)\b/i, (verb) =>
      verb.toUpperCase(),
    );
    return [upper.startsWith('MAIL FROM:') ? sortedParameters(upper) : upper];
  });
}

/** The order of MAIL's parameters means nothing (RFC 5321 section 4.1.1.11). */
function sortedParameters(line: string): string {
  const [, path = line, rest = ''] = /^(MAIL FROM:<.*>)((?: \S+)*)\r\n$/.exec(line) ?? [];
  const parameters = rest.split(' ').filter((each) => each !== '');
  return `${[path, ...parameters.map((each) => each.replace(/^size=/, 'SIZE=')).sort()].join(' ')}\r\n`;
}
