/**
 * Puts the app together without Electron: services over the core and storage, handlers over the services. The window's
 * main process and the harness differ only in what they hand in here and in what carries the contract.
 */
import { join } from 'node:path';
import { feedRequest, type FeedConfig } from '../core/updates/feed.ts';
import type { InstalledAs } from '../protocol/values/app/updates.ts';
import { updateMemoryIn } from '../storage/files/update-memory.ts';
import { jsonFile } from '../storage/files/json-file.ts';
import { Keychain } from '../storage/keychain/keychain.ts';
import { profileStore } from '../storage/profiles/store.ts';
import { verificationOf } from '../core/profiles/verification.ts';
import { ReportFold } from '../core/report/fold.ts';
import { systemClock } from '../core/recording/clock.ts';
import { defaultEhloName } from '../core/smtp/plan/target.ts';
import type { SecretStore } from '../core/ports.ts';
import type { AppInfo } from '../ipc/contract.ts';
import { AppError } from '../protocol/values/app-error.ts';
import type { Handlers, Streams } from '../ipc/host.ts';
import { appHandlers, appStreams } from './handlers/app.ts';
import { consoleHandlers, consoleStreams } from './handlers/console.ts';
import { explainHandlers } from './handlers/explain.ts';
import { filesHandlers } from './handlers/files.ts';
import { historyHandlers, reportHandlers } from './handlers/history.ts';
import { mailboxHandlers } from './handlers/mailbox.ts';
import { profilesHandlers, profilesStreams, secretsHandlers } from './handlers/profiles.ts';
import { runsHandlers, runsStreams } from './handlers/runs.ts';
import { messagesHandlers, messagesStreams } from './handlers/messages.ts';
import { serverHandlers, serverStreams } from './handlers/server.ts';
import { surveysHandlers, surveysStreams } from './handlers/surveys.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { updatesHandlers } from './handlers/updates.ts';
import { viewerHandlers } from './handlers/viewer.ts';
import { DataIndex } from './data-index.ts';
import { AppEvents } from './events.ts';
import { noDesktop, type Desktop } from './desktop.ts';
import { Files } from './saving/files.ts';
import { agreeOthers, rebindSecrets, RootAgreement } from './profiles/agreements.ts';
import { leadsToOwnListener } from './server/own-server.ts';
import { Consoles } from './runs/consoles.ts';
import { reportOf } from './runs/past-runs.ts';
import { pastRunsIn } from './runs/past-runs-in.ts';
import { ProfileDrafts, StoredDraftsSchema } from './profiles/drafts.ts';
import { ProfileExchange } from './profiles/exchange.ts';
import { Profiles } from './profiles/profiles.ts';
import { DkimKeys, StoredDkimKeysSchema } from './messages/dkim-keys.ts';
import { OpenedMessages } from '../storage/mailbox/opened.ts';
import { OpenedForWindow } from './messages/opened.ts';
import { PreparedViews } from './messages/prepared-views.ts';
import { OwnTemplates } from '../storage/files/own-templates.ts';
import { SendDrafts, StoredSendDraftSchema } from './messages/drafts.ts';
import { SignIns } from './profiles/sign-ins.ts';
import { withSettings } from './runs/settings.ts';
import { filesIn, Runs } from './runs/runs.ts';
import type { ServerService } from './server/server.ts';
import { serverIn } from './server/server-in.ts';
import { surveySettings } from './surveys/settings.ts';
import { listedProfiles } from './surveys/listed-profiles.ts';
import { Surveys } from './surveys/surveys.ts';
import { WatchNews } from './surveys/watch-news.ts';
import { Updates } from './updates/updates.ts';
import { versionBefore } from './seen-version.ts';
import { settingsIn, type SettingsService } from './settings.ts';

export interface AppOptions {
  /** Everything the app keeps is below it. */
  readonly dataDir: string;
  /** The built electron/storage/mailbox/mailbox-worker.ts. */
  readonly mailboxWorker: URL;
  /** Where someone needs them before all else; those of `dataDir` when left out. */
  readonly settings?: SettingsService;
  readonly info: Pick<AppInfo, 'version' | 'runtime' | 'versions'>;
  /** Where this build asks for newer releases; left out: it has no such place. */
  readonly feed?: FeedConfig | null;
  readonly installedAs?: InstalledAs;
  /** Another than the system's, for tests. */
  readonly keychain?: SecretStore;
  /** Null where there is none: what needs it answers `not-available`. */
  readonly desktop?: Desktop;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
  /** Where these texts lie, should they have come along. */
  readonly documents?: Readonly<Record<'licences' | 'changes', string>>;
  /** What was logged so far, oldest first. */
  readonly logged?: () => readonly string[];
}

