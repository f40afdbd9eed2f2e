/** Diagnoses of the session's form, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const order = rfc(5321, '4.1.4');

export const sessionTexts = {
  'phrase.starttls-first': {
    title: 'TLS wanted first',
    cause: 'The server takes this command only after TLS has begun.',
    remedy: 'The server wants TLS first: choose STARTTLS, or implicit TLS on its own port (usually 465).',
    source: rfc(3207, '4'),
    sign: 'Over TLS the same command is taken.',
  },
  'session.tls-already-active': {
    title: 'TLS is on already',
    cause: 'STARTTLS was sent on a connection that is encrypted already.',
    remedy: 'Send STARTTLS only on a plain connection, once; on port 465 not at all.',
    source: rfc(3207, '4.2'),
  },
  'session.hello-missing': {
    title: 'EHLO missing',
    cause: 'A command came before the client introduced itself (EHLO, HELO, or LHLO over LMTP).',
    remedy: 'Have the client send EHLO first, again after STARTTLS, and wait for its answer.',
    source: order,
  },
  'session.command-order': {
    title: 'Command out of order',
    cause: 'The server understood the command and does not take it at this point of the session.',
    remedy:
      'Look at the commands before it: MAIL once, then RCPT, then DATA; RSET begins anew after a step that failed.',
    source: order,
    sign: 'The same command at its place is taken.',
  },
  'session.no-valid-recipients': {
    title: 'Data without a recipient',
    cause: 'The message came though no recipient had been accepted.',
    remedy: 'Look at the answers to RCPT before it: each was refused, or none was sent.',
    source: rfc(5321, '3.3'),
  },
  'session.command-syntax': {
    title: 'Command not well formed',
    cause: 'The server could not read the command or its arguments.',
    remedy: 'Compare the line as it was sent with the form in the RFC: blanks, angle brackets, line end.',
    source: rfc(5321, '4.1.1'),
    sign: 'The same command, well formed, is taken.',
  },
  'session.parameter-invalid': {
    title: 'Parameter with a bad value',
    cause: 'A parameter of MAIL or RCPT has a value that is wrong, missing or given twice.',
    remedy:
      'Look at the parameters after the address in the command as it was sent, and correct or leave out the one that the reply names.',
    source: rfc(5321, '4.1.2'),
    sign: 'With another value the command is taken.',
  },
  'session.parameter-unsupported': {
    title: 'Parameter not supported',
    cause: 'The server does not know a parameter of MAIL or RCPT, or has it switched off.',
    remedy: 'Leave out what the EHLO answer does not list; send a plain message without options to compare.',
    source: rfc(5321, '4.1.1.11'),
    sign: 'Without the parameter the command is taken.',
  },
  'session.unknown-command': {
    title: 'Command not known here',
    cause: 'The server does not know this command, or has it switched off.',
    remedy:
      'Use only what the EHLO answer lists; a filter in between may hide commands, then compare from beside the server.',
    source: rfc(5321, '4.2.4'),
    sign: 'The EHLO answer does not list it.',
  },
  'session.vrfy-disabled': {
    title: 'VRFY or EXPN not answered',
    cause: 'The server does not tell which addresses exist; that is usual and says nothing about the mailbox.',
    remedy: 'Ask with RCPT instead.',
    source: rfc(5321, '7.3'),
  },
  'session.etrn-refused': {
    title: 'Queue run not possible',
    cause: 'The server does not start the queue for this name, or does so already.',
    remedy: 'Have the name allowed for ETRN on the server, or wait where it runs already.',
    source: rfc(1985, '5.3'),
  },
  'session.idle-timeout': {
    title: 'The server waited too long',
    cause: 'The server waited for the client’s next command or data, and closed the connection.',
    remedy:
      'Find what was slow on this side: a client that waits between commands, a large message on a slow line, or a firewall that drops the data.',
    source: rfc(5321, '4.5.3.2'),
    sign: 'The pause stands before the reply, in the times of the transcript.',
  },
  'session.bare-line-end': {
    title: 'Line ends are not CR LF',
    cause: 'The message has a line feed or carriage return on its own, where SMTP wants both together.',
    remedy:
      'Have the program that makes the message write CR LF at each line’s end; nothing else of the message was judged.',
    source: rfc(5321, '2.3.8'),
  },
  'session.line-too-long': {
    title: 'Line too long',
    cause: ({ longestLine }) =>
      `A line of the command, header or body is longer than the server takes${longestLine === undefined ? '' : `: the longest of the message has ${longestLine} octets`}.`,
    remedy:
      'Fold header lines and encode the body (quoted-printable or base64), so that no line has more than 998 characters.',
    source: rfc(5321, '4.5.3.1.6'),
  },
  'session.pipelining': {
    title: 'Commands sent ahead of the replies',
    cause:
      'The client sent commands without waiting for the replies before them, and the server does not take that here.',
    remedy:
      'Have the client wait for each reply: pipelining only where EHLO offers it, and never past EHLO, STARTTLS or DATA.',
    source: rfc(2920, '3.1'),
  },
  'session.spoke-too-early': {
    title: 'The client spoke too early',
    cause:
      'The client sent something before the server’s greeting or reply was complete; servers take that for a sign of spam programs.',
    remedy: 'Have the client wait for the whole greeting and for each reply before it sends.',
    source: rfc(5321, '3.1'),
  },
  'session.not-smtp': {
    title: 'What came is not SMTP',
    cause: 'The server got something that is no SMTP, such as a web request, and ended the session.',
    remedy:
      'Look at what connects to this port: a proxy, a web client, a health check, or a wrong port in its settings.',
    source: rfc(5321, '2.4'),
  },
  'session.too-many-errors': {
    title: 'Too many errors or commands in one session',
    cause:
      'The server ends the session: too many of its commands were refused or wrong, or there were more of them than the server takes in one session.',
    remedy:
      'Look at the refusals before this one: where there are any, they are the reason. Where there are none, say less in one session.',
    source: rfc(5321, '7.8'),
  },
  'session.proxy-not-trusted': {
    title: 'Proxy line not taken',
    cause:
      'A PROXY header, XCLIENT or another command of trusted front ends is missing, malformed, or from an address not trusted for it.',
    remedy: 'Set the same on both sides: the front end sends the header, and the server lists its address as trusted.',
    source: 'https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt',
    verifiedOn: '2026-11-30',
  },
  'phrase.client-certificate': {
    title: 'Client certificate wanted',
    cause: 'The server speaks of a client certificate: it got none, or none that it trusts.',
    remedy: 'The server wants a client certificate: give one that it trusts, with its key.',
    source: rfc(8446, '4.3.2'),
  },
  'session.client-certificate-refused': {
    title: 'Client certificate not accepted',
    cause: 'The server got a client certificate and does not accept it.',
    remedy: 'Check its validity, its issuer and its name against what the server expects.',
    source: rfc(8446, '4.4.2'),
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
