/**
 * Judges a session's end anew with the session of an experiment beside it. What got past the refusal proves the cause that the experiment
 * takes away; what ended in the same way rules that cause out. Pure; both sessions as their reports have them.
 */
import type { Ended } from '../../../protocol/values/app/explain.ts';
import type { Anew, DiagnosisValue } from '../../../protocol/values/session/diagnosis.ts';
import type { Phase } from '../../../protocol/values/session/phase.ts';
import { type DiagnosisId, DIAGNOSIS_IDS, diagnosisWords } from '../../../texts/diagnosis/all.ts';
import { anewSentence, type Settled, spokenRemedy } from '../../../texts/diagnosis/anew.ts';
import type { ExperimentId } from '../../../protocol/values/session/experiment.ts';
import { ofCodes } from '../../explain/codes.ts';
import { causes } from '../causes/all.ts';
import { providerCauses } from '../causes/providers/all.ts';
import type { Evidence } from '../evidence.ts';
import { paramsOf } from '../params.ts';
import { readEnd } from '../reading/report.ts';
import { stepOf } from '../steps.ts';
import { diagnosisIn, findingOf, safeParams } from '../write.ts';
import { type Spoken, spokenIn } from './beginnings.ts';
import { type Meaning, meanings, wrongBeginning } from './meanings.ts';
import { order, passed } from './passed.ts';

/** Null where the first session did not end in a diagnosis: there is nothing to settle. */
export function judgeAnew(before: Ended, experiment: ExperimentId, after: Ended): Anew | null {
  const { error } = before;
  const first = error?.diagnosis;
  if (error === null || first === undefined) return null;
  const now = after.error?.diagnosis ?? null;
  const meaning = meanings[experiment];
  if (after.error?.code === 'cancelled') return written('stopped', first, [], null);
  const spoken = spokenIn(before, after);
  if (spoken !== null) return begins(spoken, before, first, now);
  if (passed(before, after)) return beyond(before, first, meaning, now);
  if (isSameEnd(before, after)) return sameEnd(before, first, meaning);
  if (now === null || isEarlier(after, before)) return written('not-reached', first, [], now);
  return written('other', first, [], now);
}

/** The server answers to the other beginning: the first session ended by its own, whatever stops the second one after it. */
function begins(spoken: Spoken, before: Ended, first: DiagnosisValue, now: DiagnosisValue | null): Anew {
  const wrong: readonly string[] = wrongBeginning;
  const named: readonly Named[] = [first, ...first.alternatives];
  const cause = named.find(({ id }) => wrong.includes(id)) ?? first;
  const answer = answerOf(before, first, cause, [], true);
  const out = named.filter((one) => one !== cause);
  return written(spoken, { ...answer, remedy: spokenRemedy(spoken) }, out, now);
}

interface Named {
  readonly id: string;
  readonly title: string;
}

function beyond(before: Ended, first: DiagnosisValue, meaning: Meaning, now: DiagnosisValue | null): Anew {
  const named: readonly Named[] = [first, ...first.alternatives];
  const proves: readonly string[] = meaning.proves;
  const fitting = named.filter(({ id }) => proves.includes(id));
  const [cause, ...others] = fitting;
  if (cause !== undefined) {
    const out = named.filter(({ id }) => !proves.includes(id));
    const settled: Settled =
      now !== null ? 'further' : others.length === 0 ? 'proven' : out.length > 0 ? 'narrowed' : 'worked';
    return written(settled, answerOf(before, first, cause, others, others.length === 0), out, now);
  }
  const clears: readonly string[] = meaning.clears ?? [];
  const out = named.filter(({ id }) => clears.includes(id));
  const left = without(before, first, out);
  return written(now !== null ? 'further' : out.length > 0 ? 'narrowed' : 'worked', left, out, now);
}

function sameEnd(before: Ended, first: DiagnosisValue, { excludes }: Meaning): Anew {
  const not: readonly string[] = excludes;
  const out = [first, ...first.alternatives].filter(({ id }) => not.includes(id));
  // What the words prove is not taken away by an experiment that changes nothing.
  if (first.sure === 'proven' || out.length === 0) return written('same', first, [], null);
  return written('excluded', without(before, first, out), out, null);
}

/** The answer that is left: the first that is not out, as likely as it was; where none is left, what the codes say. */
function without(before: Ended, first: DiagnosisValue, out: readonly Named[]): DiagnosisValue {
  if (out.length === 0) return first;
  const ids = new Set(out.map(({ id }) => id));
  const [cause, ...others] = [first, ...first.alternatives].filter(({ id }) => !ids.has(id));
  if (cause !== undefined) return answerOf(before, first, cause, others, false);
  const { reply, seen } = readEnd(before);
  const words = reply === null ? undefined : ofCodes(reply, seen.phase, seen.from, {})[0];
  return words === undefined
    ? { ...first, sure: 'code-only', alternatives: [], experiments: [] }
    : { ...diagnosisIn(findingOf('error', words, 'code-only')), evidence: first.evidence };
}

function answerOf(
  before: Ended,
  first: DiagnosisValue,
  { id }: Named,
  others: readonly Named[],
  proven: boolean,
): DiagnosisValue {
  const ids = new Set(others.map((other) => other.id));
  const rest = {
    sure: proven ? ('proven' as const) : first.sure === 'code-only' ? ('likely' as const) : first.sure,
    alternatives: proven ? [] : first.alternatives.filter((other) => ids.has(other.id)),
    experiments: proven ? [] : first.experiments,
  };
  if (id === first.id || !isDiagnosis(id)) return { ...first, ...rest };
  const { seen } = readEnd(before);
  return {
    id,
    ...diagnosisWords(id, safeParams(paramsOf(seen))),
    actor: actorOf(id, seen, first.actor),
    evidence: first.evidence,
    ...rest,
    sure: proven ? 'proven' : 'likely',
  };
}

const isDiagnosis = (id: string): id is DiagnosisId => (DIAGNOSIS_IDS as readonly string[]).includes(id);

function actorOf(id: DiagnosisId, seen: Evidence, otherwise: DiagnosisValue['actor']): DiagnosisValue['actor'] {
  const actor = [...causes, ...providerCauses].find((cause) => cause.id === id)?.actor;
  return actor === undefined ? otherwise : typeof actor === 'function' ? actor(seen) : actor;
}

function written(settled: Settled, answer: DiagnosisValue, out: readonly Named[], now: DiagnosisValue | null): Anew {
  return {
    settled,
    sentence: anewSentence(settled, {
      answer: { title: answer.title, isEnd: answer.id.startsWith('outcome.') },
      now: now?.title ?? null,
      not: out.map(({ title }) => title),
    }),
    ruledOut: out.map(({ id, title }) => ({ id, title })),
    answer,
    now,
  };
}

function isSameEnd({ error: before }: Ended, { error: after }: Ended): boolean {
  if (before === null || before.code !== after?.code) return false;
  const step = (phase: Phase | null): Phase | null => (phase === null ? null : stepOf(phase));
  return (
    before.diagnosis?.id === after.diagnosis?.id &&
    step(before.phase) === step(after.phase) &&
    before.reply?.code === after.reply?.code
  );
}

const isEarlier = (after: Ended, before: Ended): boolean =>
  after.error !== null && order(after.error.phase, after) < order(before.error?.phase ?? null, before);
