/** The test server as the window, the command line and settings describe it. */
import * as v from 'valibot';
import { AppErrorSchema } from '../app-error.ts';
import { CountSchema, IdSchema, IsoTimeSchema, PortSchema } from '../common.ts';
import { ProtocolSchema } from '../connection.ts';
import { ScriptSchema } from './script.ts';

/** `tls` is implicit TLS; `starttls-required` refuses MAIL and AUTH before TLS with 530 (RFC 3207 section 4). */
export const ListenerSecuritySchema = v.picklist(['none', 'starttls', 'starttls-required', 'tls']);
export type ListenerSecurity = v.InferOutput<typeof ListenerSecuritySchema>;

export const ListenerConfigSchema = v.object({
  id: IdSchema,
  protocol: ProtocolSchema,
  security: ListenerSecuritySchema,
  /** Address to listen on; null for a Unix socket. Loopback unless the user says otherwise. */
  host: v.nullable(v.string()),
  /** 0 picks a free one; null for a Unix socket. */
  port: v.nullable(PortSchema),
  /** Path of a Unix socket, else null. */
  path: v.nullable(v.string()),
  /** Take the next free port when this one is taken (defaults only; a port the user chose is reported instead). */
  nextFree: v.boolean(),
  /** Every connection begins with a PROXY protocol header (version 1 or 2), or is closed. Absent: none may. */
  proxyProtocol: v.optional(v.boolean()),
});
export type ListenerConfig = v.InferOutput<typeof ListenerConfigSchema>;

/** A code, so that both sides can put it into words. */
export const ListenErrorSchema = v.object({
  code: v.literal('listen-failed'),
  reason: v.picklist([
    'address-in-use',
    'not-permitted',
    'address-not-available',
    'path-too-long',
    /** Something is there that is no socket. */
    'path-taken',
    'folder-missing',
    /** None could be made, or read; the system's code says why. */
    'no-certificate',
    'other',
  ]),
  systemCode: v.string(),
});
export type ListenError = v.InferOutput<typeof ListenErrorSchema>;

export const ListenerStateSchema = v.object({
  config: ListenerConfigSchema,
  /** The port really listened on; null while stopped or for a path. */
  boundPort: v.nullable(PortSchema),
  listening: v.boolean(),
  error: v.nullable(ListenErrorSchema),
  sessions: CountSchema,
});
export type ListenerState = v.InferOutput<typeof ListenerStateSchema>;

/** One line of an EHLO reply: no control characters. */
const CapabilityLineSchema = v.pipe(v.string(), v.maxLength(500), v.regex(/^[^\u0000-\u001f\u007f]*$/u));

/** What is advertised otherwise than the server would. Keywords in any case. */
export const CapabilityEditsSchema = v.object({
  /** Neither offered nor understood. */
  hide: v.pipe(v.array(v.string()), v.maxLength(100)),
  /** Another line in the keyword's place; what the server does stays the same. */
  alter: v.pipe(v.array(v.object({ keyword: v.string(), line: CapabilityLineSchema })), v.maxLength(100)),
  /** Lines that promise what the server does not do. */
  add: v.pipe(v.array(CapabilityLineSchema), v.maxLength(100)),
});
export type CapabilityEdits = v.InferOutput<typeof CapabilityEditsSchema>;

/** Seconds would do for people; a day is more than any client waits. */
const LimitMsSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400_000));

/** Milliseconds for which a client is waited for; null or absent: as in server/limits.ts. A client that takes longer gets 421, in mid-handshake nothing. */
export const ServerTimeoutsSchema = v.object({
  /** From the greeting to the end of the first command; else as for any command. */
  greeting: v.optional(v.nullable(LimitMsSchema)),
  /** From one reply to the end of the next command. */
  command: v.optional(v.nullable(LimitMsSchema)),
  /** For a handshake. */
  tls: v.optional(v.nullable(LimitMsSchema)),
});
export type ServerTimeouts = v.InferOutput<typeof ServerTimeoutsSchema>;

