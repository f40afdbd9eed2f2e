/**
 * What is known of newer releases: where a build may ask, what it would send, and what the signed feed said. Everything a feed says is
 * text of a limited length, to be shown and never to be run.
 */
import * as v from 'valibot';
import { CountSchema, IsoTimeSchema } from '../common.ts';

/** As package.json has it, and as our releases are numbered (semver.org 2.0.0, without build metadata). */
export const VersionSchema = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z-]{1,20}(?:\.[0-9A-Za-z-]{1,20}){0,3})?$/),
);

/** Longer addresses than anyone reads; browsers end at about 2,000 characters too. */
const PageSchema = v.pipe(v.string(), v.maxLength(2_048), v.regex(/^https:\/\/[^\s\p{Cc}]{1,2040}$/u));

const ReleaseFileSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z._+~-]{0,119}$/)),
  /** `deb`, `rpm`, `AppImage`, `dmg`, `zip`, `exe`; a later version may know others. */
  kind: v.pipe(v.string(), v.maxLength(20)),
  /** As Node calls the processor: `x64`, `arm64`. */
  arch: v.pipe(v.string(), v.maxLength(20)),
  url: PageSchema,
  size: CountSchema,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type ReleaseFile = v.InferOutput<typeof ReleaseFileSchema>;

/** The newest release, as the signed text of a feed describes it. Members that are not known here are passed over. */
export const ReleaseSchema = v.object({
  feed: v.literal('posthorn-releases'),
  schema: v.literal(1),
  version: VersionSchema,
  /** When the feed was signed. One that is older than the last that was taken is not taken. */
  date: IsoTimeSchema,
  /** What is new, as text. */
  notes: v.pipe(v.string(), v.maxLength(8_000)),
  /** Where people read about it and get it. */
  page: PageSchema,
  files: v.pipe(v.array(ReleaseFileSchema), v.maxLength(40)),
});
export type Release = v.InferOutput<typeof ReleaseSchema>;

export const FEED_PROBLEMS = [
  /** No connection (`reason`: the system's code). */
  'unreachable',
  /** The certificate of the host did not pass (`reason`). */
  'certificate',
  /** Not all of it within `seconds`. */
  'timeout',
  /** More than `bytes`. */
  'too-large',
  /** To somewhere else, which is never followed. */
  'redirected',
  /** Another status than 200 (`status`). */
  'refused',
  /** Not what a feed looks like. */
  'damaged',
  'unsigned',
  /** Not by the key of this build. */
  'wrong-signature',
  /** Signed rightly, and older than what was seen before (`date`). */
  'replayed',
] as const;

export const FeedProblemSchema = v.object({
  code: v.picklist(FEED_PROBLEMS),
  params: v.record(v.string(), v.union([v.string(), v.number()])),
});
export type FeedProblem = v.InferOutput<typeof FeedProblemSchema>;

export const INSTALLED_AS = ['deb', 'rpm', 'appimage', 'mac', 'windows', 'folder'] as const;
export const InstalledAsSchema = v.picklist(INSTALLED_AS);
export type InstalledAs = v.InferOutput<typeof InstalledAsSchema>;

export const NewerReleaseSchema = v.object({
  version: VersionSchema,
  date: IsoTimeSchema,
  notes: v.string(),
  page: v.string(),
  installedAs: InstalledAsSchema,
  /** The one for this machine; null where the feed names none. */
  file: v.nullable(ReleaseFileSchema),
});
export type NewerRelease = v.InferOutput<typeof NewerReleaseSchema>;

export const UpdateStateSchema = v.object({
  /** Null: this build has none, and nothing is ever asked. `request`: what is sent, octet by octet as text, inside TLS. */
  feed: v.nullable(v.object({ host: v.string(), request: v.string() })),
  checking: v.boolean(),
  /** When the feed last answered rightly. */
  checkedAt: v.nullable(IsoTimeSchema),
  /** Why the last question came to nothing. */
  problem: v.nullable(FeedProblemSchema),
  /** Newer than this one; null: none is known. */
  newer: v.nullable(NewerReleaseSchema),
  /** The version that is not to be spoken of again. */
  passedOver: v.nullable(VersionSchema),
});
export type UpdateState = v.InferOutput<typeof UpdateStateSchema>;