export interface App {
  readonly handlers: Handlers;
  readonly streams: Streams;
  readonly server: ServerService;
  readonly settings: SettingsService;
  /** What main itself has to report to the window. */
  readonly events: AppEvents;
  /** What changes in watches, where it is to be notified of. */
  readonly watched: WatchNews;
  /** A message file to be shown, whose path the desktop gave. Never rejects. */
  readonly showMessage: (path: string) => Promise<void>;
  /** Settings are read. */
  readonly ready: Promise<void>;
  /** Ends runs, then sessions, then the mailbox. Resolves when nothing is left to do. */
  close(): Promise<void>;
  /** A thread is held by the system's keychain, and the process cannot end in the usual way until that lets go. */
  readonly held: () => boolean;
}

export function composeApp({
  dataDir,
  mailboxWorker,
  info,
  feed = null,
  installedAs = 'folder',
  keychain,
  desktop = noDesktop,
  log,
  logged = () => [],
  documents,
  settings = settingsIn(dataDir, log),
}: AppOptions): App {
  const files = new Files(join(dataDir, 'dropped'), desktop);
  const sendDrafts = new SendDrafts(jsonFile(join(dataDir, 'send-draft.json'), StoredSendDraftSchema), files, log);
  const draftFiles = (): Promise<readonly string[]> => sendDrafts.paths();
  const ready = Promise.all([settings.open(), files.open(draftFiles)]).then(() => undefined);
  const index = new DataIndex(dataDir, mailboxWorker, log);
  let pastRuns = 0;
  const events: AppEvents = new AppEvents(() => [
    { type: 'settings', settings: settings.current },
    { type: 'history', total: pastRuns },
    { type: 'updates', state: updates.state },
    ...shown.beginning(),
  ]);
  const opened = new OpenedMessages(mailboxWorker);
  const shown: OpenedForWindow = new OpenedForWindow(opened, (event) => events.notify(event));
  const past = pastRunsIn({
    ...{ dataDir, index, log },
    retained: () => ready.then(() => settings.current.retention.runs),
    counted: (total) => {
      pastRuns = total;
      events.notify({ type: 'history', total });
    },
  });
  settings.onChange((changed) => {
    events.notify({ type: 'settings', settings: changed });
    void past.store().then(
      (history) => history.retain(changed.retention.runs),
      () => undefined,
    );
    // Where they could not be opened, that is reported elsewhere; once they are, the number in force then is applied.
    void server.mailbox().then(
      (mailbox) => mailbox.retain(changed.retention.messages),
      () => undefined,
    );
  });
  const updates = new Updates(
    {
      feed,
      request: feed === null ? '' : feedRequest(feed.url),
      installed: { version: info.version, as: installedAs, arch: process.arch },
      memory: updateMemoryIn(dataDir),
      settings,
      ask: async (...given) => (await import('../core/updates/ask.ts')).askFeed(...given),
      now: Date.now,
      changed: (state) => events.notify({ type: 'updates', state }),
      log,
    },
    ready,
  );
  const { server, ownCa } = serverIn({
    ...{ dataDir, index, mailboxWorker, log },
    retained: () => ready.then(() => settings.current.retention.messages),
  });
  // A list of files, read once the window has what it needs first.
  void ready
    .then(() => past.store())
    .catch((error: unknown) =>
      log(`past runs could not be read: ${error instanceof Error ? error.name : typeof error}`),
    );
  const system = new Keychain({ waiting: (waiting) => profiles.waitsForKeychain(waiting) });
  const profiles = new Profiles({
    store: profileStore(join(dataDir, 'profiles.json')),
    keychain: keychain ?? system,
    drafts: new ProfileDrafts(jsonFile(join(dataDir, 'profile-drafts.json'), StoredDraftsSchema), log),
    isOwn: (connection) => leadsToOwnListener(connection, server.state().listeners),
    log,
  });
  const dkimKeys = new DkimKeys({
    file: jsonFile(join(dataDir, 'dkim-keys.json'), StoredDkimKeysSchema),
    keychain: keychain ?? system,
    files,
    clock: systemClock,
    log,
  });
  const parts = { files, dkimKeys, mailbox: () => server.mailbox() };
  const preparedViews = new PreparedViews();
  const templates = new OwnTemplates(join(dataDir, 'templates.json'));
  const signIns = new SignIns({ signIn: profiles.signIn, known: (id) => profiles.known(id), desktop, log });
  const exchange = new ProfileExchange({
    profiles,
    files,
    desktop,
    // Built beside the other workers.
    importWorker: new URL('import-worker.js', mailboxWorker),
  });
  const runs = new Runs({
    // Read when first needed: what composes and speaks as a client is half of all code.
    check: async (...given) => (await import('../core/smtp/flows/check.ts')).check(...given),
    send: async (...given) => (await import('../core/smtp/flows/send.ts')).send(...given),
    filesOf: (request) => filesIn(request).map((handle) => files.toBeSent(handle)),
    compose: async (...given) => (await import('./runs/outgoing.ts')).outgoing(...given, parts),
    prepare: (connection) => withSettings(connection, settings.current),
    profileSecret: (id, request) => profiles.secrets.source(id, request),
    profileConnectionSecrets: (id, request) => profiles.secrets.connection(id, request),
    finished: (run) => {
      void profiles.finished(run);
      past.keep(run).catch((error: unknown) => {
        log(`a run could not be kept: ${error instanceof Error ? error.name : typeof error}`);
      });
    },
    fold: (command) => new ReportFold(command),
    clock: systemClock,
    ownCa,
    log,
  });
  const watched = new WatchNews();
  const surveys = new Surveys({
    run: async (...given) => (await import('../core/survey/survey.ts')).runSurveyRequest(...given),
    check: async (...given) => (await import('../core/smtp/flows/check.ts')).check(...given),
    clock: systemClock,
    prepare: (request) => surveySettings(request, settings.current),
    ownCa,
    profileSecret: (id, request) => profiles.secrets.source(id, request),
    profileConnectionSecrets: (id, request) => profiles.secrets.connection(id, request),
    agreeOthers: (id, request) => agreeOthers(profiles, desktop, id, request),
    tried: (id, asked, report, surveyId) =>
      profiles.verified(id, asked, verificationOf(report, systemClock.wall(), { surveyId })),
    changed: (surveyId, state) => watched.changed(surveyId, state),
    listed: (request) => listedProfiles(profiles, request, (connection) => withSettings(connection, settings.current)),
    keep: async (survey) => (await past.store()).add(survey),
    past: async (id) => (await past.store()).survey(id),
    log,
  });
  const consoles = new Consoles({
    runs,
    open: async (...given) => (await import('../core/smtp/flows/console.ts')).openConsole(...given),
    explain: async (...given) => (await import('../core/explain/typed.ts')).explainTyped(...given),
    message: async (body) => (await import('./runs/outgoing.ts')).outgoing(body, { from: '', to: [] }, parts),
    profileSecret: (id, request) => profiles.secrets.source(id, request),
    log,
  });
  const reportById = (id: string) => reportOf(id, (one) => runs.snapshot(one, Number.MAX_SAFE_INTEGER).report, past);
  const present = desktop !== noDesktop;
  const features = { viewer: present, dialogs: present, tray: present };
  const about = async (): Promise<AppInfo> => {
    await ready;
    const platform = process.platform;
    const known = { ...info, platform, defaultEhloName: defaultEhloName(), features };
    return { ...known, settingsProblem: settings.problem };
  };
  // A window that is loaded again was told already.
  let before: Promise<string | null> | null = versionBefore(dataDir, info.version, log);
  const introduced = async (): Promise<AppInfo> => {
    const updatedFrom = await before;
    before = null;
    return { ...(await about()), ...(updatedFrom === null ? {} : { updatedFrom }) };
  };
  const diagnostics = async (): Promise<string> =>
    (await import('./diagnostics.ts')).diagnosticsOf({
      info: await about(),
      settings: settings.current,
      dataDir,
      server: server.state(),
      profiles: await profiles.list().then(
        (list) => list.profiles.length,
        (error: unknown) => `not known: ${error instanceof AppError ? error.code : 'internal'}`,
      ),
      runs: pastRuns,
      log: logged(),
    });
  return {
    handlers: {
      ...appHandlers({ info: introduced, desktop, diagnostics, documents }),
      ...settingsHandlers(ready, settings, dataDir, desktop, new RootAgreement(desktop, files)),
      ...filesHandlers(files, profiles),
      ...messagesHandlers({ drafts: sendDrafts, parts, runs, server, preparedViews, templates }),
      ...explainHandlers(reportById),
      ...historyHandlers(past, files),
      ...reportHandlers(reportById, desktop),
      ...updatesHandlers(updates),
      ...viewerHandlers(server, desktop, events, preparedViews, opened),
      ...profilesHandlers(profiles, exchange, signIns),
      ...secretsHandlers(profiles, files, (id) => rebindSecrets(profiles, desktop, id)),
      ...runsHandlers(runs),
      ...surveysHandlers(surveys, files, desktop),
      ...consoleHandlers(consoles, files, desktop),
      ...serverHandlers(server, files),
      ...mailboxHandlers(server, desktop, opened, shown, files),
    },
    streams: {
      ...appStreams(events),
      ...runsStreams(runs),
      ...messagesStreams({
        ...{ profiles, desktop, log },
        sentBy: (runId) => runs.sentBy(runId),
        endedAt: (runId) => runs.endedAt(runId),
        prepare: (connection) => withSettings(connection, settings.current),
      }),
      ...surveysStreams(surveys),
      ...consoleStreams(consoles),
      ...profilesStreams(profiles, signIns),
      ...serverStreams(server),
    },
    server,
    settings,
    events,
    watched,
    showMessage: (path) => shown.show(path),
    ready,
    async close() {
      await Promise.all([runs.close(), surveys.close(), updates.close()]);
      await ready;
      await past.close();
      exchange.close();
      await signIns.close();
      await profiles.close();
      events.close();
      await files.close(draftFiles);
      await opened.close();
      await server.close();
      await index.close();
    },
    held: () => system.busy,
  };
}
