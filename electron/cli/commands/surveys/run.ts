/** What the commands of surveys share: what was typed to a connection, and a survey from its first event to its last state. */
import { systemClock } from '../../../core/recording/clock.ts';
import { check, refusedArgument } from '../../../core/smtp/flows/check.ts';
import type { ConnectionSecrets } from '../../../core/smtp/types.ts';
import type { SurveyContext } from '../../../core/survey/context.ts';
import { runSurveyRequest } from '../../../core/survey/survey.ts';
import { type SurveyFold, surveyFold, surveyTarget } from '../../../protocol/fold/survey/survey.ts';
import type { SurveyEvent } from '../../../protocol/values/survey/event.ts';
import type { SurveyRequest } from '../../../protocol/values/survey/request.ts';
import type { SurveyState } from '../../../protocol/values/survey/state.ts';
import type { ConnectionOptions } from '../../../protocol/values/target.ts';
import { shorten, visible } from '../../../texts/visible.ts';
import { connectionFrom } from '../../arguments/connection.ts';
import { refuse } from '../../arguments/refuse.ts';
import type { CommandContext } from '../../context.ts';
import { connectionSecretsFrom } from '../../input/connection-secrets.ts';
import { type ProfileTarget, profileTarget } from '../../input/profile-target.ts';
import type { SessionValues } from '../../options/session.ts';
import { ProgressLine } from '../../output/progress.ts';
import { type ExitStatus, UsageError, status } from '../../status.ts';

export interface TypedSession {
  readonly from: ProfileTarget | null;
  readonly connection: ConnectionOptions;
  readonly secrets?: ConnectionSecrets;
}

/** TARGET, a profile included, and its options. @throws UsageError, AppError as for a check */
export async function typedSession(
  target: string,
  options: SessionValues,
  { terminal, stdin }: Pick<CommandContext, 'terminal' | 'stdin'>,
): Promise<TypedSession> {
  const from = await profileTarget(target, terminal);
  const { mx: _mx, everyAddress: _every, ...connection } = await connectionFrom(target, options, from);
  const { secrets } = await connectionSecretsFrom(options, stdin, { from, connection });
  refuse(refusedArgument({ connection, auth: null, envelope: null }));
  return { from, connection, ...(secrets === undefined ? {} : { secrets }) };
}

export const refuseBothForms = ({ json, ndjson }: { readonly json?: boolean; readonly ndjson?: boolean }): void => {
  if (json === true && ndjson === true) throw new UsageError('--json and --ndjson exclude each other');
};

/** `heard` after the fold, which has the event already. */
export async function runToState(
  request: SurveyRequest,
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
  secrets: Pick<SurveyContext, 'secret' | 'secrets'>,
  heard: (event: SurveyEvent, fold: SurveyFold) => void = () => undefined,
): Promise<SurveyState> {
  const fold = surveyFold(request);
  const progress = new ProgressLine(terminal.err);
  const name = shorten(visible(surveyTarget(request)), 60);
  let ended = 0;
  try {
    await runSurveyRequest(request, {
      ...secrets,
      signal,
      clock: systemClock,
      check,
      emit: (event) => {
        fold.push(event);
        if (event.type === 'cell-done') ended += 1;
        if (event.type !== 'survey-end') progress.show(`${name}: ${ended === 1 ? '1 answer' : `${ended} answers`} …`);
        heard(event, fold);
      },
    });
  } finally {
    progress.clear();
  }
  return fold.state;
}

/** What every survey's status says. */
export const surveyStatus = (state: SurveyState, ok: boolean): ExitStatus =>
  state.status === 'stopped' ? status.interrupted : ok ? status.ok : status.problem;
