/** What a run takes from the connection form, whichever screen it is of, and what keeps it from being made. */
import type { RunRequest } from '../../electron/protocol/values/app/run.ts';
import type { AppState } from '../app/app.svelte.ts';
import type { ExperimentPlan } from './experiments/plans.ts';
import type { ConnectionForm } from './target/connection-form.svelte.ts';
import { settleLogin } from './verdict/settle-login.ts';

type RunInput = Pick<RunRequest, 'connection' | 'auth' | 'secret' | 'secrets' | 'profileId'>;

/** Null where an option is wrong: it is shown then. A login that was typed for another host is taken out before. */
export function runInput(app: AppState, form: ConnectionForm): RunInput | null {
  if (form.options.wrong) {
    form.options.open = true;
    return null;
  }
  settleLogin(app, form);
  return {
    connection: form.connection(),
    auth: form.auth(),
    secret: form.secret(),
    ...(form.options.secrets === undefined ? {} : { secrets: form.options.secrets }),
    ...(form.profileId === null ? {} : { profileId: form.profileId }),
  };
}

/** With what an experiment has for this one session. */
export function withPlan(input: RunInput, plan: ExperimentPlan | null): RunInput {
  if (plan === null) return input;
  const { auth } = input;
  return { ...input, auth: auth === null ? null : { ...auth, ...plan.auth } };
}
