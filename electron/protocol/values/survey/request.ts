/**
 * What a survey is asked to do: of the window and the command line alike. Values only: secrets travel apart, as with a run. What a host
 * is, and whether a port can be one, the parsers of protocol/parse say when it is begun.
 */
import * as v from 'valibot';
import { PortSchema } from '../common.ts';
import { AuthOptionsSchema, ConnectionOptionsSchema, EnvelopeSchema } from '../target.ts';
import { SUBMISSIONS_PORT, SUBMISSION_PORT, SMTP_PORT } from '../../facts/ports.ts';
import { limits } from './limits.ts';
import { ListedTargetSchema, TargetTaskSchema } from './targets.ts';

/** What providers open where 25 and 587 are closed; no RFC names it. */
const ALTERNATIVE_PORT = 2525;
/** What a matrix tries when no more are asked for, and those of them that are for TLS from the first octet. */
export const MATRIX_PORTS: readonly number[] = [SMTP_PORT, SUBMISSIONS_PORT, SUBMISSION_PORT, ALTERNATIVE_PORT];
export const MATRIX_TLS_PORTS: readonly number[] = [SUBMISSIONS_PORT];

const ports = v.pipe(
  v.array(v.pipe(PortSchema, v.minValue(1))),
  v.maxLength(MATRIX_PORTS.length + 2 * limits.matrix.ports),
);
/** Where the plan says which host and which security. */
const way = v.omit(ConnectionOptionsSchema, ['target', 'security', 'mx', 'everyAddress']);
const wayOfMx = v.omit(ConnectionOptionsSchema, ['target', 'mx', 'everyAddress']);
const count = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const OTHER_PROTOCOLS = ['imap', 'pop3'] as const;
export const OtherProtocolSchema = v.picklist(OTHER_PROTOCOLS);
export type OtherProtocol = v.InferOutput<typeof OtherProtocolSchema>;

export const SurveyRequestSchema = v.variant('kind', [
  /** Ports x security x address of one host. `ports` are all that are tried, `tlsPorts` those of them that are for TLS from the first octet. */
  v.object({
    kind: v.literal('matrix'),
    host: v.string(),
    ports,
    tlsPorts: ports,
    connection: way,
    /** One login at the best cell. */
    auth: v.nullable(AuthOptionsSchema),
  }),
  /** A whole session with every address of the target. */
  v.object({ kind: v.literal('addresses'), connection: ConnectionOptionsSchema }),
  /** A whole session with every address of every MX host; `domain` is a domain or a mail address. */
  v.object({ kind: v.literal('mx'), domain: v.string(), connection: wayOfMx }),
  /** `sessions` with every address: which back ends there are. */
  v.object({
    kind: v.literal('census'),
    connection: ConnectionOptionsSchema,
    sessions: count(1, limits.census.most),
  }),
  /** Again and again, until `rounds` or `forMs` are over, whichever is first; null for until it is stopped. */
  v.object({
    kind: v.literal('watch'),
    connection: ConnectionOptionsSchema,
    auth: v.nullable(AuthOptionsSchema),
    everyMs: count(limits.watch.everyLocal, limits.watch.everyMost),
    rounds: v.nullable(count(1, Number.MAX_SAFE_INTEGER)),
    forMs: v.nullable(count(1, Number.MAX_SAFE_INTEGER)),
  }),
  /** A credential: one mechanism, or each once (`auth.tryAllMechanisms`), may this sender write, and the same login elsewhere. */
  v.object({
    kind: v.literal('mechanisms'),
    connection: ConnectionOptionsSchema,
    auth: AuthOptionsSchema,
    envelope: v.nullable(EnvelopeSchema),
    /** A host of null is the provider's, or the target's own; a port of null the usual one with TLS from the first octet. */
    also: v.pipe(
      v.array(v.object({ protocol: OtherProtocolSchema, host: v.nullable(v.string()), port: v.nullable(PortSchema) })),
      v.maxLength(limits.otherLogins),
    ),
  }),
  /** A list of targets, the same asked of each. `verify` is one login each: that of the line's profile, else `auth`, with the line's user. */
  v.object({
    kind: v.literal('targets'),
    /** What the list is called: its file; empty where it has no name. */
    name: v.pipe(v.string(), v.maxLength(limits.targets.name)),
    do: TargetTaskSchema,
    targets: v.pipe(v.array(ListedTargetSchema), v.maxLength(limits.targets.most)),
    connection: wayOfMx,
    auth: v.nullable(AuthOptionsSchema),
    /** Connected sessions at one time, in all and to one address; a login is tried by one alone. */
    concurrency: count(1, limits.targets.concurrencyMost),
    perAddress: count(1, limits.targets.perAddressMost),
  }),
]);
export type SurveyRequest = v.InferOutput<typeof SurveyRequestSchema>;

export const SURVEY_KINDS = ['matrix', 'addresses', 'mx', 'census', 'watch', 'mechanisms', 'targets'] as const;
export const SurveyKindSchema = v.picklist(SURVEY_KINDS);
export type SurveyKind = v.InferOutput<typeof SurveyKindSchema>;
/** The request of one kind. */
export type RequestOf<K extends SurveyKind> = Extract<SurveyRequest, { readonly kind: K }>;
