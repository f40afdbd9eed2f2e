/**
 * Every reply the server gives of its own accord, with its enhanced status code (RFC 3463, RFC 2034, RFC 5248), and how a
 * reply becomes octets. Greeting, EHLO reply and 3yz replies have no enhanced code (RFC 2034 section 4).
 */
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { HandlerReply } from '../handlers/types.ts';

/** One of ours, which keeps its octets. A WeakMap would do the same and cost every collection. */
class OwnReply implements HandlerReply {
  readonly code: number;
  readonly enhancedCode: string | null;
  readonly lines: readonly string[];
  #encoded: EncodedReply | null = null;

  constructor(code: number, enhancedCode: string | null, lines: readonly string[]) {
    this.code = code;
    this.enhancedCode = enhancedCode;
    this.lines = lines;
  }

  get encoded(): EncodedReply {
    this.#encoded ??= encode(this);
    return this.#encoded;
  }
}

function reply(code: number, enhancedCode: string | null, ...lines: string[]): HandlerReply {
  return new OwnReply(code, enhancedCode, lines);
}

export const replies = {
  heloArgument: reply(501, '5.5.4', 'A name is needed: EHLO client.example'),
  senderOk: reply(250, '2.1.0', 'Sender ok'),
  recipientOk: reply(250, '2.1.5', 'Recipient ok'),
  startData: reply(354, null, 'Send the message, end with a line that holds a dot alone'),
  ok: reply(250, '2.0.0', 'Ok'),
  flushed: reply(250, '2.0.0', 'Transaction is reset'),
  bye: reply(221, '2.0.0', 'Bye'),
  readyForTls: reply(220, '2.0.0', 'Ready to start TLS'),
  cannotVerify: reply(252, '2.5.2', 'Cannot verify, but will take a message'),
  help: reply(
    214,
    '2.0.0',
    'Commands:',
    'EHLO HELO LHLO STARTTLS AUTH MAIL RCPT DATA BDAT',
    'RSET NOOP VRFY ETRN HELP QUIT',
    'End of help',
  ),
  noHelp: reply(504, '5.5.4', 'There is no help on that'),
  chunkOk: reply(250, '2.0.0', 'Chunk accepted'),
  nothingQueued: reply(251, '2.0.0', 'No messages wait for that node'),
  authOk: reply(235, '2.7.0', 'Authentication succeeded'),

  unknownCommand: reply(500, '5.5.1', 'Command not recognised'),
  notImplemented: reply(502, '5.5.1', 'Command not implemented'),
  lineTooLong: reply(500, '5.5.2', 'Line too long'),
  strayLineEnd: reply(500, '5.5.2', 'CR or LF alone inside a command; lines end in CRLF'),
  controlCharacter: reply(500, '5.5.2', 'Control character in a command'),
  notUtf8: reply(500, '5.5.2', 'Octets above 127 that are not UTF-8'),
  noArgument: reply(501, '5.5.4', 'This command takes no argument'),
  argumentNeeded: reply(501, '5.5.4', 'An argument is needed'),
  mailSyntax: reply(501, '5.5.4', 'Syntax: MAIL FROM:<address>'),
  rcptSyntax: reply(501, '5.5.4', 'Syntax: RCPT TO:<address>'),
  badSender: reply(553, '5.1.7', 'Not a valid reverse-path'),
  badRecipient: reply(553, '5.1.3', 'Not a valid forward-path'),
  needsSmtputf8: reply(553, '5.6.7', 'This address needs SMTPUTF8'),
  unknownParameter: reply(555, '5.5.4', 'Parameter not recognised'),
  badParameter: reply(501, '5.5.4', 'Bad value of a parameter'),
  repeatedParameter: reply(501, '5.5.4', 'A parameter is given twice'),
  heloFirst: reply(503, '5.5.1', 'Say EHLO first'),
  lhloFirst: reply(503, '5.5.1', 'Say LHLO first'),
  lmtpHelo: reply(500, '5.5.1', 'This is LMTP: say LHLO'),
  smtpLhlo: reply(500, '5.5.1', 'This is SMTP: say EHLO'),
  mailFirst: reply(503, '5.5.1', 'Say MAIL first'),
  nestedMail: reply(503, '5.5.1', 'A transaction is open already'),
  recipientFirst: reply(503, '5.5.1', 'Say RCPT first'),
  noValidRecipients: reply(554, '5.5.1', 'No valid recipients'),
  chunkSyntax: reply(501, '5.5.4', 'Syntax: BDAT octets [LAST]'),
  binaryNeedsChunks: reply(503, '5.5.1', 'BODY=BINARYMIME goes with BDAT, not with DATA'),
  mixedData: reply(503, '5.5.1', 'DATA and BDAT do not go together in one transaction'),
  xclientSyntax: reply(501, '5.5.4', 'Bad attribute of XCLIENT'),
  inTransaction: reply(503, '5.5.1', 'Not inside a transaction'),
  tooManyRecipients: reply(452, '4.5.3', 'Too many recipients'),
  tooLarge: reply(552, '5.3.4', 'Message exceeds the size limit'),
  bareLineEnds: reply(550, '5.6.0', 'CR or LF alone in the message; lines end in CRLF'),
  storage: reply(452, '4.3.1', 'The message could not be written'),

  startTlsFirst: reply(530, '5.7.0', 'Say STARTTLS first'),
  tlsActive: reply(503, '5.5.1', 'TLS is active already'),
  tlsUnavailable: reply(454, '4.7.0', 'TLS is not available for now'),
  authFirst: reply(530, '5.7.0', 'Authentication required'),
  authDone: reply(503, '5.5.1', 'Authenticated already'),
  authNotOffered: reply(503, '5.5.1', 'AUTH is not offered'),
  authNeedsTls: reply(538, '5.7.11', 'This mechanism needs encryption: say STARTTLS first'),
  authMechanism: reply(504, '5.5.4', 'Mechanism not recognised'),
  authSyntax: reply(501, '5.5.4', 'Syntax: AUTH mechanism [initial-response]'),
  authBase64: reply(501, '5.5.2', 'The response is not base64'),
  authResponse: reply(501, '5.5.2', 'The response is not what the mechanism asks for'),
  authLineTooLong: reply(500, '5.5.6', 'Authentication exchange line is too long'),
  authCancelled: reply(501, '5.7.0', 'Authentication cancelled'),
  authFailed: reply(535, '5.7.8', 'Credentials refused'),
  authTemporary: reply(454, '4.7.0', 'Authentication is not possible for now'),

  http: reply(554, '5.7.0', 'This is a mail server; it does not speak HTTP'),
  tooManyErrors: reply(421, '4.7.0', 'Too many errors'),
  tooManyCommands: reply(421, '4.7.0', 'Too many commands without a message'),
  tooManyMessages: reply(421, '4.7.0', 'Too many messages in this session, connect anew'),
  tooManyConnections: reply(421, '4.7.0', 'Too many connections, try again later'),
  tooManyFromSource: reply(421, '4.7.0', 'Too many connections from this address, try again later'),
  placeNeeded: reply(421, '4.7.0', 'The connection is needed for another address, try again later'),
  memoryNeeded: reply(421, '4.3.1', 'Too much from this address waits in memory, try again later'),
  idle: reply(421, '4.4.2', 'Idle for too long'),
  sessionTooLong: reply(421, '4.4.2', 'The session has lasted too long'),
  sessionOver: reply(421, '4.4.2', 'The session is over'),
  failed: reply(421, '4.3.0', 'The session cannot go on'),
  shuttingDown: reply(421, '4.3.2', 'The server is shutting down'),
} as const satisfies Record<string, HandlerReply>;

