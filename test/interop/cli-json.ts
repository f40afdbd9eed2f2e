/**
 * The JSON of the command line as people who script it rely on it, written down here once more and apart from the app's own
 * schemas: a renamed or retyped member fails here even if code and schema changed together. More members may be added.
 */
import * as v from 'valibot';

const nullable = v.nullable;
const base64 = v.pipe(v.string(), v.base64());
const milliseconds = v.pipe(v.number(), v.minValue(0));

export const ReplyJson = v.object({
  code: nullable(v.number()),
  enhancedCode: nullable(v.string()),
  lines: v.array(v.string()),
  raw: base64,
  anomalies: v.array(v.string()),
});
export type ReplyJson = v.InferOutput<typeof ReplyJson>;

const EhloJson = v.object({
  verb: v.picklist(['EHLO', 'HELO', 'LHLO']),
  lines: v.array(v.string()),
  capabilities: v.array(v.object({ keyword: v.string(), params: v.array(v.string()) })),
});

const phaseNames = [
  ...['dns', 'connect', 'greeting', 'ehlo', 'starttls', 'tls', 'ehlo-tls', 'auth', 'ehlo-auth'],
  ...['mail', 'rcpt', 'data', 'rset', 'command', 'quit'],
];
const Phase = v.picklist(phaseNames);

export const ReportJson = v.object({
  schema: v.literal(1),
  command: v.picklist(['check', 'send']),
  ok: v.boolean(),
  target: v.object({
    host: nullable(v.string()),
    port: nullable(v.number()),
    path: nullable(v.string()),
    protocol: v.picklist(['smtp', 'lmtp']),
    security: v.picklist(['none', 'starttls', 'starttls-if-offered', 'tls']),
  }),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  durationMs: milliseconds,
  error: nullable(
    v.object({
      code: v.string(),
      phase: nullable(Phase),
      message: v.pipe(v.string(), v.nonEmpty()),
      temporary: nullable(v.boolean()),
      reply: nullable(ReplyJson),
      params: v.record(v.string(), v.unknown()),
    }),
  ),
  delivery: nullable(v.picklist(['none', 'all', 'some', 'unknown'])),
  provider: nullable(v.string()),
  phases: v.array(v.object({ name: Phase, startMs: milliseconds, durationMs: milliseconds, ok: v.boolean() })),
  addresses: v.array(
    v.object({
      address: v.string(),
      family: nullable(v.picklist([4, 6])),
      ok: v.boolean(),
      error: nullable(v.string()),
      durationMs: milliseconds,
    }),
  ),
  greeting: nullable(ReplyJson),
  ehlo: v.object({ plain: nullable(EhloJson), tls: nullable(EhloJson), auth: nullable(EhloJson) }),
  tls: nullable(
    v.object({
      version: v.string(),
      cipher: v.string(),
      authorized: v.boolean(),
      chainError: nullable(v.string()),
      nameError: nullable(v.string()),
      chain: v.array(
        v.object({
          subject: v.string(),
          issuer: v.string(),
          altNames: v.array(v.string()),
          validFrom: v.string(),
          validTo: v.string(),
          fingerprint256: v.pipe(v.string(), v.regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)),
        }),
      ),
    }),
  ),
  auth: nullable(
    v.object({
      offered: v.array(v.string()),
      tried: v.array(
        v.object({
          mechanism: v.string(),
          ok: v.boolean(),
          reply: nullable(ReplyJson),
          reason: v.optional(v.string()),
        }),
      ),
      used: nullable(v.string()),
      token: v.optional(v.looseObject({ problems: v.array(v.string()) })),
    }),
  ),
  sender: nullable(ReplyJson),
  recipients: v.array(
    v.object({
      address: v.string(),
      accepted: v.boolean(),
      reply: nullable(ReplyJson),
      final: nullable(ReplyJson),
      delivery: v.picklist(['yes', 'no', 'unknown']),
    }),
  ),
  findings: v.array(
    v.object({
      id: v.string(),
      severity: v.picklist(['ok', 'info', 'warning', 'error']),
      title: v.string(),
      cause: v.string(),
      actor: v.picklist(['you', 'mailbox-admin', 'server-admin', 'dns-owner', 'provider', 'network']),
      remedy: v.string(),
      evidence: v.array(v.number()),
      source: nullable(v.string()),
      verifiedOn: nullable(v.string()),
    }),
  ),
  transcript: v.optional(
    v.array(
      v.object({
        seq: v.number(),
        tMs: milliseconds,
        direction: v.picklist(['sent', 'received', 'note']),
        phase: Phase,
        encrypted: v.boolean(),
        text: v.string(),
        anomalies: v.array(v.string()),
      }),
    ),
  ),
});
export type ReportJson = v.InferOutput<typeof ReportJson>;

export const ListeningJson = v.object({
  event: v.literal('listening'),
  listeners: v.array(
    v.object({
      protocol: v.picklist(['smtp', 'lmtp']),
      security: v.string(),
      host: nullable(v.string()),
      port: nullable(v.number()),
      path: nullable(v.string()),
    }),
  ),
  /** PEM of the authority behind the server's certificates; null when no listener has TLS. */
  caFile: nullable(v.string()),
});
export type ListeningJson = v.InferOutput<typeof ListeningJson>;

export const MessageJson = v.object({
  event: v.literal('message'),
  id: v.string(),
  session: v.string(),
  protocol: v.picklist(['smtp', 'lmtp']),
  peer: nullable(v.string()),
  helo: nullable(v.string()),
  mailFrom: v.string(),
  mailOptions: v.array(v.string()),
  rcptTo: v.array(v.object({ address: v.string(), options: v.array(v.string()) })),
  size: v.number(),
  tls: v.boolean(),
  user: nullable(v.string()),
  raw: nullable(base64),
});
export type MessageJson = v.InferOutput<typeof MessageJson>;

/** Any other event line of `serve --json`. */
export const EventJson = v.looseObject({ event: v.string() });
export type EventJson = v.InferOutput<typeof EventJson>;