export const ServerConfigSchema = v.object({
  hostname: v.string(),
  listeners: v.array(ListenerConfigSchema),
  /** Octets; 0 for no limit. Advertised as SIZE. */
  maxMessageBytes: CountSchema,
  /** Of one message; more are answered with 452. Advertised as LIMITS RCPTMAX. Null or absent: 1,000, which is the most. */
  maxRecipients: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)))),
  /** Of one session: a further MAIL is answered with 421, and the session is over. Advertised as LIMITS MAILMAX (six digits at most, RFC 9422 section 4.1). Null or absent: any number. */
  maxMessages: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999)))),
  timeouts: v.optional(v.nullable(ServerTimeoutsSchema)),
  smtputf8: v.boolean(),
  auth: v.object({
    /** Off: AUTH is not offered. */
    enabled: v.boolean(),
    /** Any user name and password are accepted. */
    acceptAny: v.boolean(),
    required: v.boolean(),
    /** Offer AUTH without TLS too. */
    allowClear: v.boolean(),
    mechanisms: v.array(v.string()),
    /** Those offered without TLS, where they are others; they count only with `allowClear`. */
    clearMechanisms: v.optional(v.array(v.string())),
    /** OAuth tokens that are taken; absent: any where any password is, else none. A JWT's claims must be these; its signature is not checked. */
    tokens: v.optional(
      v.variant('kind', [
        v.object({ kind: v.literal('none') }),
        v.object({ kind: v.literal('any') }),
        v.object({ kind: v.literal('jwt'), claims: v.record(v.string(), v.string()) }),
      ]),
    ),
  }),
  capabilities: v.optional(CapabilityEditsSchema),
  /** Bare CR and LF in a message: kept and reported as anomalies (the default), or the message is refused with 550. */
  bareLineEnds: v.optional(v.picklist(['keep', 'refuse'])),
  /** XCLIENT is offered; whoever connects may then claim any address. Absent: it is refused. */
  xclient: v.optional(v.boolean()),
  /** Recipients at error.test name the fault they want, as in 421@error.test. On unless false. */
  magicRecipients: v.optional(v.boolean()),
  /** What the server does otherwise than usual; null or absent: nothing. */
  script: v.optional(v.nullable(ScriptSchema)),
});
export type ServerConfig = v.InferOutput<typeof ServerConfigSchema>;

/** Of the test server. Main keeps verifiers alone; a password leaves it once, in the answer to `server.addUser`, where main made it. */
export const ServerUserSchema = v.object({
  user: v.string(),
  /** Those with a password that this user can log in with, offered or not: what DIGEST-MD5 and CRAM-MD5 need may not be there. */
  mechanisms: v.array(v.string()),
});
export type ServerUser = v.InferOutput<typeof ServerUserSchema>;

export const NewServerUserSchema = v.object({
  user: v.pipe(v.string(), v.minLength(1), v.maxLength(255), v.regex(/^[^\u0000-\u001f\u007f]*$/u)),
  /** null: a strong one is made. One that is there gets the new password. */
  password: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(1_024), v.regex(/^[^\u0000]*$/u))),
});
export type NewServerUser = v.InferOutput<typeof NewServerUserSchema>;

export const ServerStateSchema = v.object({
  running: v.boolean(),
  /** starting and stopping are shown, never guessed. */
  phase: v.picklist(['stopped', 'starting', 'running', 'stopping']),
  config: ServerConfigSchema,
  listeners: v.array(ListenerStateSchema),
  /** PEM of the certificate authority that signed our certificates; public. */
  caPem: v.nullable(v.string()),
  messages: CountSchema,
  unread: CountSchema,
  /** Who may log in where not everybody may, in the order of adding. Absent: nobody. */
  users: v.optional(v.array(ServerUserSchema)),
  /** Why settings or mail could not be read when the app started; null when all is well. */
  problem: v.nullable(AppErrorSchema),
});
export type ServerState = v.InferOutput<typeof ServerStateSchema>;

export const SessionEndReasonSchema = v.picklist([
  'quit',
  'client-closed',
  'client-reset',
  'timeout',
  'server-stopped',
  'limit',
  'protocol',
  'tls-failed',
  'refused',
  /** A script closed it, or fell silent. */
  'script',
  /** Something of the server's own failed. */
  'failed',
]);
export type SessionEndReason = v.InferOutput<typeof SessionEndReasonSchema>;

export const SessionSummarySchema = v.object({
  id: IdSchema,
  listenerId: IdSchema,
  protocol: ProtocolSchema,
  startedAt: IsoTimeSchema,
  endedAt: v.nullable(IsoTimeSchema),
  /** Address and port, or the socket path. */
  peer: v.string(),
  /** Name given in EHLO, HELO or LHLO. */
  helo: v.nullable(v.string()),
  tls: v.boolean(),
  user: v.nullable(v.string()),
  /** Answered with 250, whether they are kept, passed on or forgotten. */
  messages: CountSchema,
  /** Commands answered with 4yz or 5yz. */
  rejected: CountSchema,
  endReason: v.nullable(SessionEndReasonSchema),
});
export type SessionSummary = v.InferOutput<typeof SessionSummarySchema>;
