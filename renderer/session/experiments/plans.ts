/** Experiments as the window makes them: what each changes in the form, what it sends, and what has to be typed first. */
import { hostPortText } from '../../../electron/protocol/parse/host-port.ts';
import { isRefused } from '../../../electron/protocol/fold/verdict.ts';
import type { AuthOptions, Envelope } from '../../../electron/protocol/values/target.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { ExperimentCost } from '../../../electron/texts/diagnosis/experiment-costs.ts';
import {
  type ExperimentChange,
  type ExperimentId,
  experimentChanges,
} from '../../../electron/protocol/values/session/experiment.ts';
import { serverHost } from '../target/target-words.ts';
import type { ConnectionForm } from '../target/connection-form.svelte.ts';
import type { ShownRun } from '../past-run.ts';

export interface ExperimentPlan extends ExperimentCost {
  readonly id: ExperimentId;
  /** Done to the form that stands at what the run before asked. */
  readonly change: (form: ConnectionForm) => void;
  /** For this one session: what tries a password more than once is not to be done again by the next press of Run. */
  readonly auth: Partial<AuthOptions>;
  /** Of a send test, for this one session too. */
  readonly envelope: Pick<Envelope, 'pipelining'>;
}

type Known = Pick<ShownRun, 'command' | 'asked' | 'report'>;
type Change = ExperimentPlan['change'];

/** The form as the change has it. The same host on another port: the login stays with the host. */
function changeForm(form: ConnectionForm, { port, security, protocol, family, login }: ExperimentChange): void {
  if (port !== undefined) {
    form.target = hostPortText(serverHost(form.target), port);
    form.protocol = 'auto';
  }
  if (security !== undefined) form.security = security;
  if (protocol !== undefined) form.protocol = protocol;
  if (family !== undefined) form.options.fields.family = `${family}`;
  if (login === 'other') form.password = '';
}

/** `ask-mx` goes elsewhere and keeps nothing of the run. */
const changeOf = (id: ExperimentId): ExperimentChange => (id === 'ask-mx' ? {} : experimentChanges[id]);

/** To whoever is responsible for the domain of the first recipient that was refused. */
function askMx(report: Report): Change | null {
  const domain = report.recipients.find(isRefused)?.address.split('@').at(-1) ?? '';
  if (!domain.includes('.') || domain.startsWith('[')) return null;
  return (form) => {
    form.target = domain;
    form.protocol = 'auto';
    form.security = 'auto';
    form.options.fields.mx = true;
  };
}

function changeFor(id: ExperimentId, report: Report | null): Change | null {
  if (id === 'ask-mx') return report === null ? null : askMx(report);
  return (form) => changeForm(form, changeOf(id));
}

/** What only the user knows of it. */
function typed(id: ExperimentId): ExperimentCost['needs'] {
  const { login, hello } = changeOf(id);
  if (login === 'wanted' || login === 'other') return 'login';
  return hello === undefined ? null : 'ehlo-name';
}

/** Only where the message itself was refused is it worth sending it again; where it may have arrived, never unasked. */
function messageOf(id: ExperimentId, { command, report }: Known): ExperimentCost['message'] | null {
  // Who types something first presses the screen's own button then.
  if (typed(id) !== null) return 'none';
  // A check sends no message, and nothing that could be sent in groups.
  if (command === 'check')
    return id === 'plain-message' || id === 'ask-mx' || id === 'without-pipelining' ? null : 'none';
  if (report?.delivery === 'unknown') return null;
  if (id === 'plain-message') return 'plain';
  return report?.error?.code === 'data-refused' || report?.error?.phase === 'data' ? 'again' : 'asked';
}

/** Null where this screen cannot make it. */
export function planFor(id: ExperimentId, run: Known): ExperimentPlan | null {
  const message = messageOf(id, run);
  const change = changeFor(id, run.report);
  if (message === null || change === null) return null;
  const needs = typed(id);
  const { login: way, pipelining } = changeOf(id);
  const login = needs === 'login' || (run.asked.auth !== null && id !== 'ask-mx');
  return {
    id,
    change,
    message,
    logins: way === 'each' ? 'each-mechanism' : login ? 'one' : 'none',
    needs,
    auth: way === 'each' ? { tryAllMechanisms: true } : {},
    envelope: pipelining === undefined ? {} : { pipelining },
  };
}
