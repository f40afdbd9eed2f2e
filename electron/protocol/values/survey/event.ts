/** The one stream of a survey: what was begun, what ended and with which report. `seq` rises from 1 without gaps. */
import * as v from 'valibot';
import { CountSchema, IsoTimeSchema, MillisecondsSchema, PortSchema } from '../common.ts';
import { MailRouteSchema } from '../session/outcome.ts';
import { ReportSchema } from '../session/report.ts';
import { CellKeySchema } from './cell.ts';
import { OtherProtocolSchema, SurveyKindSchema } from './request.ts';
import { TargetRowSchema } from './targets.ts';

const base = { seq: v.pipe(CountSchema, v.minValue(1)), tMs: MillisecondsSchema };

const event = <const T extends string, const E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ ...base, type: v.literal(type), ...entries });

/** Where a host is. `dnsCode`: why there is no address. */
export const FoundHostSchema = v.object({
  host: v.string(),
  /** Of an MX host; null where there is no MX. */
  preference: v.nullable(CountSchema),
  addresses: v.array(v.string()),
  /** Addresses beyond those that are asked. */
  leftOut: CountSchema,
  dnsCode: v.nullable(v.string()),
});
export type FoundHost = v.InferOutput<typeof FoundHostSchema>;

/** How the same credential fared at another protocol of the mail provider. Nothing is read there. */
export const OtherLoginSchema = v.object({
  protocol: OtherProtocolSchema,
  host: v.string(),
  port: PortSchema,
  /** not-tried: there was no TLS that passed, or no connection; `reason` says why. */
  result: v.picklist(['accepted', 'refused', 'not-tried']),
  /** What the server said to the login, or what kept us from it. */
  reason: v.nullable(v.string()),
  capabilities: v.array(v.string()),
  durationMs: MillisecondsSchema,
});
export type OtherLogin = v.InferOutput<typeof OtherLoginSchema>;

export const SURVEY_ENDS = ['done', 'stopped', 'auth-failed'] as const;

export const SurveyEventSchema = v.variant('type', [
  event('survey-begin', { kind: SurveyKindSchema, host: v.string(), startedAt: IsoTimeSchema }),
  /** What the names lead to: once; of a watch again whenever it is another. `route` of a domain alone. */
  event('survey-hosts', {
    hosts: v.array(FoundHostSchema),
    route: v.nullable(MailRouteSchema),
    round: v.optional(CountSchema),
  }),
  event('cell-started', { key: CellKeySchema }),
  event('cell-done', { key: CellKeySchema, report: ReportSchema }),
  /** Of a matrix: nothing more is tried at this port of this address. */
  event('port-done', { address: v.string(), port: PortSchema }),
  /** Of a matrix: the one login at the best cell. */
  event('login-done', { key: CellKeySchema, report: ReportSchema }),
  /** Each mechanism was asked for, and these were not tried. */
  event('mechanisms-left', { mechanisms: v.array(v.string()) }),
  event('other-login', { result: OtherLoginSchema }),
  /** Of a list: all sessions of this target have ended, or it could not be tried. */
  event('target-done', { row: TargetRowSchema }),
  /** Of a watch: when the next round begins. */
  event('survey-waits', { round: CountSchema, untilMs: MillisecondsSchema }),
  event('survey-end', { durationMs: MillisecondsSchema, stopped: v.boolean(), why: v.picklist(SURVEY_ENDS) }),
]);
export type SurveyEvent = v.InferOutput<typeof SurveyEventSchema>;

type Unstamped<E> = E extends unknown ? Omit<E, 'seq' | 'tMs'> : never;
/** Before the stream has given it its number and time. */
export type SurveyFact = Unstamped<SurveyEvent>;
