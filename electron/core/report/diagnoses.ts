/**
 * What the judge says of a session. Its causes, words and sentences are a third of all code and most sessions have nothing to be judged:
 * they are loaded by the first refusal or failure.
 */
import { isLocalByName } from '../../protocol/parse/loopback.ts';
import { isRefused } from '../../protocol/fold/verdict.ts';
import type { SessionDiagnoses } from '../diagnosis/session.ts';
import type { AskedFor } from '../diagnosis/anew/command.ts';
import type { DiagnosisValue } from '../../protocol/values/session/diagnosis.ts';
import { isExperimentId } from '../../protocol/values/session/experiment.ts';
import type { Known } from './write.ts';

const nothing: SessionDiagnoses = { error: null, findings: [], recipients: new Map() };

/** Whether somebody else may stand in the server's place: nothing proves the server, and its certificate or its greeting says another name. */
function mayBeAnother({ facts: { tls, greeting }, target: { host } }: Known): boolean {
  if (host === null || isLocalByName(host)) return false;
  if (tls !== null) return !tls.authorized && !tls.pinned;
  const [name = ''] = greeting?.lines[0]?.split(' ', 1) ?? [];
  return name.includes('.') && name.toLowerCase() !== host.toLowerCase();
}

/** `asked`: with what the run was made, for the commands of experiments. */
export async function diagnosesOf(known: Known, asked: AskedFor | null): Promise<SessionDiagnoses> {
  const refused = known.facts.recipients.some((result) => result !== null && isRefused(result));
  if (known.error === null && !refused && !mayBeAnother(known)) return nothing;
  const found = (await import('../diagnosis/session.ts')).diagnoseSession(known, known.lines);
  if (asked === null) return found;
  const { experimentCommand } = await import('../diagnosis/anew/command.ts');
  const recipient = known.facts.recipients.find((result) => result !== null && isRefused(result))?.address ?? null;
  const withOptions = <D extends Pick<DiagnosisValue, 'experiments'>>(one: D): D => ({
    ...one,
    experiments: one.experiments.map((each) => ({
      ...each,
      command: isExperimentId(each.id)
        ? (experimentCommand(each.id, known.target, asked, recipient) ?? each.command)
        : each.command,
    })),
  });
  const { error, findings, recipients } = found;
  return { error: error === null ? null : withOptions(error), findings: findings.map(withOptions), recipients };
}
