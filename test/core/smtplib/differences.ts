/**
 * Where our library differs from smtplib on purpose: the scenario, why, and what ours does instead. What is not named here is the
 * same; what is named and the same after all fails the test.
 */
import type { Result } from './ours.ts';

export interface Difference {
  readonly why: string;
  /** Of every call, where smtplib returned; of the last one, where it raised. */
  readonly results?: readonly Result[];
  /** What is other than smtplib left it. */
  readonly state?: Readonly<Record<string, unknown>>;
  readonly sent?: readonly string[];
}

const hello = 'EHLO client.test\r\n';
const mail = 'MAIL FROM:<a@x.test> SIZE=21\r\n';
const rcpt = (name: string) => `RCPT TO:<${name}@y.test>\r\n`;
const data = 'DATA\r\n';
const rset = 'RSET\r\n';
const message = '<DATA>Subject: t\r\n\r\nhello\r\n.\r\n';
const sending = (size: number, octets: string) => [
  hello,
  `MAIL FROM:<a@x.test> SIZE=${size}\r\n`,
  rcpt('b'),
  data,
  `<DATA>${octets}.\r\n`,
];
const raised = (name: string, more: Readonly<Record<string, unknown>> = {}): readonly Result[] => [
  { raised: { class: name, ...more } },
];
const closed = { open: false };

const unreadable =
  'A code is three ASCII digits from 200 to 559 (RFC 5321 section 4.2). After a reply without one the connection is dead: whose ' +
  'answer the next would be cannot be known. The whole line is kept as the error.';

