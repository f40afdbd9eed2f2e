/**
 * The one contract between window and main: every call with its input and output, every stream with its parameters and
 * events. Channel name = key. The host (ipc/host.ts) parses inputs, the client (ipc/client.ts) parses outputs and events;
 * a handler that is missing does not compile. Adding a call: here, app/handlers/<domain>.ts, the caller, a test.
 */
import { ArrivedComparisonSchema, AskedLookSchema, LookEventSchema } from '../protocol/values/app/arrived.ts';
import * as v from 'valibot';
import { AppErrorSchema } from '../protocol/values/app-error.ts';
import {
  ConsoleExplainedSchema,
  ConsoleInputSchema,
  ConsoleRequestSchema,
  ConsoleStateSchema,
  OpenConsoleSchema,
  StayOpenSchema,
} from '../protocol/values/app/console.ts';
import { DkimAlgorithmSchema, DkimKeyInfoSchema } from '../protocol/values/app/dkim.ts';
import { CountSchema, IdSchema } from '../protocol/values/common.ts';
import {
  ImportChoiceSchema,
  ImportedSecretSchema,
  ImportPreviewSchema,
  ImportResultSchema,
  ImportSourceSchema,
  ProfileSelectionSchema,
} from '../protocol/values/profiles/exchange.ts';
import {
  DroppedFileSchema,
  FileHandleSchema,
  FilePurposeSchema,
  FileStateSchema,
  SavedSchema,
} from '../protocol/values/app/files.ts';
import { ExperimentMadeSchema, ExplainedSchema, PastedTextSchema } from '../protocol/values/app/explain.ts';
import { HistoryPageSchema, HistoryRunSchema, PastFileSchema } from '../protocol/values/app/history.ts';
import {
  ListenerConfigSchema,
  NewServerUserSchema,
  ServerConfigSchema,
  ServerStateSchema,
  SessionSummarySchema,
} from '../protocol/values/server/server.ts';
import {
  MessagePageSchema,
  MessageSliceSchema,
  MessageSummarySchema,
  MessageViewSchema,
  MimeNodeSchema,
  OpenedMessageSchema,
} from '../protocol/values/server/mailbox.ts';
import {
  OrphanSecretSchema,
  ProfileChangeSchema,
  ProfileContentSchema,
  ProfileDraftSchema,
  ProfileFolderSchema,
  ProfileListSchema,
  ProfileSchema,
  SecretKindSchema,
  SecretStatusSchema,
} from '../protocol/values/profiles/profile.ts';
import { SignInStepSchema } from '../protocol/values/profiles/sign-in.ts';
import {
  ArrivedSchema,
  FoundDraftSchema,
  MboxPageSchema,
  MessagePreviewSchema,
  PreparedViewSchema,
  PreviewRequestSchema,
  SendDraftSchema,
  TemplateIdSchema,
} from '../protocol/values/app/outgoing.ts';
import {
  OwnTemplateInfoSchema,
  OwnTemplateNameSchema,
  OwnTemplateSchema,
} from '../protocol/values/app/own-templates.ts';
import { limits as typedLimits } from '../protocol/parse/limits.ts';
import {
  FoundRunSchema,
  RunBatchSchema,
  RunRequestSchema,
  RunSnapshotSchema,
  SecretInputSchema,
} from '../protocol/values/app/run.ts';
import { ScriptSchema } from '../protocol/values/server/script.ts';
import { AnewSchema } from '../protocol/values/session/diagnosis.ts';
import { SessionEventSchema } from '../protocol/values/session/event.ts';
import { SettingsSchema } from '../protocol/values/app/settings.ts';
import {
  KnownSurveySchema,
  SurveyBatchSchema,
  SurveySnapshotSchema,
  SurveyStartSchema,
} from '../protocol/values/app/survey.ts';
import { CellKeySchema } from '../protocol/values/survey/cell.ts';
import { SurveyKindSchema } from '../protocol/values/survey/request.ts';
import { UpdateStateSchema, VersionSchema } from '../protocol/values/app/updates.ts';
import { ViewBoundsSchema } from '../protocol/values/app/viewer.ts';

