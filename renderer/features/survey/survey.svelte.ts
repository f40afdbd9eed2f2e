/** State of the surveys: what is asked of which server, the survey of each kind that is in front, and the cell that is looked at. */
import { surveyTarget } from '../../../electron/protocol/fold/survey/survey.ts';
import type { OpenedSurvey } from '../../../electron/protocol/parse/opened/opened-survey.ts';
import { parseTarget } from '../../../electron/protocol/parse/target.ts';
import type { CellKey } from '../../../electron/protocol/values/survey/cell.ts';
import type { OtherProtocol, SurveyKind, SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import type { SurveyState } from '../../../electron/protocol/values/survey/state.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import type { LiveCell, SurveyStart } from '../../../electron/protocol/values/app/survey.ts';
import { emptyContent } from '../../session/fields/fields.ts';
import type { Profile } from '../../../electron/protocol/values/profiles/profile.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { InspectorPort, ProfilesPort, ServerPort } from '../../app/ports.ts';
import type { CheckTab } from '../../session/past-run.ts';
import { ConnectionForm, type OpenedProfile, type PresetTarget } from '../../session/target/connection-form.svelte.ts';
import { serverHost, tidyTarget } from '../../session/target/target-words.ts';
import { settleLogin } from '../../session/verdict/settle-login.ts';
import { connectionOf, reportAt } from './cells.ts';
import { CellView } from './cell-view.svelte.ts';
import { CompareState, type ComparedSide } from './compare/compare.svelte.ts';
import { isWindowKind, type SurveyTab, type WindowKind } from './kinds.ts';
import { LiveSurvey } from './live-survey.svelte.ts';
import { missingIn, readSeconds, readSessions, requestOf } from './plan.ts';
import { portsText, readPorts, usualPorts } from './ports.ts';
import { ServerList } from './targets/server-list.svelte.ts';
import { Watches } from './watch/watches.svelte.ts';

export class SurveysState {
  /** The tab in front: a kind of survey, or the comparison. */
  tab: SurveyTab = $state('matrix');
  /** Host, login and options; the port of a matrix is in `ports`. */
  readonly form = new ConnectionForm();
  ports = $state(usualPorts);
  /** The last of each kind. */
  shown: Partial<Record<WindowKind, LiveSurvey>> = $state.raw({});
  /** The cell that is looked at; of the survey in front. */
  view: CellView | null = $state.raw(null);
  /** Of the session in front. */
  detail: CheckTab = $state('transcript');
  readonly compare: CompareState;
  /** Of a census, with each address; as typed. */
  sessions = $state('8');
  /** Of a watch, in seconds; as typed. */
  every = $state('30');
  /** Of a credential: whom it may write as and to whom, and where else it is tried. */
  sender = $state('');
  recipient = $state('');
  also: readonly OtherProtocol[] = $state.raw([]);
  readonly servers: ServerList;
  readonly watches = new Watches();
  /** Rises when the field of the server should take the focus. */
  hostAsked = $state(0);
  /** What is wrong with the plan, once it was to be carried out. */
  judged = $state(false);
  readonly #app: AppState;
  readonly #inspector: InspectorPort;
  readonly #profiles: ProfilesPort;
  readonly #server: ServerPort;
  #looked = false;

  constructor(app: AppState, inspector: InspectorPort, profiles: ProfilesPort, server: ServerPort) {
    this.#app = app;
    this.#inspector = inspector;
    this.#profiles = profiles;
    this.#server = server;
    this.servers = new ServerList(app, inspector, profiles);
    this.compare = new CompareState(app, () => profiles.profiles);
  }

  get kind(): WindowKind | null {
    return this.tab === 'compare' ? null : this.tab;
  }

  get current(): LiveSurvey | null {
    return this.kind === null ? null : (this.shown[this.kind] ?? null);
  }

  /** Why the survey cannot be made as it is typed; null where it can. */
  get missing(): string | null {
    return this.kind === null ? null : missingIn(this.kind, { form: this.form, list: this.servers.typed });
  }

  get sessionCount(): number | null {
    return readSessions(this.sessions);
  }

  get everyMs(): number | null {
    return readSeconds(this.every);
  }

  readonly typedPorts = $derived(readPorts(this.ports));

  askForHost(): void {
    this.hostAsked += 1;
  }

  show(tab: SurveyTab): void {
    this.tab = tab;
    this.judged = false;
    this.view = null;
  }

  /** A window that was loaded anew: what runs in main, or ended last, is shown again. Once. */
  async recover(): Promise<void> {
    if (this.#looked) return;
    this.#looked = true;
    try {
      const { surveys } = await this.#app.client.call('surveys.known', {});
      const ours = surveys.flatMap(({ kind, ...one }) => (isWindowKind(kind) ? [{ ...one, kind }] : []));
      for (const { surveyId, kind, status } of ours)
        if (this.shown[kind] === undefined) this.#put(kind, surveyId, false);
        else if (kind === 'watch' && status === 'running' && this.watches.find(surveyId) === null)
          this.watches.add(LiveSurvey.open(this.#app.client, surveyId, false));
      const running = ours.find(({ status }) => status === 'running') ?? ours[0];
      if (running !== undefined && this.current === null) this.show(running.kind);
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** One of the history. */
  open(kind: SurveyKind, surveyId: string): void {
    // Of the command line, one day: this window has no view for it.
    if (!isWindowKind(kind)) return;
    this.#looked = true;
    const known = kind === 'watch' ? this.watches.find(surveyId) : null;
    this.#leave(kind);
    if (known === null) this.#put(kind, surveyId, true);
    else this.shown = { ...this.shown, [kind]: known };
    this.show(kind);
    this.#app.enter('survey');
  }

  /** One of a file: it is looked at as any other, and stands nowhere but in the window. */
  openFile(file: string, opened: OpenedSurvey): void {
    const { kind } = opened.request;
    if (!isWindowKind(kind)) return;
    this.#looked = true;
    this.#leave(kind);
    this.shown = { ...this.shown, [kind]: LiveSurvey.ofFile(this.#app.client, file, opened) };
    this.fillFrom(opened.request);
    this.show(kind);
    this.#app.enter('survey');
  }

  /** Two reports of a file side by side. */
  openComparison(a: ComparedSide, b: ComparedSide): void {
    this.compareSides(a, b);
    this.#looked = true;
    this.#app.enter('survey');
  }

  /** What was read from a file is put away. */
  closeFile(): void {
    const { kind } = this;
    if (kind === null || (this.shown[kind]?.file ?? null) === null) return;
    this.#leave(kind);
    const { [kind]: _, ...others } = this.shown;
    this.shown = others;
  }

  #put(kind: WindowKind, surveyId: string, past: boolean): void {
    this.#bring(kind, LiveSurvey.open(this.#app.client, surveyId, past));
  }

  #bring(kind: WindowKind, survey: LiveSurvey): void {
    this.shown = { ...this.shown, [kind]: survey };
    if (kind === 'watch') this.watches.add(survey);
  }

  /** Another takes its place. A watch that runs goes on. */
  #leave(kind: WindowKind): void {
    const survey = this.shown[kind];
    if (survey !== undefined && !(kind === 'watch' && survey.active)) survey.dispose();
    this.view = null;
  }

  /** A watch that runs is looked at. */
  lookAtWatch(survey: LiveSurvey): void {
    this.#leave('watch');
    this.shown = { ...this.shown, watch: survey };
    if (survey.request !== null) this.fillFrom(survey.request);
  }

  /** What is shown stands in the bar, as it was asked. */
  fillFrom(request: SurveyRequest): void {
    if (request.kind === 'targets') return;
    const { form } = this;
    const auth = 'auth' in request ? request.auth : null;
    form.fill({ ...request.connection, target: surveyTarget(request) }, auth);
    form.expanded = false;
    if (request.kind === 'watch') this.every = String(request.everyMs / 1000);
  }

  /** Those that run go on; the bar is for another server. */
  watchAnother(): void {
    this.#clearWatch();
    this.form.target = '';
    this.form.targetEdited();
    this.askForHost();
  }

  /** The server of that form again and again, with its login, at once; without a server it is asked for. */
  watch(form: ConnectionForm): void {
    this.form.copyFrom(form);
    const none = form.target.trim() === '';
    this.#enterWatch(none);
    if (!none) this.run();
  }

  /** The server of a past run. Its password was not kept: with a login that is typed first. */
  watchAsked({ connection, auth, profileId }: Pick<RunRequest, 'connection' | 'auth' | 'profileId'>): void {
    this.form.fill(connection, auth);
    this.form.useProfile(profileId ?? null);
    this.#enterWatch();
    this.run();
  }

  #clearWatch(): void {
    this.#leave('watch');
    const { watch: _, ...others } = this.shown;
    this.shown = others;
    this.judged = false;
  }

  #enterWatch(ask = false): void {
    this.#clearWatch();
    this.#enter('watch', ask);
  }

  /** `ask`: a server is still to be typed, and its field gets the focus rather than the screen's first. */
  #enter(kind: WindowKind, ask = false): void {
    this.show(kind);
    this.#looked = true;
    if (ask) {
      this.#app.go('survey');
      this.askForHost();
    } else this.#app.enter('survey');
  }

  /** The logins of these profiles, each with its own kept password, one after the other at each server. */
  verifyProfiles(profiles: readonly Profile[], name: string): void {
    this.servers.fillWith(profiles, name);
    this.#enter('targets');
    this.run();
  }

  /** The credential of a profile, with a password that was typed there, at once. */
  verifyProfile(profile: OpenedProfile, password: string): void {
    this.form.openProfile(profile, password);
    this.sender = profile.envelope.from;
    this.recipient = profile.envelope.to[0] ?? '';
    this.#enter('mechanisms');
    this.run();
  }

  /** A login that was typed for one server, at once; whether it may write as somebody is asked there. */
  verifyLogin(server: PresetTarget, user: string, password: string): void {
    this.form.open(server);
    this.form.putLogin({ host: serverHost(server.text), user, password, allowClear: false });
    this.sender = '';
    this.recipient = '';
    this.#enter('mechanisms');
    this.run();
  }

  /** Servers that were asked before, one session with each; without a login. */
  askServers(targets: readonly string[]): void {
    this.servers.typed = { name: '', text: targets.join('\n'), task: 'check' };
    this.#enter('targets');
    this.run();
  }

  /** Which port works there: with the options and the login of that form, at once. */
  findPort(form: ConnectionForm): void {
    this.form.copyFrom(form);
    this.#findPort();
  }

  /** The same for the host of a session that was made; without its login. */
  findPortOf(connection: ConnectionOptions): void {
    this.form.fill(connection, null, 'the session before');
    this.#findPort();
  }

  /** The same for a profile, with a password that was typed there: what the keychain has goes to one place alone. */
  findPortOfProfile(profile: OpenedProfile, password: string): void {
    this.form.openProfile(profile, password);
    this.#findPort();
  }

  #findPort(): void {
    const { form } = this;
    const parsed = parseTarget(tidyTarget(form.target));
    const { host, port, portGiven } = parsed.ok ? parsed.value : { host: null, port: null, portGiven: false };
    this.ports = usualPorts;
    if (host !== null) {
      this.form.target = host;
      if (portGiven && port !== null) this.#addPort(port, form.security === 'tls');
    }
    this.#enter('matrix', host === null);
    if (host !== null) this.run();
  }

  #addPort(port: number, tls: boolean): void {
    const known = readPorts(this.ports);
    if (!known.ok || known.value.ports.includes(port)) return;
    const { ports, tlsPorts } = known.value;
    this.ports = portsText({ ports: [...ports, port], tlsPorts: tls ? [...tlsPorts, port] : tlsPorts });
  }

  /** A port is tried at another host, which is to be typed. */
  elsewhere(port: number): void {
    this.form.target = '';
    this.form.targetEdited();
    this.ports = `${port}`;
    this.judged = false;
    this.askForHost();
  }

  /** `each`: of a credential every mechanism, once. */
  run(each = false): void {
    this.judged = true;
    const { kind, form } = this;
    if (kind === null || this.current?.active === true) return;
    if (this.missing !== null) this.askForHost();
    if (form.options.wrong) form.options.open = true;
    if (this.missing !== null || form.options.wrong) return;
    // A login that was typed for another host is taken out before.
    settleLogin(this.#app, form);
    const request = this.#request(kind, each);
    const start = request === null ? null : this.#start(request);
    if (kind === 'mechanisms' && form.user === '') form.askFor('user');
    if (start === null) return;
    this.#leave(kind);
    this.#bring(kind, LiveSurvey.start(this.#app.client, start));
  }

  #request(kind: WindowKind, each: boolean): SurveyRequest | null {
    const { form, typedPorts: ports, sessionCount: sessions, everyMs, sender, recipient, also } = this;
    const list = this.servers.typed;
    return requestOf(kind, { form, ports, sessions, everyMs, sender, recipient, also, list }, each);
  }

  /** With what was typed; of what goes to one place, what a profile keeps. Null: the password is still to be typed. */
  #start(request: SurveyRequest): SurveyStart | null {
    const { form } = this;
    const { secrets } = form.options;
    const logsIn = 'auth' in request && request.auth !== null;
    const onePlace = request.kind === 'watch' || request.kind === 'mechanisms';
    const secret = !logsIn ? null : onePlace ? form.secret() : form.password;
    if (logsIn && secret === '') {
      form.askFor('password');
      return null;
    }
    const { profileId } = form;
    return {
      request,
      secret,
      ...(secrets === undefined ? {} : { secrets }),
      ...(onePlace && profileId !== null ? { profileId } : {}),
    };
  }

  /** That session beside another that is still to be chosen. */
  compareCell(view: CellView, name: string): void {
    if (view.report === null) return;
    this.compare.putOne({ name, report: view.report });
    this.show('compare');
  }

  /** Two sessions of a survey side by side. */
  compareSides(a: ComparedSide, b: ComparedSide): void {
    this.compare.put(a, b);
    this.show('compare');
  }

  /** A past run beside the one before it. */
  compareRun(id: string): void {
    this.show('compare');
    this.#looked = true;
    this.#app.enter('survey');
    void this.compare.putRun(id).catch((error: unknown) => this.#app.report(error));
  }

  stop(): void {
    this.current?.stop();
  }

  get canTryLocal(): boolean {
    return this.#server.localTarget !== null;
  }

  /** The ports of our own listeners, at our own address. */
  tryLocal(): void {
    const listeners = (this.#server.state?.listeners ?? []).flatMap(({ config, boundPort }) =>
      boundPort === null || config.protocol !== 'smtp' ? [] : [{ port: boundPort, tls: config.security === 'tls' }],
    );
    this.form.target = '127.0.0.1';
    this.form.targetEdited();
    this.ports = portsText({
      ports: listeners.map(({ port }) => port),
      tlsPorts: listeners.filter(({ tls }) => tls).map(({ port }) => port),
    });
    this.run();
  }

  saveAsProfile(key: CellKey): void {
    const connection = this.connectionAt(key);
    this.#profiles.editNew({ ...emptyContent, name: connection.target, connection, auth: this.form.auth() });
  }

  /** A port that was typed behind the host is one of those to try. */
  settleHost(): void {
    if (this.kind !== 'matrix') return;
    const parsed = parseTarget(tidyTarget(this.form.target));
    if (!parsed.ok || parsed.value.host === null) return;
    const { host, port, portGiven, security } = parsed.value;
    this.form.target = host;
    if (portGiven && port !== null) this.#addPort(port, security === 'tls');
  }

  /** Its session is shown; where it still runs, as far as it is. */
  look(key: CellKey): void {
    const survey = this.current;
    if (survey === null || (survey.id === null && survey.file === null) || this.view?.is(key) === true) return;
    this.view = new CellView(survey, key, this.connectionAt(key));
    const { state, live } = survey;
    this.follow(state, live);
  }

  /** More happened in the survey: the session that is looked at grows. */
  follow(state: SurveyState | null, live: readonly LiveCell[]): void {
    const { view } = this;
    if (view === null) return;
    const running = live.find(({ key }) => view.is(key));
    const report = reportAt(state, view.key);
    const work = report !== null ? view.end(report) : running === undefined ? null : view.grow(running.seq);
    work?.catch((error: unknown) => this.#app.report(error));
  }

  /** How a program connects where that cell is: by name, as the survey was asked to. */
  connectionAt(key: CellKey): ConnectionOptions {
    return connectionOf(key, this.current?.request ?? null, this.current?.state?.cells ?? []);
  }

  /** Into the target bar of the inspector, with the session that shows it. */
  use(key: CellKey): void {
    const connection = this.connectionAt(key);
    const { form } = this;
    const login = form.user === '' ? null : { user: form.user, password: form.password };
    this.#app.go('inspector');
    this.#inspector.refill({ connection, auth: login === null ? null : form.auth() }, false);
    if (login !== null) this.#inspector.form.password = login.password;
    this.#inspector.past = this.view !== null && this.view.key.port === key.port ? this.view : null;
  }
}
