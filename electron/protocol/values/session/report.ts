/**
 * The report of one session, as `check` and `send` print it. Made from events by core/report/fold.ts and from nothing else.
 * In memory octets are bytes; core/report/json.ts writes them as base64.
 */
import * as v from 'valibot';
import {
  AddressAttemptSchema,
  DeliverySchema,
  MailHostSchema,
  MailRouteSchema,
  OutcomeSchema,
  RecipientResultSchema,
  TriedMechanismSchema,
  TokenFactsSchema,
} from './outcome.ts';
import { ActorSchema, DiagnosisSchema, JudgedSchema } from './diagnosis.ts';
import { AnomalySchema, EhloSchema, ReplySchema } from './reply.ts';
import { CountSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { PhaseSchema } from './phase.ts';
import { TargetSchema } from '../target.ts';
import { TlsInfoSchema } from './tls.ts';

export const FindingSchema = v.object({
  /** Stable, dotted: tls.certificate-expired. */
  id: v.string(),
  severity: v.picklist(['ok', 'info', 'warning', 'error']),
  title: v.string(),
  cause: v.string(),
  actor: ActorSchema,
  remedy: v.string(),
  /** `seq` of the transcript lines that prove it. */
  evidence: v.array(CountSchema),
  source: v.nullable(v.string()),
  verifiedOn: v.nullable(v.string()),
  /** Absent in reports from before diagnoses were kept. */
  ...v.partial(JudgedSchema).entries,
});
export type Finding = v.InferOutput<typeof FindingSchema>;

export const ReportPhaseSchema = v.object({
  name: PhaseSchema,
  startMs: MillisecondsSchema,
  durationMs: MillisecondsSchema,
  ok: v.boolean(),
});
export type ReportPhase = v.InferOutput<typeof ReportPhaseSchema>;

export const TranscriptLineSchema = v.object({
  seq: CountSchema,
  tMs: MillisecondsSchema,
  direction: v.picklist(['sent', 'received', 'note']),
  phase: PhaseSchema,
  encrypted: v.boolean(),
  text: v.string(),
  anomalies: v.array(AnomalySchema),
});
export type TranscriptLine = v.InferOutput<typeof TranscriptLineSchema>;

export const ReportCommandSchema = v.picklist(['check', 'send', 'console']);
export type ReportCommand = v.InferOutput<typeof ReportCommandSchema>;

export const ReportSchema = v.object({
  schema: v.literal(1),
  command: ReportCommandSchema,
  /** No outcome code, no refused recipient, no finding of severity error. */
  ok: v.boolean(),
  target: TargetSchema,
  startedAt: IsoTimeSchema,
  durationMs: MillisecondsSchema,
  error: v.nullable(
    v.intersect([
      OutcomeSchema,
      v.object({
        message: v.string(),
        /** Who can act, and what to do where that is certain, as the printed report says; absent in reports from before they were kept. */
        actor: v.optional(ActorSchema),
        remedy: v.optional(v.nullable(v.string())),
        /** What the verdict says; absent in reports from before diagnoses were kept. */
        diagnosis: v.optional(DiagnosisSchema),
      }),
    ]),
  ),
  delivery: v.nullable(DeliverySchema),
  provider: v.nullable(v.string()),
  phases: v.array(ReportPhaseSchema),
  addresses: v.array(AddressAttemptSchema),
  /** Present where the target was a domain whose MX hosts were looked up. */
  mx: v.optional(MailRouteSchema),
  /** Its hosts as they were tried, in that order; those after the one that the session went on with were not asked. */
  hosts: v.optional(v.array(MailHostSchema)),
  greeting: v.nullable(ReplySchema),
  ehlo: v.object({
    plain: v.nullable(EhloSchema),
    tls: v.nullable(EhloSchema),
    auth: v.nullable(EhloSchema),
  }),
  tls: v.nullable(TlsInfoSchema),
  auth: v.nullable(
    v.object({
      offered: v.array(v.string()),
      tried: v.array(TriedMechanismSchema),
      used: v.nullable(v.string()),
      /** What the access token says of itself and what is wrong with it; only where one was tried and tells something. */
      token: v.optional(TokenFactsSchema),
    }),
  ),
  sender: v.nullable(ReplySchema),
  recipients: v.array(RecipientResultSchema),
  /** What was asked besides (VRFY, EXPN, ETRN, HELP), in its order; present only where something was. */
  answers: v.optional(v.array(v.object({ command: v.string(), reply: ReplySchema }))),
  findings: v.array(FindingSchema),
  transcript: v.optional(v.array(TranscriptLineSchema)),
});
export type Report = v.InferOutput<typeof ReportSchema>;
