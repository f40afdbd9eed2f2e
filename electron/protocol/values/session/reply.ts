/**
 * What a server said, kept as it was said. A reply always carries its raw octets; whatever was odd about it is listed as
 * anomalies beside the parsed view, never repaired in it. Codes of RFC 5321 section 4.2, enhanced codes of RFC 3463.
 */
import * as v from 'valibot';
import { BytesSchema } from '../common.ts';

/**
 * Everything odd that can be seen in what a peer sends. Names are stable (they stand in the command line's JSON); each has
 * a sentence in electron/texts/session/anomalies.ts.
 */
export const ANOMALIES = [
  /** A line ended in LF alone. */
  'bare-lf',
  /** A CR that is not followed by LF. */
  'bare-cr',
  'nul',
  /** Control characters other than TAB, CR, LF, NUL. */
  'control',
  /** Octets above 127 that are not valid UTF-8; text was read as Latin-1. */
  '8bit',
  /** Octets above 127 that are valid UTF-8 where SMTPUTF8 has not been negotiated. Harmless, yet outside RFC 5321. */
  'utf8',
  /** The line is longer than RFC 5321 section 4.5.3.1.5 allows (512 octets), yet within our cap. */
  'long-line',
  /** The lines of one reply carry different codes (RFC 5321 section 4.2.1 forbids it); the last one counts. */
  'code-mismatch',
  /** Neither space nor hyphen after the code. */
  'missing-separator',
  /** The first three octets are not a code between 200 and 559 made of ASCII digits. */
  'malformed-code',
  /** A line of nothing, or of blanks, where a reply or the next line of one was due: passed over. */
  'empty-line',
  /** The enhanced code's class contradicts the reply code, as in 250 5.1.1. */
  'enhanced-mismatch',
  /** The connection ended inside a reply; the lines received are kept. */
  'truncated',
  /** A reply came although no command was waiting for one. */
  'unsolicited',
  /** Octets followed the 220 of STARTTLS before the handshake. */
  'after-starttls',
  /** A reply came while the message body was still being sent. */
  'early-reply',
  /** A line of an EHLO reply is empty or is not a keyword. */
  'malformed-capability',
  /** A keyword was given more than once in one EHLO reply. */
  'duplicate-capability',
  /** The form AUTH=MECH of servers from before RFC 2554. */
  'legacy-auth',
  /** A parameter is not what the keyword's grammar allows, such as SIZE abc. */
  'bad-parameter',
  /** The client sent before the greeting (seen by the test server; RFC 5321 section 4.3.1). */
  'early-talker',
  /** A client pipelined commands without PIPELINING having been offered to it. */
  'unoffered-pipelining',
  /** A client's octets arrived between STARTTLS and the handshake; they were dropped (CVE-2011-0411 and kin). */
  'plaintext-after-starttls',
  /** An end-of-data look-alike inside a message, such as LF.LF (RFC 5321 section 4.1.1.4; SMTP smuggling). */
  'smuggling-attempt',
  /** The peer speaks HTTP. */
  'http-request',
  /** A line of the message is longer than 998 octets (RFC 5322 section 2.1.1). */
  'long-body-line',
  /** A client's command ends in white space (RFC 5321 section 4.1.1). */
  'trailing-blank',
  /** A tab, or several blanks, between the parts of a client's command (RFC 5321 section 4.1.1). */
  'extra-blank',
  /** A blank between FROM: or TO: and the path (RFC 5321 section 3.3). */
  'blank-before-path',
  /** A path with a source route (RFC 5321 appendix C). */
  'source-route',
  /** MAIL with an address that has no domain (RFC 5321 section 4.1.2). */
  'sender-without-domain',
  /** The name in a client's EHLO, HELO or LHLO is neither a host name nor an address literal (RFC 5321 section 4.1.1.1). */
  'bad-helo-name',
  /** A client's command without parameters of extensions is longer than 512 octets (RFC 5321 section 4.5.3.1.4). */
  'long-command',
  /** A client used an extension's command without EHLO (RFC 5321 section 3.2). */
  'extension-without-ehlo',
  /** A client sent on after DATA without waiting for 354 (RFC 5321 section 4.1.1.4; RFC 2920 section 3.1). */
  'early-data',
] as const;

export const AnomalySchema = v.picklist(ANOMALIES);
export type Anomaly = v.InferOutput<typeof AnomalySchema>;

export const ReplySchema = v.object({
  /** 200 to 559; null where no code could be read. */
  code: v.nullable(v.pipe(v.number(), v.integer())),
  /** As written, such as "5.7.139"; that of the last line that has one. */
  enhancedCode: v.nullable(v.string()),
  /** Text of each line without code, separator and line end, enhanced code included; UTF-8, else Latin-1. */
  lines: v.array(v.string()),
  raw: BytesSchema,
  anomalies: v.array(AnomalySchema),
});
export type Reply = v.InferOutput<typeof ReplySchema>;

/** One line of an EHLO reply after the first, in the server's order; repeated keywords stay repeated. */
export const CapabilitySchema = v.object({
  /** Upper case; the line itself stays in `lines`. */
  keyword: v.string(),
  params: v.array(v.string()),
  anomalies: v.array(AnomalySchema),
});
export type Capability = v.InferOutput<typeof CapabilitySchema>;

export const EhloSchema = v.object({
  verb: v.picklist(['EHLO', 'HELO', 'LHLO']),
  /** The first is the server's name and greeting; it is never a capability. */
  lines: v.array(v.string()),
  capabilities: v.array(CapabilitySchema),
});
export type Ehlo = v.InferOutput<typeof EhloSchema>;
