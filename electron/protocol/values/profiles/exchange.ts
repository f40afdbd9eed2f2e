/**
 * Profiles that leave and come in: what to export, and what was read of somebody's settings before any of it is kept. A password
 * that stood in them is in none of these: main holds it under the preview's token.
 */
import * as v from 'valibot';
import { CountSchema, IdSchema } from '../common.ts';
import {
  ProfileContentSchema,
  ProfileFolderSchema,
  ProfileSchema,
  SecretKindSchema,
  SecretStateSchema,
} from './profile.ts';

/** Whose settings they were. */
export const ImportFormSchema = v.picklist(['posthorn', 'url', 'swaks', 'msmtprc', 'nodemailer']);
export type ImportForm = v.InferOutput<typeof ImportFormSchema>;

export const CAUTIONS = [
  /** Any certificate is good. */
  'insecure',
  /** One certificate is good whatever is wrong with it. */
  'accept-certificate',
  /** The secret goes out in clear where there is no TLS. */
  'allow-clear',
  /** TLS is never used, and somebody logs in. */
  'no-tls',
  'proxy',
  'dns-server',
  /** Certificates of authorities that this system does not trust. */
  'roots',
  /** Another name than the host's is looked for in the certificate. */
  'servername',
] as const;
/** What makes a profile less safe than one that was made here, or sends its traffic elsewhere. */
export const CautionSchema = v.object({
  what: v.picklist(CAUTIONS),
  /** The proxy, DNS server or fingerprint; absent where there is nothing to name. */
  value: v.optional(v.string()),
});
export type Caution = v.InferOutput<typeof CautionSchema>;

/** What was not taken over, by the name it had there. The words are in electron/texts/app/exchange.ts. */
export const ImportNoteSchema = v.variant('code', [
  /** Known to that program, without a counterpart here, or not understood. */
  v.object({ code: v.literal('ignored'), what: v.string() }),
  /** A command that would print the password: shown, never run. */
  v.object({ code: v.literal('password-command'), command: v.string() }),
  /** Names a file whose content is needed: it has to be chosen by the user. */
  v.object({ code: v.literal('file-needed'), what: v.string(), path: v.string() }),
  /** The profile had one where it was exported. */
  v.object({ code: v.literal('secret-left-out'), kind: SecretKindSchema }),
]);
export type ImportNote = v.InferOutput<typeof ImportNoteSchema>;

export const ImportErrorSchema = v.picklist([
  'empty',
  'too-long',
  /** More profiles in it than are taken at once. */
  'too-many',
  /** Reading it reached the limit of time or memory. */
  'too-costly',
  /** Not of any form that is known. */
  'unknown-form',
  /** A quote without its other half, JSON that is none, a line that has no meaning. */
  'syntax',
  /** JSON, but a value in it is not what has to stand there: `where`. */
  'bad-value',
  /** A text in it holds a control character, a line end perhaps: `where`. */
  'control-character',
  /** A character stands where it can mean two things: `character`, and how it is `written` instead. */
  'raw-character',
  /** An export of a later version: `schema`. */
  'newer',
  'bad-target',
  'no-target',
]);
export type ImportError = v.InferOutput<typeof ImportErrorSchema>;

/** Why nothing could be read. Repeats nothing of the text, which may hold a password. */
export const ImportProblemSchema = v.object({
  error: ImportErrorSchema,
  /** From 1; null where lines mean nothing. */
  line: v.nullable(CountSchema),
  /** From 1, in UTF-16 units. */
  column: v.optional(CountSchema),
  /** Path in the document, such as profiles[3].content.name. */
  where: v.optional(v.string()),
  character: v.optional(v.string()),
  written: v.optional(v.string()),
  /** The version it names. */
  schema: v.optional(v.number()),
});
export type ImportProblem = v.InferOutput<typeof ImportProblemSchema>;

/** What to export. */
export const ProfileSelectionSchema = v.variant('kind', [
  v.object({ kind: v.literal('profiles'), ids: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(100_000)) }),
  v.object({ kind: v.literal('folder'), id: IdSchema }),
  v.object({ kind: v.literal('all') }),
]);
export type ProfileSelection = v.InferOutput<typeof ProfileSelectionSchema>;

export const ImportSourceSchema = v.variant('from', [
  /** As pasted. A password in it comes in here, and goes nowhere but to the keychain. */
  v.object({ from: v.literal('text'), text: v.pipe(v.string(), v.maxLength(33_554_432)) }),
  /** Of a file chosen for `profiles`. */
  v.object({ from: v.literal('file'), handle: IdSchema }),
]);
export type ImportSource = v.InferOutput<typeof ImportSourceSchema>;

export const ImportEntrySchema = v.object({
  /** Place in what was read; chosen by this. */
  index: CountSchema,
  /** As it would be saved. */
  content: ProfileContentSchema,
  /** The folder it was in; made when there is none of that name. Null: it goes where the user says. */
  folder: v.nullable(v.pick(ProfileFolderSchema, ['name', 'colour'])),
  /** There is one of this name where it would go: unless renamed, it gets a number after its name. */
  nameTaken: v.boolean(),
  notes: v.array(ImportNoteSchema),
  /** To be shown before anything else. */
  cautions: v.optional(v.array(CautionSchema), []),
  /** A secret stood there. */
  secret: v.nullable(SecretKindSchema),
});
export type ImportEntry = v.InferOutput<typeof ImportEntrySchema>;

export const ImportPreviewSchema = v.variant('kind', [
  v.object({ kind: v.literal('refused'), problem: ImportProblemSchema }),
  v.object({
    kind: v.literal('found'),
    /** For `profiles.import`; forgotten after ten minutes, and with the app. */
    token: IdSchema,
    form: ImportFormSchema,
    entries: v.array(ImportEntrySchema),
  }),
]);
export type ImportPreview = v.InferOutput<typeof ImportPreviewSchema>;

export const ImportChoiceSchema = v.object({
  token: IdSchema,
  /** In this order. `name`: another one than was found. */
  entries: v.pipe(
    v.array(v.object({ index: CountSchema, name: v.optional(ProfileContentSchema.entries.name) })),
    v.minLength(1),
    v.maxLength(10_000),
  ),
  /** Where those without a folder of their own go. */
  folder: v.nullable(IdSchema),
  /** What becomes of the secrets. */
  secrets: v.picklist(['keychain', 'session', 'leave']),
});
export type ImportChoice = v.InferOutput<typeof ImportChoiceSchema>;

export const ImportedSecretSchema = v.object({ id: IdSchema, kind: SecretKindSchema, state: SecretStateSchema });
export type ImportedSecret = v.InferOutput<typeof ImportedSecretSchema>;

export const ImportResultSchema = v.object({
  profiles: v.array(ProfileSchema),
  /**
   * What became of each secret, `none` for one that was left. As long as the token is known, one that the keychain did not
   * take can be tried again, or kept for this session, with `profiles.importSecrets`.
   */
  secrets: v.array(ImportedSecretSchema),
});
export type ImportDone = v.InferOutput<typeof ImportResultSchema>;
