/** What was odd in what a peer sent: a short title and a sentence that says what it means. */
import type { Anomaly } from '../../protocol/values/session/reply.ts';

export interface AnomalyText {
  readonly title: string;
  readonly meaning: string;
}

const anomalies = {
  'bare-lf': {
    title: 'line ended by LF alone',
    meaning: 'A line ended in LF without CR; SMTP lines end in CR LF (RFC 5321 section 2.3.8).',
  },
  'bare-cr': {
    title: 'CR without LF',
    meaning: 'A CR stands alone; RFC 5321 section 2.3.8 allows CR and LF only together, as a line end.',
  },
  nul: {
    title: 'NUL octet',
    meaning: 'The text contains an octet of value zero, which SMTP does not allow in replies.',
  },
  control: {
    title: 'control character',
    meaning: 'The text contains control characters; they are shown as escapes and were not acted on.',
  },
  '8bit': {
    title: '8-bit text that is not UTF-8',
    meaning: 'The text contains octets above 127 that are not valid UTF-8; it is shown as if it were Latin-1.',
  },
  utf8: {
    title: 'UTF-8 without SMTPUTF8',
    meaning: 'The text contains UTF-8 although SMTPUTF8 was not in use; most programs cope, RFC 5321 asks for ASCII.',
  },
  'long-line': {
    title: 'overlong line',
    meaning: 'A line is longer than the 512 octets that RFC 5321 section 4.5.3.1.5 provides for.',
  },
  'code-mismatch': {
    title: 'different codes in one reply',
    meaning:
      'The lines of one reply carry different codes (RFC 5321 section 4.2.1 forbids it); the last one was taken as the answer.',
  },
  'missing-separator': {
    title: 'no separator after the code',
    meaning: 'Neither a space nor a hyphen follows the three digits of a reply code.',
  },
  'malformed-code': {
    title: 'no reply code',
    meaning: 'A line does not begin with a reply code of three digits, so it is no SMTP reply.',
  },
  'empty-line': {
    title: 'empty line',
    meaning:
      'The server sent an empty line, which is no reply and no part of one (RFC 5321 section 4.2); it was passed over. Programs that take it for a reply give up there, such as Python’s smtplib and Go’s net/smtp.',
  },
  'enhanced-mismatch': {
    title: 'enhanced code contradicts the code',
    meaning: 'The enhanced status code belongs to another class than the reply code, as in "250 5.1.1".',
  },
  truncated: {
    title: 'reply cut short',
    meaning: 'The connection ended in the middle of a reply; what came before is kept.',
  },
  unsolicited: {
    title: 'reply to nothing',
    meaning: 'A reply came although no command was waiting for one.',
  },
  'after-starttls': {
    title: 'octets after the STARTTLS answer',
    meaning:
      'Octets followed the 220 of STARTTLS before TLS began. Someone between could have put them there, so the session was ended.',
  },
  'early-reply': {
    title: 'reply before the message was finished',
    meaning: 'A reply came while the message was still being sent.',
  },
  'malformed-capability': {
    title: 'not a keyword',
    meaning: 'A line of the EHLO answer is empty or does not begin with a keyword.',
  },
  'duplicate-capability': {
    title: 'keyword given twice',
    meaning: 'The same keyword stands more than once in one EHLO answer.',
  },
  'legacy-auth': {
    title: 'old AUTH= form',
    meaning: 'AUTH is announced in the form "AUTH=MECHANISM", from before RFC 2554; some old clients need it.',
  },
  'bad-parameter': {
    title: 'odd parameter',
    meaning: 'A parameter of a keyword is not what its grammar allows.',
  },
  'early-talker': {
    title: 'spoke before the greeting',
    meaning:
      'The client sent something before it was greeted (RFC 5321 section 4.3.1 tells it to wait); spam programs often do.',
  },
  'unoffered-pipelining': {
    title: 'pipelined without an offer',
    meaning: 'The client sent several commands at once although PIPELINING had not been offered to it.',
  },
  'plaintext-after-starttls': {
    title: 'commands after STARTTLS',
    meaning:
      'Octets came between STARTTLS and the handshake; they were thrown away, because they could come from someone between (CVE-2011-0411).',
  },
  'smuggling-attempt': {
    title: 'look-alike of the end of data',
    meaning:
      'The message contains something like CRLF.CRLF but not quite, such as LF.LF. Servers that take it for the end of data can be made to accept a second, forged message.',
  },
  'http-request': { title: 'HTTP', meaning: 'The peer speaks HTTP, not SMTP.' },
  'trailing-blank': {
    title: 'white space at the end of a command',
    meaning:
      'The client ends a command in white space. Servers should put up with it (RFC 5321 section 4.1.1), but some refuse it, above all after DATA.',
  },
  'extra-blank': {
    title: 'tab or several blanks in a command',
    meaning:
      'The client puts a tab, or several blanks, where the grammar of RFC 5321 section 4.1.1 has exactly one blank. Stricter servers refuse that.',
  },
  'blank-before-path': {
    title: 'blank after FROM: or TO:',
    meaning:
      'The client puts a blank between the colon of MAIL FROM: or RCPT TO: and the address, which RFC 5321 section 3.3 does not permit. Stricter servers refuse it with 501.',
  },
  'source-route': {
    title: 'source route in an address',
    meaning:
      'The client gives a route of hosts before the address, as in <@a.example:b@c.example>. Clients should not (RFC 5321 appendix C); servers ignore the route, or refuse it.',
  },
  'sender-without-domain': {
    title: 'sender without a domain',
    meaning:
      'The client gives MAIL FROM a name without a domain. Only a recipient may be "postmaster" alone (RFC 5321 sections 4.1.1.3 and 4.1.2); most servers refuse such a sender.',
  },
  'bad-helo-name': {
    title: 'no valid name in EHLO',
    meaning:
      'The client calls itself something that is neither a host name in ASCII nor an address literal such as [192.0.2.1] (RFC 5321 sections 4.1.1.1 and 4.1.3). Many servers on port 25 refuse that.',
  },
  'long-command': {
    title: 'overlong command',
    meaning:
      'A command is longer than the 512 octets that RFC 5321 section 4.5.3.1.4 provides for, and no extension allows more.',
  },
  'extension-without-ehlo': {
    title: 'extension used without EHLO',
    meaning:
      'The client uses a command of an extension without having said EHLO, by which extensions are asked for (RFC 5321 section 3.2). Stricter servers refuse it with 503.',
  },
  'early-data': {
    title: 'message sent before 354',
    meaning:
      'The client sent on after DATA without waiting for the answer 354 (RFC 5321 section 4.1.1.4; DATA ends a pipelined group, RFC 2920 section 3.1). A server that refuses DATA takes the message for commands.',
  },
  'long-body-line': {
    title: 'overlong line in the message',
    meaning:
      'A line of the message is longer than 998 octets (RFC 5322 section 2.1.1); some servers refuse or break such lines.',
  },
} satisfies Record<Anomaly, AnomalyText>;

export function anomalyText(anomaly: Anomaly): AnomalyText {
  return anomalies[anomaly];
}
