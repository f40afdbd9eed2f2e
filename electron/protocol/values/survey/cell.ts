/**
 * A survey is many sessions and one answer. Its cells are what is known of each combination that was asked for; a cell that was tried
 * has the ordinary report of its session, and one that another's session answers for names that one.
 */
import * as v from 'valibot';
import { CountSchema, PortSchema } from '../common.ts';
import { ReportSchema } from '../session/report.ts';

export const CELL_SECURITIES = ['none', 'starttls', 'tls'] as const;
export const CellSecuritySchema = v.picklist(CELL_SECURITIES);
export type CellSecurity = v.InferOutput<typeof CellSecuritySchema>;

export const CellKeySchema = v.object({
  /** As typed, of a domain its MX host; the path of a Unix socket. */
  host: v.string(),
  /** Where it is; the host again where another looks it up, such as a proxy, and where it is left to the session. */
  address: v.string(),
  /** 0 for a Unix socket. */
  port: PortSchema,
  /** Of a matrix. Absent where one try answers for every way: a port that nobody connects to is the same with and without TLS. */
  security: v.optional(CellSecuritySchema),
  /** Of a credential that is verified. */
  mechanism: v.optional(v.string()),
  /** From 1: which session with that address it is (census), or which round (watch). */
  round: v.optional(v.pipe(CountSchema, v.minValue(1))),
  /** Of a list of targets: the line it stands on. */
  line: v.optional(v.pipe(CountSchema, v.minValue(1))),
});
export type CellKey = v.InferOutput<typeof CellKeySchema>;

export const CellStateSchema = v.picklist(['works', 'fails', 'differs', 'unknown']);
export type CellState = v.InferOutput<typeof CellStateSchema>;

/** What a cell came to; each has its word in electron/texts/survey/cells.ts. */
export const CELL_ANSWERS = [
  'works',
  /** Greeted and answered EHLO in clear, but offers a login only over TLS: mail cannot be submitted so. */
  'no-login',
  /** The connection was refused: nothing listens, or a filter answers so. */
  'refused',
  /** The connection was never answered. */
  'silent',
  /** The system knows no way there. */
  'unreachable',
  /** The proxy went there, and nobody took the connection; why, it does not always say. */
  'proxy-cannot',
  /** The proxy will not go there. */
  'proxy-forbids',
  /** The proxy itself was not to be had: nothing is known of the server. */
  'proxy-failed',
  /** Connected, and not a word within the limit. */
  'no-greeting',
  /** Nothing in clear, but TLS from the first octet works there. */
  'waits-for-tls',
  /** Plain text where TLS was begun. */
  'not-tls',
  /** Connected, and closed before the greeting. */
  'closed',
  'greeting-refused',
  'not-smtp',
  /** STARTTLS is not in the answer to EHLO. */
  'not-offered',
  'starttls-refused',
  'tls-failed',
  'certificate-name',
  'certificate-chain',
  /** The credential was refused. */
  'login-refused',
  /** Anything else; the cell's report says what. */
  'failed',
  /** TLS from the first octet works there, so that nobody greets in clear. */
  'not-tried',
  'stopped',
] as const;
export const CellAnswerSchema = v.picklist(CELL_ANSWERS);
export type CellAnswer = v.InferOutput<typeof CellAnswerSchema>;

export const SurveyCellSchema = v.object({
  key: CellKeySchema,
  state: CellStateSchema,
  answer: CellAnswerSchema,
  /** Of the session that answered for it; null where none did. */
  report: v.nullable(ReportSchema),
  /** The security of the cell whose session answers for this one too; null where the session was its own. */
  readFrom: v.nullable(CellSecuritySchema),
});
export type SurveyCell = v.InferOutput<typeof SurveyCellSchema>;