export const differences: Readonly<Record<string, Difference>> = {
  // greeting cut in the middle of a line ("220 he")
  A07: {
    why: 'A line that never ended is no greeting: what was missing may have changed its meaning.',
    results: raised('SmtpServerDisconnected'),
  },
  // greeting not numeric
  A09: {
    why: 'The whole line is kept as the error; smtplib drops its first four octets.',
    results: raised('SmtpConnectError', { code: -1, error: 'HELLO there' }),
  },
  // odd code: " 22 hi" / int() is lax
  A17: {
    why: unreadable,
    results: raised('SmtpConnectError', { code: -1, error: '22 hi' }),
  },
  // odd code "2_2 hi"
  A18: {
    why: unreadable,
    results: raised('SmtpConnectError', { code: -1, error: '2_2 hi' }),
  },
  // greeting and a second reply pipelined (220 + 250)
  A20: {
    why: 'A reply that nobody waited for is noted and left out; smtplib takes it for the answer to EHLO, and all that follow for those of the command before.',
    results: [{ returned: [250, 'scripted.test\nSIZE 10240000\n8BITMIME'] }],
    state: { features: { size: '10240000', '8bitmime': '' }, ehloResp: 'scripted.test\nSIZE 10240000\n8BITMIME' },
  },
  // EHLO answered 421 (connection stays)
  B03: {
    why: '421 is goodbye (RFC 5321 section 3.8): nothing more is said.',
    results: raised('SmtpHeloError', { code: 421, error: '4.3.2 bye' }),
    state: { open: false, heloResp: null },
    sent: [hello],
  },
  // EHLO answered 421 and closed
  B04: {
    why: 'The reply is the reason, and it was heard; smtplib forgets it when it fails to say HELO.',
    results: raised('SmtpHeloError', { code: 421, error: '4.3.2 bye' }),
  },
  // non-numeric line inside a multi-line reply
  B09: {
    why: unreadable,
    results: raised('SmtpHeloError', { code: -1, error: 'scripted.test\nSIZE 5' }),
    state: { open: false, ehloResp: null, heloResp: null },
    sent: [hello],
  },
  // keyword with chars the grammar forbids
  B14: {
    why: 'A keyword is taken whole; smtplib reads the letters up to the first forbidden one.',
    state: { features: { x_foo: '1', '*bad': '', size: '7' } },
  },
  // MAIL answered with a non-numeric line
  C04: {
    why: unreadable,
    results: raised('SmtpSenderRefused', { code: -1, error: 'ok whatever', sender: 'a@x.test' }),
    state: closed,
    sent: [hello, mail],
  },
  // MAIL answered 251 (2xx, not 250)
  C05: {
    why: 'The first digit decides (RFC 5321 section 4.2.1): 251 is success.',
    results: [{ returned: {} }],
    sent: [hello, mail, rcpt('b'), data, message],
  },
  // RCPT answered 252
  C16: {
    why: 'The first digit decides: 252 takes the recipient.',
    results: [{ returned: {} }],
    sent: [hello, mail, rcpt('b'), data, message],
  },
  // same recipient twice, both refused
  C18: {
    why: 'Every recipient was refused, so that DATA would be an error; smtplib counts addresses, not answers.',
    results: raised('SmtpRecipientsRefused', { recipients: { 'b@y.test': [550, 'no'] } }),
    sent: [hello, mail, rcpt('b'), rcpt('b'), rset],
  },
  // DATA answered 421
  'C20-421': {
    why: '421 ends the connection wherever it comes.',
    state: closed,
  },
  // DATA answered 451
  'C20-451': {
    why: 'RSET after a refused DATA as well: the server still has the envelope.',
    sent: [hello, mail, rcpt('b'), data, rset],
  },
  // DATA answered 554
  'C20-554': {
    why: 'RSET after a refused DATA as well.',
    sent: [hello, mail, rcpt('b'), data, rset],
  },
  // DATA answered 250
  'C20-250': {
    why: 'RSET after a refused DATA as well.',
    sent: [hello, mail, rcpt('b'), data, rset],
  },
  // DATA answered with a non-numeric line
  C21: {
    why: unreadable,
    results: raised('SmtpDataError', { code: -1, error: 'go' }),
    state: closed,
  },
  // end of data answered 251
  'C30-251': {
    why: 'The first digit decides: the message was taken, and sending it again would make two of it.',
    results: [{ returned: {} }],
    sent: [hello, mail, rcpt('b'), data, message],
  },
  // end of data: reply line without CRLF, then close
  C33: {
    why: 'A line that never ended is no answer: the delivery is unknown, and said to be.',
    results: raised('SmtpServerDisconnected'),
    state: closed,
  },
  // server says 552 early while data flows, then closes
  C37: {
    why: 'The refusal is heard, and is the reason; smtplib notices only that it cannot write any more.',
    results: raised('SmtpDataError', { code: 552, error: 'too big' }),
  },
  // two replies to MAIL (desync)
  C38: {
    why: 'In a transaction a reply that nobody waited for might be booked to a recipient: the connection is ended.',
    results: raised('SmtpResponseException', { code: 550, error: 'surprise' }),
    state: closed,
    sent: [hello, mail],
  },
  // empty line as reply to MAIL
  C40: {
    why: unreadable,
    state: closed,
    sent: [hello, mail],
  },
  // 2-digit and 4-digit codes: "25 ok" / "2500 ok"
  C41: {
    why: unreadable,
    results: raised('SmtpSenderRefused', { code: -1, error: '25 ok', sender: 'a@x.test' }),
    state: closed,
    sent: [hello, mail],
  },
  // 4-digit code "2500 ok"
  C42: {
    why: unreadable,
    results: raised('SmtpSenderRefused', { code: -1, error: '2500 ok', sender: 'a@x.test' }),
    state: closed,
    sent: [hello, mail],
  },
  // bytes, bare LF
  D02: {
    why: 'Bare LF becomes CRLF: alone it must not be sent (RFC 5321 section 2.3.8; SMTP smuggling).',
    sent: sending(13, 'a\r\n..b\r\n..\r\nc\r\n'),
  },
  // bytes, bare CR
  D03: {
    why: 'Bare CR becomes CRLF: alone it must not be sent (RFC 5321 section 2.3.8).',
    sent: sending(13, 'a\r\n..b\r\n..\r\nc\r\n'),
  },
  // bytes, LF.CRLF (smuggling shape)
  D04: {
    why: 'Bare LF becomes CRLF, so that no server can take it for an end of data.',
    sent: sending(23, 'a\r\n..\r\nMAIL FROM:<x@x>\r\n'),
  },
  // bytes, no final CRLF
  D05: {
    why: 'SIZE counts the line end that is added (RFC 1870 section 5).',
    sent: sending(5, 'abc\r\n'),
  },
  // bytes, empty
  D06: {
    why: 'No octets are no line: only the end of data is sent.',
    sent: sending(0, ''),
  },
  // bytes, ends with CR
  D07: {
    why: 'Bare CR becomes CRLF and is the last line end.',
    sent: sending(5, 'abc\r\n'),
  },
  // bytes, ends with LF
  D08: {
    why: 'Bare LF becomes CRLF and is the last line end.',
    sent: sending(5, 'abc\r\n'),
  },
  // bytes, 8-bit and NUL
  D09: {
    why: '8-bit octets are announced where 8BITMIME is offered (RFC 6152).',
    sent: [hello, 'MAIL FROM:<a@x.test> BODY=8BITMIME SIZE=7\r\n', rcpt('b'), data, '<DATA>café\u0000\r\n.\r\n'],
  },
  // str, mixed EOLs
  D11: {
    why: 'SIZE counts the line end that is added (RFC 1870 section 5).',
    sent: sending(13, 'a\r\n..b\r\nc\r\nd\r\n'),
  },
  // str, empty
  D13: {
    why: 'No octets are no line: only the end of data is sent.',
    sent: sending(0, ''),
  },
  // string with a comma list
  E05: {
    why: 'Two addresses are not one: refused before MAIL. mail() and rcpt() send anything.',
    results: raised('SmtpValueError'),
    sent: [hello],
  },
  // no @
  E06: {
    why: 'A sender needs a domain (RFC 5321 section 4.1.2). mail() and rcpt() send anything.',
    results: raised('SmtpValueError'),
    sent: [hello],
  },
  // space in the address
  E08: {
    why: 'Not an address: refused before MAIL. mail() and rcpt() send anything.',
    results: raised('SmtpValueError'),
    sent: [hello],
  },
  // non-ASCII address, no SMTPUTF8
  E10: {
    why: 'What is missing is the extension, and that is what is said.',
    results: raised('SmtpNotSupportedError'),
  },
  // empty recipient list
  E11: {
    why: 'The same exception, before MAIL is said in vain.',
    sent: [hello],
  },
  // empty recipient
  E12: {
    why: 'Not an address: refused before MAIL. rcpt() sends anything.',
    results: raised('SmtpValueError'),
    sent: [hello],
  },
  // source route
  E13: {
    why: 'Source routes must not be generated (RFC 5321 appendix C). mail() sends anything.',
    results: raised('SmtpValueError'),
    sent: [hello],
  },
  // CRLF in a recipient option
  E14: {
    why: 'Refused before MAIL is said.',
    sent: [hello],
  },
  // mail & rcpt options
  E15: {
    why: 'Parameters whose extension is not offered are left out (RFC 5321 section 4.1.1.11), and an event says so; forceExtensions sends them.',
    sent: [hello, 'MAIL FROM:<a@x.test> BODY=8BITMIME SIZE=21\r\n', rcpt('b'), data, message],
  },
  // address longer than 1000 bytes
  E16: {
    why: 'Longer than any mailbox may be (RFC 5321 section 4.5.3.1): refused before MAIL. mail() sends anything.',
    results: raised('SmtpValueError'),
    sent: [hello],
  },
  // SIZE offered and message larger than the limit
  F02: {
    why: 'Larger than the server takes: refused before MAIL (RFC 1870 section 6.1).',
    results: raised('SmtpException'),
    sent: [hello],
  },
  // SIZE: bytes with dots and no final CRLF (value before stuffing)
  F03: {
    why: 'SIZE counts the line end that is added (RFC 1870 section 5).',
    sent: sending(8, '..a\r\n..b\r\n'),
  },
  // size refused at MAIL (552)
  F05: {
    why: 'Larger than the server takes: refused before MAIL (RFC 1870 section 6.1).',
    results: raised('SmtpException'),
    sent: [hello],
  },
  // SMTPUTF8 offered, sendmail without the option
  F09: {
    why: 'SMTPUTF8 is used where an address needs it and the server offers it.',
    results: [{ returned: {} }],
    sent: [hello, 'MAIL FROM:<Ã¼@x.test> SMTPUTF8\r\n', rcpt('b'), data, message],
  },
  // LOGIN: server ignores the initial response and asks user again
  G07: {
    why: 'LOGIN answers what it is asked; smtplib counts, and sends the password where the name is asked for.',
    sent: [hello, 'AUTH LOGIN dXNlcg==\r\n', 'dXNlcg==\r\n', 'cGFzcw==\r\n'],
  },
  // endless 334
  G13: {
    why: 'A challenge where the mechanism has none ends the exchange with "*" (RFC 4954 section 4).',
    results: raised('SmtpAuthenticationError', { code: 334, error: '' }),
    sent: [hello, 'AUTH PLAIN AHVzZXIAcGFzcw==\r\n', '*\r\n'],
  },
  // 334 with bad base64 (CRAM-MD5)
  G14: {
    why: 'A challenge that is no base64 ends the exchange with "*" (RFC 4954 section 4), as a failed AUTH.',
    results: raised('SmtpAuthenticationError', { code: 334, error: '!!!notbase64' }),
    sent: [hello, 'AUTH CRAM-MD5\r\n', '*\r\n'],
  },
  // server closes in AUTH exchange
  G15: {
    why: 'LOGIN answers what it is asked: the name.',
    sent: [hello, 'AUTH LOGIN dXNlcg==\r\n', 'dXNlcg==\r\n'],
  },
  // non-ASCII password, PLAIN
  G16: {
    why: 'Passwords are UTF-8 (RFC 4616 section 2).',
    results: [{ returned: [235, '2.7.0 ok'] }],
    sent: [hello, 'AUTH PLAIN AHVzZXIAcMOkc3M=\r\n'],
  },
  // non-ASCII password, CRAM-MD5
  G17: {
    why: 'Passwords are UTF-8.',
    results: raised('SmtpAuthenticationError', { code: 500, error: '5.5.2 what?' }),
    sent: [hello, 'AUTH CRAM-MD5\r\n', 'dXNlciA3ZGViMWI5NThiYWFhNzIzOTMxYjZmNzJkZjEyMDVhOA==\r\n'],
  },
  // mechanism in lower case
  G18: {
    why: 'Names of mechanisms may be in any case.',
    results: raised('SmtpAuthenticationError', { code: 500, error: '5.5.2 what?' }),
    sent: [hello, 'AUTH PLAIN AHVzZXIAcGFzcw==\r\n', 'AUTH LOGIN dXNlcg==\r\n'],
  },
  // PLAIN with 1 kB password: one line?
  G20: {
    why: 'An initial response that makes the line longer than 512 octets goes on a line of its own (RFC 4954 section 4); 235 without one is no log-in.',
    results: raised('SmtpAuthenticationError', { code: 235, error: '2.7.0 ok' }),
    sent: [hello, 'AUTH PLAIN\r\n'],
  },
  // certificate not trusted, default context
  H05: {
    why: 'The certificate is judged after the handshake, so that all of it can be shown; then the connection is ended.',
    state: { open: false, doesEsmtp: false, features: {}, ehloResp: null },
    sent: [hello, 'STARTTLS\r\n', '<TLS>'],
  },
  // 220, then rubbish instead of TLS
  H07: {
    why: 'After a failed handshake nothing can be said any more: the connection is closed.',
    state: closed,
  },
  // 220, then close
  H08: {
    why: 'After a failed handshake nothing can be said any more: the connection is closed.',
    state: closed,
  },
  // 220 plus injected plain-text reply in the same segment
  H09: {
    why: 'Octets after the 220 were injected by somebody: the connection is ended (CVE-2011-0411 and its kin).',
    results: [
      { raised: { class: 'SmtpTlsError' } },
      { raised: { class: 'SmtpServerDisconnected' } },
      { raised: { class: 'SmtpServerDisconnected' } },
    ],
    state: closed,
    sent: [hello, 'STARTTLS\r\n'],
  },
  // STARTTLS still offered inside TLS: second starttls()
  H10: {
    why: 'Inside TLS there is no STARTTLS (RFC 3207 section 4.2).',
    results: [{ returned: [220, '2.0.0 go'] }, { raised: { class: 'SmtpNotSupportedError' } }],
    state: { doesEsmtp: true, features: { starttls: '', size: '99' }, ehloResp: 'scripted.test\nSTARTTLS\nSIZE 99' },
    sent: [hello, 'STARTTLS\r\n', '<TLS>', hello],
  },
  // 220, then silence (time-out in the handshake)
  H11: {
    why: 'After a failed handshake nothing can be said any more: the connection is closed.',
    state: closed,
  },
  // three recipients, three 250 after data; then noop()
  J02: {
    why: 'LMTP has one answer for each recipient taken (RFC 2033 section 4.2), and each is read.',
    results: [{ returned: {} }, { returned: [250, '2.0.0 noop'] }],
  },
  // three recipients: 250, 552, 451 after data
  J03: {
    why: 'Whoever was refused after the message is told as well.',
    results: [{ returned: { 'c@y.test': [552, '5.2.2 <c> full'], 'd@y.test': [451, '4.3.0 <d> later'] } }],
  },
  // three recipients: 552 first, then 250, 250
  J04: {
    why: 'One recipient refused, two served: that is success, with the refusal told.',
    results: [{ returned: { 'b@y.test': [552, '5.2.2 <b> full'] } }],
    sent: ['LHLO client.test\r\n', mail, rcpt('b'), rcpt('c'), rcpt('d'), data, message],
  },
  // three 250, then a second message on the connection
  J06: {
    why: 'Each answer is read, so that the next command gets its own.',
    results: [{ returned: {} }, { returned: {} }],
    sent: [
      'LHLO client.test\r\n',
      mail,
      rcpt('b'),
      rcpt('c'),
      rcpt('d'),
      data,
      message,
      mail,
      rcpt('b'),
      rcpt('c'),
      rcpt('d'),
      data,
      message,
    ],
  },
  // LHLO refused 500
  J08: {
    why: 'LHLO has nothing to fall back on (RFC 2033 section 4.1).',
    results: raised('SmtpHeloError', { code: 500, error: 'no lhlo' }),
    state: { heloResp: null },
    sent: ['LHLO client.test\r\n'],
  },
  // closes between the 1st and 2nd per-recipient reply
  J09: {
    why: 'Two answers are missing: for these recipients the delivery is unknown.',
    results: raised('SmtpServerDisconnected'),
    state: closed,
  },
};
