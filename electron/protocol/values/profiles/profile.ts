/**
 * Connection profiles: where to connect, who to log in as, what to fill in. Values only: a profile says which secrets it has, the
 * secrets themselves are in the system's keychain or in main's memory, and no output or event carries one.
 */
import * as v from 'valibot';
import { type BoundOption, boundOptions } from '../../options/connection.ts';
import { boundLogin, type BoundLogin } from '../../options/login.ts';
import { AppErrorSchema } from '../app-error.ts';
import { AuthOptionsSchema, ConnectionOptionsSchema } from '../target.ts';
import { CountSchema, IdSchema, IsoTimeSchema } from '../common.ts';
import { OAuthSettingsSchema, SignedInSchema } from './oauth.ts';
import { OutcomeSchema } from '../session/outcome.ts';

/**
 * `client-key` is that of the client certificate, as PEM, `passphrase` its own; `proxy-password` belongs to the user in the proxy's URL.
 * `token` is the access token; what renews it, and the secret of the client that was registered for it, go to the authorization server alone.
 */
export const SECRET_KINDS = [
  'password',
  'token',
  'refresh-token',
  'client-secret',
  'client-key',
  'passphrase',
  'proxy-password',
] as const;
export const SecretKindSchema = v.picklist(SECRET_KINDS);
export type SecretKind = v.InferOutput<typeof SecretKindSchema>;

export const PROFILE_COLOURS = ['red', 'orange', 'yellow', 'green', 'blue', 'violet', 'grey'] as const;
export const ProfileColourSchema = v.picklist(PROFILE_COLOURS);
export type ProfileColour = v.InferOutput<typeof ProfileColourSchema>;

/** Options that decide who gets a kept secret (the tables of options say why the others do not), and where it leads. */
export type BoundField = 'target' | BoundOption | 'user' | BoundLogin | 'ownServer' | 'tokenServer' | 'clientId';
export const BOUND_FIELDS: readonly BoundField[] = [
  'target',
  ...boundOptions,
  'user',
  ...boundLogin,
  'ownServer',
  'tokenServer',
  'clientId',
];

/**
 * Where a kept secret may go: what each of these options said when it was kept, as text that can be compared; absent: the usual.
 * Certificates are digests. Never a secret.
 */
export const SecretBindingSchema = v.partial(v.object(v.entriesFromList(BOUND_FIELDS, v.string())));
export type SecretBinding = v.InferOutput<typeof SecretBindingSchema>;

const NameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const PositionSchema = v.pipe(v.number(), v.finite());

/** What a form edits. `quitAfter` belongs to one run, not to a profile. */
export const ProfileContentSchema = v.object({
  name: NameSchema,
  colour: v.nullable(ProfileColourSchema),
  favourite: v.boolean(),
  notes: v.pipe(v.string(), v.maxLength(20_000)),
  connection: v.omit(ConnectionOptionsSchema, ['quitAfter']),
  auth: v.nullable(AuthOptionsSchema),
  /** How its access token is got; absent or null: it is none, or is given. */
  oauth: v.optional(v.nullable(OAuthSettingsSchema)),
  /** Filled in where an envelope is asked for. */
  envelope: v.object({
    from: v.pipe(v.string(), v.maxLength(1_000)),
    to: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1_000))), v.maxLength(1_000)),
  }),
});
export type ProfileContent = v.InferOutput<typeof ProfileContentSchema>;

/** How the last check of this profile ended, as long as what was checked is what the profile says. */
export const VerificationSchema = v.object({
  at: IsoTimeSchema,
  ok: v.boolean(),
  /** Outcome code; null when it went through. */
  error: v.nullable(v.picklist(OutcomeSchema.options.map((option) => option.entries.code.literal))),
  /** The verdict's sentence at the time. */
  title: v.pipe(v.string(), v.maxLength(1_000)),
  /** What was logged in with; null when nobody logged in. */
  mechanism: v.nullable(v.string()),
  /** Null: not encrypted. */
  tlsVersion: v.nullable(v.string()),
  /** When the server's own certificate does; null: there was none. Absent in files of earlier versions. */
  certificateEnds: v.optional(v.nullable(IsoTimeSchema)),
  /** Of the survey in the history that tried each mechanism. */
  surveyId: v.optional(IdSchema),
  /** Of the run in the history; absent for one made by the command line, and in files of earlier versions. */
  runId: v.optional(IdSchema),
});
export type Verification = v.InferOutput<typeof VerificationSchema>;

