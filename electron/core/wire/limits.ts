/**
 * Caps of what is on the wire, each with its reason or RFC section. Octets. One that a peer can run into is named in outcomes by its path
 * here, such as `reply.maxLine`; every room has a limits.ts of its own.
 */
import { limits as typed } from '../../protocol/parse/limits.ts';

export const limits = {
  reply: {
    /** RFC 5321 4.5.3.1.5: 512 octets with the line end. Longer is an anomaly, not an error. */
    rfcLine: 512,
    /** Some servers put JSON or whole policies in one line; 8 KiB is what smtplib and Postfix's client bear. */
    maxLine: 8_192,
    /** EHLO replies of 2,000 lines have been tested in the field; beyond this a server only wastes our memory. */
    maxLines: 5_000,
    /** Empty lines that a server may send on one connection; one or two after a greeting are what there is in the field. */
    maxEmptyLines: 100,
    /** All lines of one reply together, so that few long lines cannot do what many short ones may not. */
    maxOctets: 1_048_576,
    /** Continuations (334, or handlers that never end) in one AUTH exchange; SCRAM needs three. */
    maxAuthRounds: 16,
  },
  command: {
    /** One argument typed by a person or a profile. */
    maxArgument: typed.argument,
  },
  message: {
    /** RFC 5322 2.1.1: 998 octets without the line end. Longer is an anomaly. */
    maxLine: 998,
    /** Of a header section that is read; real ones have a few KiB. */
    headerOctets: 2_097_152,
  },
} as const;

/** Caps whose excess ends a session, as outcomes and replies name them. */
export type WireLimit = 'reply.maxLine' | 'reply.maxLines' | 'reply.maxOctets';