export const AppInfoSchema = v.object({
  version: v.string(),
  runtime: v.picklist(['electron', 'node']),
  versions: v.record(v.string(), v.string()),
  platform: v.string(),
  /** The name our client gives in EHLO unless another is asked for. */
  defaultEhloName: v.string(),
  /** What needs a desktop; all false in the harness, where the calls behind them answer `not-available`. */
  features: v.object({ viewer: v.boolean(), dialogs: v.boolean(), tray: v.boolean() }),
  /** Why the settings could not be read when the app started; null when all is well. */
  settingsProblem: v.nullable(AppErrorSchema),
  /** The version that ran here before, in the first answer after an update. */
  updatedFrom: v.optional(v.string()),
});
export type AppInfo = v.InferOutput<typeof AppInfoSchema>;

const none = v.object({});
const byId = v.object({ id: IdSchema });
const byIds = v.object({ ids: v.pipe(v.array(IdSchema), v.maxLength(100_000)) });
const pageOf = v.object({ offset: CountSchema, limit: v.pipe(CountSchema, v.maxValue(500)), search: v.string() });

export const contract = {
  calls: {
    'app.info': { input: none, output: AppInfoSchema },
    /** https only. The user is asked first, with the whole address in sight. */
    'app.openExternal': {
      input: v.object({ url: v.pipe(v.string(), v.maxLength(8_192)) }),
      output: v.object({ opened: v.boolean() }),
    },
    /** The window's own zoom, in steps between 80 and 200 %. `factor`: 1 is natural size. */
    'app.zoom': {
      input: v.object({ change: v.picklist(['in', 'out', 'reset']) }),
      output: v.object({ factor: v.number() }),
    },

    /** The licences of what is inside, and what changed from version to version; null where they did not come along. */
    'app.document': {
      input: v.object({ name: v.picklist(['licences', 'changes']) }),
      output: v.object({ text: v.nullable(v.string()) }),
    },
    /** Versions, settings, counts and the log, without secrets and names, to where the user says. */
    'app.saveDiagnostics': { input: none, output: SavedSchema },

    /** What is known of newer releases, and where this build may ask. */
    'updates.state': { input: none, output: UpdateStateSchema },
    /** Asks the feed now; what came of it is in the state. `not-available` where this build has none. */
    'updates.check': { input: none, output: UpdateStateSchema },
    /** This version is not spoken of again. */
    'updates.passOver': { input: v.object({ version: VersionSchema }), output: UpdateStateSchema },

    'settings.get': { input: none, output: SettingsSchema },
    /** What is absent stays as it is; the answer is the whole. New trusted roots are put in force when the user agrees in a dialog of main's. */
    'settings.set': { input: v.partial(SettingsSchema), output: SettingsSchema },
    /** Where things are kept, as text to be shown. */
    'settings.paths': { input: none, output: v.object({ data: v.string() }) },
    'settings.openDataFolder': { input: none, output: none },

    'runs.start': { input: RunRequestSchema, output: v.object({ runId: IdSchema, ownServer: v.boolean() }) },
    'runs.snapshot': { input: v.object({ runId: IdSchema, afterSeq: CountSchema }), output: RunSnapshotSchema },
    /** A send test that goes on, or whose end no window has seen. */
    'runs.unseen': { input: none, output: v.object({ found: v.nullable(FoundRunSchema) }) },
    'runs.cancel': { input: v.object({ runId: IdSchema }), output: none },

    /** Many sessions, one answer. Secrets travel here, once; none that a profile keeps is used. `surveys-running` where there are too many. */
    'surveys.start': { input: SurveyStartSchema, output: v.object({ surveyId: IdSchema }) },
    /** Those in memory, newest first: for a window that was loaded anew. */
    'surveys.known': { input: none, output: v.object({ surveys: v.array(KnownSurveySchema) }) },
    /** Also of one in the history; `run-not-found` for neither. */
    'surveys.snapshot': { input: v.object({ surveyId: IdSchema }), output: SurveySnapshotSchema },
    /** What happened in the session of one cell, after that number, as far as it is. */
    'surveys.session': {
      input: v.object({ surveyId: IdSchema, key: CellKeySchema, afterSeq: CountSchema }),
      output: v.object({ events: v.array(SessionEventSchema) }),
    },
    /** Ends every session of it; what was found until then stays. */
    'surveys.stop': { input: v.object({ surveyId: IdSchema }), output: none },
    /** Of a watch that runs: a desktop notification for what changes, while the window is not in front. */
    'surveys.notify': { input: v.object({ surveyId: IdSchema, wanted: v.boolean() }), output: none },
    /** Of a file chosen for `targets`. */
    'surveys.readList': {
      input: v.object({ handle: IdSchema }),
      output: v.object({ name: v.string(), text: v.string() }),
    },
    /** The rows of a list of targets as CSV, to a file that the user chooses. */
    'surveys.exportRows': { input: v.object({ surveyId: IdSchema }), output: SavedSchema },
    /** A session to be typed into. It is a run: `runs.events` has what was said, `runs.cancel` breaks it off, the history keeps it. */
    'console.open': { input: ConsoleRequestSchema, output: v.object({ runId: IdSchema, ownServer: v.boolean() }) },
    /** The newest that is open, for a window that was reloaded. */
    'console.current': { input: none, output: v.object({ open: v.nullable(OpenConsoleSchema) }) },
    /** Answers once it is begun; `invalid-argument` where it cannot be, or something else is under way. */
    'console.send': { input: v.object({ runId: IdSchema, input: ConsoleInputSchema }), output: none },
    /** Before the next line of a list. */
    'console.stopList': { input: v.object({ runId: IdSchema }), output: none },
    /** NOOP whenever nothing was said for so many seconds; null for never. */
    'console.stayOpen': { input: v.object({ runId: IdSchema, seconds: StayOpenSchema }), output: none },
    /** QUIT, where the server still listens. */
    'console.close': { input: v.object({ runId: IdSchema }), output: none },
    /** The reply with this event's number, or the first after it; null where there is none. */
    'console.explain': {
      input: v.object({ runId: IdSchema, seq: CountSchema }),
      output: v.nullable(ConsoleExplainedSchema),
    },
    /** Of a file chosen for `commands`. */
    'console.readList': { input: v.object({ handle: IdSchema }), output: v.object({ text: v.string() }) },
    /** To a file that the user chooses. */
    'console.saveList': {
      input: v.object({ text: v.pipe(v.string(), v.maxLength(typedLimits.commandList)) }),
      output: SavedSchema,
    },

    'profiles.list': { input: none, output: ProfileListSchema },
    /** `id` null: a new one, in `folder`. Else `rev` is what the edits started from; `profile-changed` when that is no longer so. */
    'profiles.save': {
      input: v.object({
        id: v.nullable(IdSchema),
        rev: CountSchema,
        folder: v.nullable(IdSchema),
        content: ProfileContentSchema,
      }),
      output: ProfileSchema,
    },
    /** With its secrets, as far as the keychain answers. */
    'profiles.duplicate': { input: byId, output: ProfileSchema },
    /** Final after a minute, or when the app ends; then their secrets are deleted too. */
    'profiles.delete': { input: byIds, output: none },
    'profiles.restore': { input: byIds, output: none },
    /** Into the folder, before this neighbour or at the end. */
    'profiles.move': {
      input: v.object({ ...byIds.entries, folder: v.nullable(IdSchema), before: v.nullable(IdSchema) }),
      output: none,
    },
    /** An id that is not known, or none, makes a new one. */
    'profiles.saveFolder': {
      input: v.object({ ...v.omit(ProfileFolderSchema, ['id', 'position']).entries, id: v.nullable(IdSchema) }),
      output: ProfileFolderSchema,
    },
    /** Its profiles stay, outside of any folder. */
    'profiles.deleteFolder': { input: byId, output: none },
    'profiles.moveFolder': { input: v.object({ ...byId.entries, before: v.nullable(IdSchema) }), output: none },
    'profiles.drafts': { input: none, output: v.array(ProfileDraftSchema) },
    'profiles.keepDraft': { input: ProfileDraftSchema, output: none },
    'profiles.dropDraft': { input: v.object({ id: v.nullable(IdSchema) }), output: none },
    /** As JSON without secrets, to a file that the user chooses. */
    'profiles.export': { input: v.object({ what: ProfileSelectionSchema }), output: SavedSchema },
    /** The same as text, for the clipboard. */
    'profiles.exportText': {
      input: v.object({ what: ProfileSelectionSchema }),
      output: v.object({ text: v.string() }),
    },
    /** Reads settings of ours or of other programs, and keeps none. A secret in them stays in main, under the token. */
    'profiles.previewImport': { input: ImportSourceSchema, output: ImportPreviewSchema },
    /** Nothing is overwritten: each gets an id of its own. `import-expired` when the token is no longer known. */
    'profiles.import': { input: ImportChoiceSchema, output: ImportResultSchema },
    /** The secrets of an import that were not kept yet. */
    'profiles.importSecrets': {
      input: v.object({ token: IdSchema, where: v.picklist(['keychain', 'session']) }),
      output: v.array(ImportedSecretSchema),
    },
    /** The user is through with it; what was read is forgotten. */
    'profiles.dropImport': { input: v.object({ token: IdSchema }), output: none },
    /** An access token for the profile as it is saved (OAuth 2). Answers at once; what happens is in `profiles.signInSteps`. One at a time: another is cancelled. */
    'profiles.signIn': {
      input: v.object({ ...byId.entries, where: v.picklist(['keychain', 'session']) }),
      output: v.object({ attempt: IdSchema }),
    },
    'profiles.cancelSignIn': { input: v.object({ attempt: IdSchema }), output: none },
    /** Forgets the tokens. `revoked`: the server was asked to, and did. */
    'profiles.signOut': { input: byId, output: v.object({ revoked: v.boolean() }) },

    /** The only way in, and there is none out. `session`: kept in memory until the app ends. */
    'secrets.set': {
      input: v.object({
        ...byId.entries,
        kind: SecretKindSchema,
        secret: v.pipe(SecretInputSchema, v.minLength(1)),
        where: v.picklist(['keychain', 'session']),
      }),
      output: SecretStatusSchema,
    },
    /** A key in PEM, from a file chosen for it and for this profile: it never passes through the window. `invalid-argument` when the file holds none. */
    'secrets.fromFile': {
      input: v.object({
        ...byId.entries,
        kind: v.literal('client-key'),
        handle: IdSchema,
        where: v.picklist(['keychain', 'session']),
      }),
      output: SecretStatusSchema,
    },
    /**
     * Main asks the user, in a dialog of its own, whether the secrets that are kept for somewhere else may go where the profile goes
     * now. Answers how all of them stand then.
     */
    'secrets.rebind': { input: byId, output: v.array(SecretStatusSchema) },
    'secrets.remove': { input: v.object({ ...byId.entries, kind: SecretKindSchema }), output: SecretStatusSchema },
    /** Asks the keychain, which may ask the user: up to a minute. */
    'secrets.status': { input: byId, output: v.array(SecretStatusSchema) },
    'secrets.orphans': { input: none, output: v.array(OrphanSecretSchema) },
    /** Answers those that are left. */
    'secrets.removeOrphans': { input: none, output: v.array(OrphanSecretSchema) },

    'report.save': {
      input: v.object({ runId: IdSchema, format: v.picklist(['md', 'json', 'html']) }),
      output: SavedSchema,
    },
    'report.text': { input: v.object({ runId: IdSchema }), output: v.object({ markdown: v.string() }) },

    /** What a pasted reply, log, bounce or error means, from what is built in: nothing is connected, nothing is kept. */
    'explain.text': { input: PastedTextSchema, output: ExplainedSchema },
    /** What an experiment settled, from the reports of both sessions, transcripts left out; null where the first ended without a diagnosis. */
    'explain.experiment': { input: ExperimentMadeSchema, output: v.nullable(AnewSchema) },

    'history.list': { input: pageOf, output: HistoryPageSchema },
    'history.get': { input: byId, output: HistoryRunSchema },
    /**
     * The files that a past send took, with handles as if they had been chosen anew. `known` is false for runs kept by a version that
     * did not remember them.
     */
    'history.files': { input: byId, output: v.object({ known: v.boolean(), files: v.array(PastFileSchema) }) },
    /** Of each pair of runs, how many places of their reports differ; null where one of them is gone. */
    'history.changes': {
      input: v.object({ pairs: v.pipe(v.array(v.object({ id: IdSchema, before: IdSchema })), v.maxLength(20)) }),
      output: v.object({ changes: v.array(v.nullable(CountSchema)) }),
    },
    /** Final after a minute, or when the app ends. */
    'history.delete': { input: byIds, output: none },
    'history.restore': { input: byIds, output: none },

    /** Empty when the dialog was cancelled. */
    'files.choose': {
      /** `profileId`: whose key it is; the dialog says so, and the key goes to no other profile. */
      input: v.object({ purpose: FilePurposeSchema, profileId: v.optional(IdSchema) }),
      output: v.array(FileHandleSchema),
    },
    'files.drop': { input: DroppedFileSchema, output: FileHandleSchema },
    /** Whether files that are to be sent are still what they were. */
    'files.check': {
      input: v.object({ handles: v.pipe(v.array(IdSchema), v.maxLength(1_000)) }),
      output: v.object({ files: v.array(FileStateSchema) }),
    },
    /** Takes a file that was changed as it is now. */
    'files.accept': { input: v.object({ handle: IdSchema }), output: FileHandleSchema },
    'files.release': { input: v.object({ handles: v.pipe(v.array(IdSchema), v.maxLength(1_000)) }), output: none },
    /** Of a file chosen for `trust`, or the certificates of one chosen for `certificate`; at most 1 MiB. */
    'files.text': { input: v.object({ handle: IdSchema }), output: v.object({ text: v.string() }) },

    'server.state': { input: none, output: ServerStateSchema },
    'server.start': { input: none, output: ServerStateSchema },
    'server.stop': { input: none, output: ServerStateSchema },
    /** Takes effect at once: listeners that did not change keep running. Kept across restarts. */
    'server.configure': { input: ServerConfigSchema, output: ServerStateSchema },
    'server.addListener': { input: v.omit(ListenerConfigSchema, ['id']), output: ServerStateSchema },
    'server.removeListener': { input: v.object({ id: IdSchema }), output: ServerStateSchema },
    /** `password`: the one that was made, to be shown this once; null where one was given. */
    'server.addUser': {
      input: NewServerUserSchema,
      output: v.object({ password: v.nullable(v.string()), state: ServerStateSchema }),
    },
    'server.removeUser': { input: v.object({ user: v.string() }), output: ServerStateSchema },
    /** Ready-made fault scripts; one is put in force through the configuration's `script`. */
    'server.presets': { input: none, output: v.array(ScriptSchema) },
    /** Reads one from a file chosen for it, and puts none in force. `invalid-argument` says where the file is no script. */
    'server.readScript': { input: v.object({ handle: IdSchema }), output: ScriptSchema },
    'server.sessions': { input: v.object({ limit: CountSchema }), output: v.array(SessionSummarySchema) },
    'server.sessionEvents': { input: v.object({ id: IdSchema }), output: v.array(SessionEventSchema) },

    /** A ready-made message, its variables not filled in. `raw`: its line ends are part of it. */
    'messages.template': {
      input: v.object({ id: TemplateIdSchema }),
      output: v.object({ source: v.string(), raw: v.boolean() }),
    },
    /** How it would go out. Rejects as a run would where it cannot be made. */
    'messages.preview': { input: PreviewRequestSchema, output: MessagePreviewSchema },
    /** Its HTML and its text as a reader finds them; `viewer.show` knows the HTML by the id. */
    'messages.prepareView': { input: PreviewRequestSchema, output: PreparedViewSchema },
    /** Of a file chosen or dropped to be sent: the messages in it, from that place on, some hundred at a time. */
    'messages.mboxEntries': { input: v.object({ handle: IdSchema, after: CountSchema }), output: MboxPageSchema },
    'messages.ownTemplates': { input: none, output: v.object({ templates: v.array(OwnTemplateInfoSchema) }) },
    'messages.ownTemplate': { input: byId, output: OwnTemplateSchema },
    /** The message as it stands, with variables where each is like no other; one of the same name is replaced. */
    'messages.saveTemplate': {
      input: v.object({ ...PreviewRequestSchema.entries, name: OwnTemplateNameSchema }),
      output: OwnTemplateInfoSchema,
    },
    'messages.renameTemplate': {
      input: v.object({ ...byId.entries, name: OwnTemplateNameSchema }),
      output: OwnTemplateInfoSchema,
    },
    'messages.deleteTemplate': { input: byId, output: none },
    /** What a run sent beside what our own test server holds of it. */
    'messages.arrived': { input: v.object({ runId: IdSchema }), output: v.object({ arrived: v.array(ArrivedSchema) }) },
    /** What a run sent beside a file of what arrived; null where the message is no longer held, or too long to be compared. */
    'messages.compare': {
      input: v.object({ runId: IdSchema, handle: IdSchema }),
      output: v.object({ comparison: v.nullable(ArrivedComparisonSchema) }),
    },
    /** The send test that was being prepared. */
    'messages.draft': { input: none, output: v.object({ found: v.nullable(FoundDraftSchema) }) },
    'messages.keepDraft': { input: SendDraftSchema, output: none },
    'messages.dropDraft': { input: none, output: none },
    /** Keys to sign with: kept ones, then those of this run of the app. */
    'messages.dkimKeys': { input: none, output: v.object({ keys: v.array(DkimKeyInfoSchema) }) },
    /** For a test; gone with the app unless it is kept. */
    'messages.makeDkimKey': { input: v.object({ algorithm: DkimAlgorithmSchema }), output: DkimKeyInfoSchema },
    /** Of a file chosen for `dkim-key`; it never passes through the window. */
    'messages.readDkimKey': { input: v.object({ handle: IdSchema }), output: DkimKeyInfoSchema },
    /** In the keychain. */
    'messages.keepDkimKey': { input: v.object({ key: IdSchema }), output: DkimKeyInfoSchema },
    'messages.forgetDkimKey': { input: v.object({ key: IdSchema }), output: none },

    'mailbox.list': { input: pageOf, output: MessagePageSchema },
    'mailbox.view': { input: byId, output: MessageViewSchema },
    /** One that was chosen (`message`) or dropped; the handle is used up. Rejects with `file-unreadable` for what is no message. */
    'mailbox.openFile': { input: v.object({ handle: IdSchema }), output: byId },
    /**
     * A message file that the desktop (`open-file`) or the user asked to have shown. Its parts, source and HTML are asked for as those of
     * any message, by its id; it is in no list, and nothing of it is kept.
     */
    'mailbox.opened': { input: byId, output: OpenedMessageSchema },
    /** The user is through with it. */
    'mailbox.closeOpened': { input: byId, output: none },
    'mailbox.source': {
      input: v.object({ id: IdSchema, offset: CountSchema, length: v.pipe(CountSchema, v.maxValue(1_048_576)) }),
      output: MessageSliceSchema,
    },
    'mailbox.markRead': { input: v.object({ id: IdSchema, read: v.boolean() }), output: none },
    /** Final after a minute, or when the app ends. */
    'mailbox.delete': { input: byIds, output: none },
    'mailbox.restore': { input: byIds, output: none },
    'mailbox.structure': { input: byId, output: MimeNodeSchema },
    'mailbox.saveAttachment': { input: v.object({ id: IdSchema, index: CountSchema }), output: SavedSchema },
    /** The message as .eml, octets as received. */
    'mailbox.export': { input: byId, output: SavedSchema },
    /** What the HTML would have fetched from elsewhere; nothing ever is. */
    'mailbox.remote': { input: byId, output: v.object({ urls: v.array(v.string()) }) },

    /** The HTML of a message, in a view of its own above this place of the page (CSS pixels). `zoom`: 1 is natural size. */
    'viewer.show': {
      input: v.object({
        id: IdSchema,
        bounds: ViewBoundsSchema,
        zoom: v.pipe(v.number(), v.minValue(0.25), v.maxValue(5)),
      }),
      output: none,
    },
    /** Without extent the view is kept, and not seen. */
    'viewer.bounds': { input: v.object({ bounds: ViewBoundsSchema }), output: none },
    'viewer.hide': { input: none, output: none },
  },
  streams: {
    /** Begins with the settings, the number of past runs and what is known of releases. */
    'app.events': {
      params: none,
      event: v.variant('type', [
        v.object({ type: v.literal('settings'), settings: SettingsSchema }),
        /** The menu or the tray chose an action of texts/app/actions.ts. */
        v.object({ type: v.literal('action'), action: v.string() }),
        v.object({ type: v.literal('history'), total: CountSchema }),
        v.object({ type: v.literal('updates'), state: UpdateStateSchema }),
        /** The view of this message ended by itself, or was ended. */
        v.object({ type: v.literal('view-ended'), id: IdSchema, error: AppErrorSchema }),
        /** A notification was clicked. */
        v.object({ type: v.literal('open-message'), id: IdSchema }),
        /** A message file is to be shown, or cannot be. */
        v.object({ type: v.literal('open-file'), id: IdSchema }),
        v.object({ type: v.literal('open-failed'), error: AppErrorSchema }),
        v.object({ type: v.literal('open-survey'), id: IdSchema, kind: SurveyKindSchema }),
      ]),
    },
    /** Begins with everything. */
    'profiles.changed': { params: none, event: ProfileChangeSchema },
    /** Begins with what has happened; ends after `done` or `failed`. */
    'profiles.signInSteps': { params: v.object({ attempt: IdSchema }), event: SignInStepSchema },
    /** Begins with how it stands, whole each time; ends with the session. */
    'console.state': { params: v.object({ runId: IdSchema }), event: ConsoleStateSchema },
    'runs.events': { params: v.object({ runId: IdSchema }), event: RunBatchSchema },
    /** Looks for what a run sent in a mailbox, as long as it is followed; ends with what came of it. */
    'messages.look': { params: AskedLookSchema, event: LookEventSchema },
    /** What comes from now on; ends with the survey. */
    'surveys.events': { params: v.object({ surveyId: IdSchema }), event: SurveyBatchSchema },
    'server.changed': {
      params: none,
      event: v.variant('type', [
        v.object({ type: v.literal('state'), state: ServerStateSchema }),
        v.object({ type: v.literal('session'), session: SessionSummarySchema }),
        v.object({ type: v.literal('message'), message: MessageSummarySchema }),
        v.object({ type: v.literal('mailbox'), total: CountSchema, unread: CountSchema }),
      ]),
    },
  },
} as const;

export type Contract = typeof contract;
export type CallName = keyof Contract['calls'];
export type StreamName = keyof Contract['streams'];
export type CallInput<N extends CallName> = v.InferOutput<Contract['calls'][N]['input']>;
export type CallOutput<N extends CallName> = v.InferOutput<Contract['calls'][N]['output']>;
export type StreamParams<N extends StreamName> = v.InferOutput<Contract['streams'][N]['params']>;
export type StreamEvent<N extends StreamName> = v.InferOutput<Contract['streams'][N]['event']>;