export const ProfileSchema = v.object({
  id: IdSchema,
  /** Rises with each change of the content; a save names the one it started from. */
  rev: CountSchema,
  /** Null: not in a folder. */
  folder: v.nullable(IdSchema),
  /** Order among its neighbours: ascending, then by id. */
  position: PositionSchema,
  content: ProfileContentSchema,
  /** Kinds that were put into the keychain. Whether they are still there is `secrets.status`. */
  secrets: v.pipe(v.array(SecretKindSchema), v.maxLength(SECRET_KINDS.length)),
  /** Where each of them may go. Null: nowhere, until it is given again. */
  bindings: v.optional(v.partial(v.object(v.entriesFromList(SECRET_KINDS, v.nullable(SecretBindingSchema))))),
  verified: v.nullable(VerificationSchema),
  /** What its access token was granted; absent where it was given by hand, or there is none. */
  signedIn: v.optional(v.nullable(SignedInSchema)),
});
export type Profile = v.InferOutput<typeof ProfileSchema>;

export const ProfileFolderSchema = v.object({
  id: IdSchema,
  name: NameSchema,
  colour: v.nullable(ProfileColourSchema),
  position: PositionSchema,
});
export type ProfileFolder = v.InferOutput<typeof ProfileFolderSchema>;

export const ProfileListSchema = v.object({
  folders: v.array(ProfileFolderSchema),
  profiles: v.array(ProfileSchema),
  /** What was wrong with the file when it was last read; null when all is well. */
  problem: v.nullable(AppErrorSchema),
});
export type ProfileList = v.InferOutput<typeof ProfileListSchema>;

/** Edits that were not saved. `id` null: of a profile that does not exist yet. No secret is part of it. */
export const ProfileDraftSchema = v.object({
  id: v.nullable(IdSchema),
  /** Revision the edits started from; 0 for a new one. */
  rev: CountSchema,
  folder: v.nullable(IdSchema),
  /** As typed, whether it could be saved or not. */
  content: v.object({ ...ProfileContentSchema.entries, name: v.pipe(v.string(), v.maxLength(1_000)) }),
  /** Texts of fields that could not be made into content, by field. */
  typed: v.optional(v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(1_000)))),
});
export type ProfileDraft = v.InferOutput<typeof ProfileDraftSchema>;

/** Where a secret is, or why that cannot be said. */
export const SECRET_STATES = [
  /** None was given. */
  'none',
  'keychain',
  /** In main's memory until the app ends. */
  'session',
  /** The profile had one in the keychain, and it is gone. */
  'vanished',
  /** No keychain to ask: no D-Bus, no Secret Service, no library for it. */
  'no-service',
  /** Locked, and not unlocked when the system asked. */
  'locked',
  /** The keychain, or whoever was asked, said no. */
  'refused',
  /** No answer within the limit: most likely a question of the system's is waiting somewhere. */
  'no-answer',
  /** Longer than this system's keychain takes, in as many parts as are reasonable. */
  'too-long',
  /** Anything else the keychain said. */
  'failed',
] as const;
export const SecretStateSchema = v.picklist(SECRET_STATES);
export type SecretState = v.InferOutput<typeof SecretStateSchema>;

/** A secret that is kept for somewhere else than where its profile goes now. */
export const BoundElsewhereSchema = v.object({
  /** Such as "mail.example.org:465"; null: nowhere, it has to be given again. */
  place: v.nullable(v.string()),
  /** What differs. */
  changed: v.array(v.picklist(BOUND_FIELDS)),
});
export type BoundElsewhere = v.InferOutput<typeof BoundElsewhereSchema>;

export const SecretStatusSchema = v.object({
  kind: SecretKindSchema,
  state: SecretStateSchema,
  /** Absent where there is none, and where the profile goes where it may go. */
  elsewhere: v.optional(BoundElsewhereSchema),
});
export type SecretStatus = v.InferOutput<typeof SecretStatusSchema>;

/** An entry of ours in the keychain that no profile in this data folder knows. */
export const OrphanSecretSchema = v.object({ account: v.pipe(v.string(), v.maxLength(200)) });
export type OrphanSecret = v.InferOutput<typeof OrphanSecretSchema>;

export const ProfileChangeSchema = v.variant('type', [
  /** First of all, and after another process changed the file. */
  v.object({ type: v.literal('all'), list: ProfileListSchema }),
  v.object({ type: v.literal('profiles'), profiles: v.array(ProfileSchema) }),
  v.object({ type: v.literal('removed'), ids: v.array(IdSchema) }),
  v.object({ type: v.literal('folders'), folders: v.array(ProfileFolderSchema) }),
  /** A call to the keychain takes long: it probably waits for the user. */
  v.object({ type: v.literal('keychain'), waiting: v.boolean() }),
  /** Something about this profile's secrets is different now. */
  v.object({ type: v.literal('secrets'), id: IdSchema }),
]);
export type ProfileChange = v.InferOutput<typeof ProfileChangeSchema>;
