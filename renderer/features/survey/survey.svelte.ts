/** State of the surveys for the whole window: the ways in from other screens, what is compared, and the ways out. */
import { emptyContent } from '../../session/fields/fields.ts';
import { parseTarget } from '../../../electron/protocol/parse/target.ts';
import type { CellKey } from '../../../electron/protocol/values/survey/cell.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import type { Profile } from '../../../electron/protocol/values/profiles/profile.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { InspectorPort, ProfilesPort, ServerPort } from '../../app/ports.ts';
import type { ConnectionForm, OpenedProfile, PresetTarget } from '../../session/target/connection-form.svelte.ts';
import { serverHost, tidyTarget } from '../../session/target/target-words.ts';
import type { CellView } from './cell-view.svelte.ts';
import { CompareState, type ComparedSide } from './compare/compare.svelte.ts';
import type { WindowKind } from './kinds.ts';
import { portsText, usualPorts } from './ports.ts';
import { ServerList } from './targets/server-list.svelte.ts';
import { ShownSurveys } from './state/shown-surveys.svelte.ts';

export class SurveysState extends ShownSurveys {
  readonly compare: CompareState;
  readonly #inspector: InspectorPort;
  readonly #profiles: ProfilesPort;
  readonly #server: ServerPort;

  constructor(app: AppState, inspector: InspectorPort, profiles: ProfilesPort, server: ServerPort) {
    super(app, new ServerList(app, inspector, profiles));
    this.#inspector = inspector;
    this.#profiles = profiles;
    this.#server = server;
    this.compare = new CompareState(app, () => profiles.profiles);
  }

  /** Two reports of a file side by side. */
  openComparison(a: ComparedSide, b: ComparedSide): void {
    this.compareSides(a, b);
    this.looked = true;
    this.app.enter('survey');
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
    this.leave('watch');
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
    this.looked = true;
    if (ask) {
      this.app.go('survey');
      this.askForHost();
    } else this.app.enter('survey');
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
      if (portGiven && port !== null) this.addPort(port, form.security === 'tls');
    }
    this.#enter('matrix', host === null);
    if (host !== null) this.run();
  }

  /** A port is tried at another host, which is to be typed. */
  elsewhere(port: number): void {
    this.form.target = '';
    this.form.targetEdited();
    this.ports = `${port}`;
    this.judged = false;
    this.askForHost();
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
    this.looked = true;
    this.app.enter('survey');
    void this.compare.putRun(id).catch((error: unknown) => this.app.report(error));
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

  /** Into the target bar of the inspector, with the session that shows it. */
  use(key: CellKey): void {
    const connection = this.connectionAt(key);
    const { form } = this;
    const login = form.user === '' ? null : { user: form.user, password: form.password };
    this.app.go('inspector');
    this.#inspector.refill({ connection, auth: login === null ? null : form.auth() }, false);
    if (login !== null) this.#inspector.form.password = login.password;
    this.#inspector.past = this.view !== null && this.view.key.port === key.port ? this.view : null;
  }
}
