/**
 * The name under which a server files a message, out of its reply to the message: by the forms that mail servers are known to use, and by nothing
 * else. A server says what it likes, so that only characters that need no quoting in any log or shell are taken for a name.
 */
import type { RecipientResult } from '../../values/session/outcome.ts';

export type QueueServer =
  'postfix' | 'exim' | 'sendmail' | 'opensmtpd' | 'dovecot' | 'haraka' | 'exchange' | 'exchange-online' | 'gmail';

export interface Queued {
  readonly server: QueueServer;
  readonly id: string;
  /** Of Exchange: the host that has it. */
  readonly host: string | null;
  /** As the server repeats it, with its angle brackets; null where it does not. */
  readonly messageId: string | null;
}

type Form = readonly [server: QueueServer, form: RegExp];

/** The name is the first group; the reply's text without its codes. */
const forms: readonly Form[] = [
  // "Ok: queued as 4Zq7Lk2bYz", also after what a content filter says before it.
  ['postfix', /\bqueued as ([0-9A-Za-z]{6,20})$/],
  // "OK id=1xUxIj-0006pf-2l"; since 4.97 with more characters.
  ['exim', /\bid=([0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4})(?:\s|$)/],
  // "063cdef6 Message accepted for delivery"
  ['opensmtpd', /^([0-9a-f]{8}) Message accepted for delivery$/],
  // "4AFG5mQC012345 Message accepted for delivery": the time, then the process
  ['sendmail', /^([0-9A-Za-z]{8}\d{5,8}) Message accepted for delivery$/],
  // "<alice@example.org> cNbFByZTAmu6ZgAAg+zDdQ:R4 Saved", of LMTP: the session; after the colon the recipient in it
  ['dovecot', /^<[^<>]{0,320}> ([0-9A-Za-z+/]{16,40})(?::[A-Z]?\d{1,6})? Saved$/],
  // "Message Queued (BFE5C1C9-…-.1)": the connection and the transaction in it
  ['haraka', /^Message Queued \(([0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}(?:\.\d{1,6}){0,3})\)$/i],
  // "OK  1700000000 d9443c01a7336-1cc5… - gsmtp"
  ['gmail', /^OK\s{1,3}\d{9,11} ([0-9A-Za-z._-]{10,100}) - gsmtp$/],
];

/** "<id@host> [InternalId=123, Hostname=EX01.example.org] 1234 bytes in 0.123, 9.5 KB/sec Queued mail for delivery" */
const exchange =
  /^(?:<([^<>\s"'`$\\]{1,250})> )?\[InternalId=(\d{1,20}), Hostname=([0-9A-Za-z.-]{1,255})\] .{0,200}Queued mail for delivery$/;

/** null where the reply names nothing that is known. `text`: one line, with or without its enhanced code. */
export function queuedIn(line: string): Queued | null {
  const text = line.replace(/^2\.\d{1,3}\.\d{1,3}\s{1,3}/, '').trimEnd();
  const [, messageId, internal, host] = exchange.exec(text) ?? [];
  if (internal !== undefined && host !== undefined) {
    const server = /\.outlook\.com$/i.test(host) ? 'exchange-online' : 'exchange';
    return { server, id: internal, host, messageId: messageId === undefined ? null : `<${messageId}>` };
  }
  for (const [server, form] of forms) {
    const id = form.exec(text)?.[1];
    if (id !== undefined) return { server, id, host: null, messageId: null };
  }
  return null;
}

/** Of a session, each name once, in the order of the recipients: one reply for all with SMTP, one for each with LMTP. */
export function queuedOf(recipients: readonly Pick<RecipientResult, 'final' | 'delivery'>[]): Queued[] {
  const found = new Map<string, Queued>();
  for (const { final, delivery } of recipients) {
    if (final === null || delivery !== 'yes') continue;
    for (const line of final.lines) {
      const queued = queuedIn(line);
      if (queued !== null) found.set(`${queued.server} ${queued.id}`, queued);
    }
  }
  return [...found.values()];
}
