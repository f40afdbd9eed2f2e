/** A message that was sent, as it was found again: where, when, and what became of it on the way. */
import * as v from 'valibot';
import { CountSchema, IdSchema, MillisecondsSchema } from '../common.ts';
import { limits } from './limits.ts';

const ChangedFieldSchema = v.object({ sent: v.string(), arrived: v.string() });
export type ChangedField = v.InferOutput<typeof ChangedFieldSchema>;

/** Octets stand as Latin-1. */
export const ArrivedComparisonSchema = v.object({
  /** Nothing of what was sent is missing or differs; more may stand in the header. */
  same: v.boolean(),
  /** The mailbox keeps LF where CRLF was sent. */
  lineEnds: v.picklist(['same', 'changed']),
  /** Received fields. */
  hops: CountSchema,
  added: v.array(v.string()),
  removed: v.array(v.string()),
  changed: v.array(ChangedFieldSchema),
  /** The first line of the body that differs, from 1; null where none does. A side is null where it has no such line. */
  body: v.nullable(v.object({ line: CountSchema, sent: v.nullable(v.string()), arrived: v.nullable(v.string()) })),
});
export type ArrivedComparison = v.InferOutput<typeof ArrivedComparisonSchema>;

const looks = [
  v.object({
    state: v.literal('found'),
    /** From the end of the sending to the look that found it: it may have been there earlier. */
    afterMs: MillisecondsSchema,
    looks: CountSchema,
    octets: CountSchema,
    /** Null where it is longer than what is compared. */
    comparison: v.nullable(ArrivedComparisonSchema),
  }),
  v.object({ state: v.literal('not-found'), afterMs: MillisecondsSchema, looks: CountSchema }),
  /** It could not be looked for. */
  v.object({ state: v.literal('failed'), reason: v.string() }),
] as const;
export const FoundMessageSchema = v.variant('state', looks);
export type FoundMessage = v.InferOutput<typeof FoundMessageSchema>;

/** While it is looked for, and what came of it. */
export const LookEventSchema = v.variant('state', [
  ...looks,
  /** Looks that found nothing so far. */
  v.object({ state: v.literal('looking'), looks: CountSchema }),
]);
export type LookEvent = v.InferOutput<typeof LookEventSchema>;

/** What a run sent, to be looked for in a mailbox of a profile. */
export const AskedLookSchema = v.object({
  runId: IdSchema,
  profileId: IdSchema,
  /** HOST or HOST:PORT of its IMAP; empty: the profile's own host. */
  server: v.pipe(v.string(), v.maxLength(300)),
  mailbox: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
  /** How long at the most. */
  seconds: v.pipe(CountSchema, v.minValue(1), v.maxValue(limits.searchSeconds)),
});
export type AskedLook = v.InferOutput<typeof AskedLookSchema>;
