/** State of the surveys: what is asked of which server, the survey of each kind that is in front, and the cell that is looked at. */
import { cellName } from '../../../electron/protocol/fold/survey/head.ts';
import { readHost } from '../../../electron/protocol/parse/host.ts';
import { hostPortText, unbracketed } from '../../../electron/protocol/parse/host-port.ts';
import { ipFamily } from '../../../electron/protocol/parse/ip.ts';
import { parseTarget } from '../../../electron/protocol/parse/target.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { CELL_SECURITIES, type SurveyCell, type CellKey } from '../../../electron/protocol/values/survey/cell.ts';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';
import type { SurveyKind, SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import type { SurveyState } from '../../../electron/protocol/values/survey/state.ts';
import type { LiveCell } from '../../../electron/protocol/values/app/survey.ts';
import { emptyContent } from '../../session/fields/fields.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { InspectorPort, ProfilesPort, ServerPort } from '../../app/ports.ts';
import type { CheckTab } from '../../session/past-run.ts';
import { ConnectionForm, type OpenedProfile } from '../../session/target/connection-form.svelte.ts';
import { tidyTarget } from '../../session/target/target-words.ts';
import { CellView } from './cell-view.svelte.ts';
import { CompareState, type ComparedSide } from './compare/compare.svelte.ts';
import { isWindowKind, type SurveyTab, type WindowKind } from './kinds.ts';
import { LiveSurvey } from './live-survey.svelte.ts';
import { portsText, readPorts, usualPorts } from './ports.ts';

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
    const { kind, form } = this;
    if (form.target.trim() === '') return kind === 'mx' ? 'Name a domain' : 'Name a server';
    if (kind === 'matrix')
      return this.host === null ? 'The name or address of a server, without a port and without a scheme' : null;
    if (kind === 'mx') return this.#domain === null ? 'A domain, or a mail address in it' : null;
    return parseTarget(tidyTarget(form.target)).ok ? null : 'This is not a server address';
  }

  get #domain(): string | null {
    const typed = this.form.target.trim();
    return readHost(typed.slice(typed.lastIndexOf('@') + 1));
  }

  /** null for what is none. */
  get sessionCount(): number | null {
    const count = /^\d{1,3}$/.test(this.sessions.trim()) ? Number(this.sessions) : 0;
    return count >= 1 && count <= limits.census.most ? count : null;
  }

  get host(): string | null {
    return readHost(unbracketed(tidyTarget(this.form.target)));
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
      for (const { surveyId, kind } of ours) if (this.shown[kind] === undefined) this.#put(kind, surveyId, false);
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
    this.shown[kind]?.dispose();
    this.#put(kind, surveyId, true);
    this.show(kind);
    this.#app.enter('survey');
  }

  #put(kind: WindowKind, surveyId: string, past: boolean): void {
    this.shown = { ...this.shown, [kind]: LiveSurvey.open(this.#app.client, surveyId, past) };
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
    this.show('matrix');
    this.#looked = true;
    this.#app.enter('survey');
    if (host === null) this.askForHost();
    else this.run();
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

  run(): void {
    this.judged = true;
    const { kind, form } = this;
    if (kind === null || this.current?.active === true) return;
    if (this.missing !== null) this.askForHost();
    if (form.options.wrong) form.options.open = true;
    const request = this.missing === null && !form.options.wrong ? this.#request(kind) : null;
    if (request === null) return;
    this.current?.dispose();
    this.view = null;
    const secret = 'auth' in request && request.auth !== null ? form.password : null;
    const { secrets } = form.options;
    const start = { request, secret, ...(secrets === undefined ? {} : { secrets }) };
    this.shown = { ...this.shown, [kind]: LiveSurvey.start(this.#app.client, start) };
  }

  #request(kind: WindowKind): SurveyRequest | null {
    const { form } = this;
    const whole = form.connection();
    const { target: _target, mx: _mx, everyAddress: _every, ...way } = whole;
    switch (kind) {
      case 'matrix': {
        const { host, typedPorts: ports } = this;
        if (host === null || !ports.ok) return null;
        const { security: _security, ...connection } = way;
        const auth = form.password === '' ? null : form.auth();
        return { kind, host, ports: [...ports.value.ports], tlsPorts: [...ports.value.tlsPorts], connection, auth };
      }
      case 'addresses':
        return { kind, connection: whole };
      case 'mx':
        return { kind, domain: form.target.trim(), connection: way };
      case 'census': {
        const sessions = this.sessionCount;
        return sessions === null ? null : { kind, connection: whole, sessions };
      }
    }
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

  /** 0 to 1; null where nobody knows yet how much there is. */
  progress(state: SurveyState): number | null {
    const request = this.current?.request;
    if (request === undefined || request === null || state.hosts.length === 0) return null;
    const addresses = state.hosts.reduce((sum, host) => sum + host.addresses.length, 0);
    const each = request.kind === 'census' ? request.sessions : 1;
    if (request.kind !== 'matrix') return Math.min(1, state.cells.length / Math.max(1, addresses * each));
    const tried = state.cells.filter(({ report, answer }) => report !== null || answer === 'not-tried');
    const columns = tried.reduce((sum, { key }) => sum + (key.security === undefined ? CELL_SECURITIES.length : 1), 0);
    return Math.min(1, columns / Math.max(1, addresses * request.ports.length * CELL_SECURITIES.length));
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
    const id = survey?.id ?? null;
    if (survey === null || id === null || this.view?.is(key) === true) return;
    this.view = new CellView(this.#app.client, id, key, this.connectionAt(key));
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
  connectionAt({ host, address, port, security }: CellKey): ConnectionOptions {
    const request = this.current?.request;
    const asked: Partial<ConnectionOptions> =
      request === null || request === undefined || !('connection' in request) ? {} : request.connection;
    const family = this.#onlyFamily(address, port, security);
    return {
      ...asked,
      target: hostPortText(host, port),
      ...(security === undefined ? {} : { security }),
      ...(family === null || asked.family !== undefined ? {} : { family }),
    };
  }

  /** The family of the address, where nothing of the other one works in that way. */
  #onlyFamily(address: string, port: number, security: CellKey['security']): 4 | 6 | null {
    const family = ipFamily(address);
    const others = (this.current?.state?.cells ?? []).filter(
      ({ key }) => key.port === port && key.address !== address && ipFamily(key.address) !== family,
    );
    const works = ({ key, answer }: SurveyCell): boolean => answer === 'works' && key.security === security;
    return family === 0 || others.length === 0 || others.some(works) ? null : family;
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

/** Of the session with that key; null while it runs. */
function reportAt(state: SurveyState | null, key: CellKey): Report | null {
  const name = cellName(key);
  const isThere = ({ key: other, readFrom }: SurveyCell): boolean =>
    readFrom === null &&
    // A wide cell is of the way that was tried first.
    (cellName(other) === name ||
      (other.security === undefined && cellName({ ...other, security: key.security }) === name));
  return state?.cells.find(isThere)?.report ?? null;
}
