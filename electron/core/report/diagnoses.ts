/**
 * What the judge says of a session. Its causes, words and sentences are a third of all code and most sessions have nothing to be judged:
 * they are loaded by the first refusal or failure.
 */
import { isRefused } from '../../protocol/fold/verdict.ts';
import type { SessionDiagnoses } from '../diagnosis/session.ts';
import type { Known } from './write.ts';

const nothing: SessionDiagnoses = { error: null, findings: [], recipients: new Map() };

export async function diagnosesOf(known: Known): Promise<SessionDiagnoses> {
  const refused = known.facts.recipients.some((result) => result !== null && isRefused(result));
  if (known.error === null && !refused) return nothing;
  return (await import('../diagnosis/session.ts')).diagnoseSession(known, known.lines);
}
