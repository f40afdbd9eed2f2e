/** What is asked of which server, as it is typed: the field of the server, its login and options, and what each kind of survey has besides. */
import { surveyTarget } from '../../../../electron/protocol/fold/survey/survey.ts';
import { parseTarget } from '../../../../electron/protocol/parse/target.ts';
import type { OtherProtocol, SurveyRequest } from '../../../../electron/protocol/values/survey/request.ts';
import type { SurveyStart } from '../../../../electron/protocol/values/app/survey.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import { tidyTarget } from '../../../session/target/target-words.ts';
import type { SurveyTab, WindowKind } from '../kinds.ts';
import { missingIn, readSeconds, readSessions, requestOf } from '../plan.ts';
import { portsText, readPorts, usualPorts } from '../ports.ts';
import type { ServerList } from '../targets/server-list.svelte.ts';

export class SurveyPlan {
  /** The tab in front: a kind of survey, or the comparison. */
  tab: SurveyTab = $state('matrix');
  /** Host, login and options; the port of a matrix is in `ports`. */
  readonly form = new ConnectionForm();
  ports = $state(usualPorts);
  /** Of a census, with each address; as typed. */
  sessions = $state('8');
  /** Of a watch, in seconds; as typed. */
  every = $state('30');
  /** Of a credential: whom it may write as and to whom, and where else it is tried. */
  sender = $state('');
  recipient = $state('');
  also: readonly OtherProtocol[] = $state.raw([]);
  readonly servers: ServerList;
  /** Rises when the field of the server should take the focus. */
  hostAsked = $state(0);
  /** What is wrong with the plan, once it was to be carried out. */
  judged = $state(false);
  protected readonly app: AppState;

  constructor(app: AppState, servers: ServerList) {
    this.app = app;
    this.servers = servers;
  }

  get kind(): WindowKind | null {
    return this.tab === 'compare' ? null : this.tab;
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

  /** A port that was typed after the host is one of those to try. */
  settleHost(): void {
    if (this.kind !== 'matrix') return;
    const parsed = parseTarget(tidyTarget(this.form.target));
    if (!parsed.ok || parsed.value.host === null) return;
    const { host, port, portGiven, security } = parsed.value;
    this.form.target = host;
    if (portGiven && port !== null) this.addPort(port, security === 'tls');
  }

  protected addPort(port: number, tls: boolean): void {
    const known = readPorts(this.ports);
    if (!known.ok || known.value.ports.includes(port)) return;
    const { ports, tlsPorts } = known.value;
    this.ports = portsText({ ports: [...ports, port], tlsPorts: tls ? [...tlsPorts, port] : tlsPorts });
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

  protected requestOfKind(kind: WindowKind, each: boolean): SurveyRequest | null {
    const { form, typedPorts: ports, sessionCount: sessions, everyMs, sender, recipient, also } = this;
    const list = this.servers.typed;
    return requestOf(kind, { form, ports, sessions, everyMs, sender, recipient, also, list }, each);
  }

  /** With what was typed; of what goes to one place, what a profile keeps. Null: the password is still to be typed. */
  protected startOf(request: SurveyRequest): SurveyStart | null {
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
}