/** A reply as it goes out and as events carry it. */
export interface EncodedReply {
  readonly reply: Reply;
  /** Its lines as sent, without line ends. */
  readonly texts: readonly string[];
  readonly ascii: boolean;
  /** Where a script has changed it. */
  readonly lineEnd?: string;
}

/** Octets of a reply, made once for each of ours: the standing ones cost nothing after their first use. */
export function encodeReply(reply: HandlerReply): EncodedReply {
  return reply instanceof OwnReply ? reply.encoded : encode(reply);
}

function encode(reply: HandlerReply): EncodedReply {
  const lines = (reply.lines.length === 0 ? [''] : reply.lines).map((line) => {
    // A handler's text never breaks out of its line.
    const text = line.replace(/[\u0000-\u001f\u007f]/g, ' ');
    return reply.enhancedCode === null ? text : `${reply.enhancedCode} ${text}`;
  });
  const texts = lines.map((line, i) => `${reply.code}${i === lines.length - 1 ? ' ' : '-'}${line}`);
  const joined = `${texts.join('\r\n')}\r\n`;
  const raw = Buffer.from(joined, 'utf8');
  return {
    reply: { code: reply.code, enhancedCode: reply.enhancedCode, lines, raw, anomalies: [] },
    texts,
    ascii: raw.length === joined.length,
  };
}

/** `sequence`: as `<LF>.<CR><LF>`. */
export function lookAlikeReply(sequence: string): HandlerReply {
  return reply(550, '5.6.0', `${sequence} in the message might be taken for its end; lines end in CRLF`);
}

/** What failed is ours alone; by the id it is found in our log. */
export function failedReply(logId: string): HandlerReply {
  return reply(451, '4.3.0', `That could not be processed (log id ${logId})`);
}

/** As failedReply(), where there is no going on. */
export function failedSession(logId: string): HandlerReply {
  return reply(421, '4.3.0', `The session cannot go on (log id ${logId})`);
}

export function makeReply(code: number, enhancedCode: string | null, ...lines: string[]): HandlerReply {
  return reply(code, enhancedCode, ...lines);
}
