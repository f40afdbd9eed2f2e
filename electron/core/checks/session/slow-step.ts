/**
 * Steps whose answer took long. Each has look-ups of its own that a server makes there, so that the step says where to look. Where
 * no answer came at all, that is the outcome.
 */
import type { Phase } from '../../../protocol/values/session/phase.ts';
import type { TranscriptLine } from '../../../protocol/values/session/report.ts';
import type { Check, CheckedFacts } from '../types.ts';

/** Longer than the slowest healthy look-ups take together; resolvers commonly give a dead DNS server five seconds. */
const SLOW_MS = 5_000;
/** From here on client programs give up, whose limits are commonly thirty seconds; RFC 5321 section 4.5.3.2 asks for minutes. */
const VERY_SLOW_MS = 30_000;

type SlowStep = 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data';
const steps: Partial<Record<Phase, SlowStep>> = {
  ehlo: 'ehlo',
  'ehlo-tls': 'ehlo',
  'ehlo-auth': 'ehlo',
  mail: 'mail',
  rcpt: 'rcpt',
  data: 'data',
};

interface Wait {
  readonly step: SlowStep;
  readonly ms: number;
  readonly evidence: readonly number[];
}

export const slowStepCheck: Check = {
  name: 'slow-step',
  run(facts) {
    const longest = new Map<SlowStep, Wait>();
    for (const wait of [...greetingWait(facts), ...waits(facts.transcript)]) {
      if (wait.ms > Math.max(SLOW_MS, longest.get(wait.step)?.ms ?? 0)) longest.set(wait.step, wait);
    }
    return [...longest.values()].map(({ step, ms, evidence }) => ({
      code: 'session.slow-step' as const,
      severity: ms > VERY_SLOW_MS ? ('warning' as const) : ('info' as const),
      params: { step, durationMs: Math.round(ms) },
      evidence,
    }));
  },
};

/** From the connection to the first line. */
function greetingWait({ phases, transcript, implicitTls }: CheckedFacts): Wait[] {
  // The silence of a port that waits for TLS is a finding of its own.
  if (implicitTls !== null && implicitTls !== undefined) return [];
  const phase = phases.findLast(({ name }) => name === 'greeting');
  const first = transcript.find(
    ({ direction, phase: name, tMs }) =>
      direction === 'received' && name === 'greeting' && phase !== undefined && tMs >= phase.startMs,
  );
  if (phase === undefined || first === undefined) return [];
  return [{ step: 'greeting', ms: first.tMs - phase.startMs, evidence: [first.seq] }];
}

/** From what stands before an answer (a command, the answer before it where several were sent at once, the message) to it. */
function waits(transcript: readonly TranscriptLine[]): Wait[] {
  // Notes on what is odd come with the answer they are about.
  const lines = transcript.filter(({ direction, anomalies }) => direction !== 'note' || anomalies.length === 0);
  return lines.flatMap((line, index) => {
    const before = lines[index - 1];
    const step = steps[line.phase];
    if (line.direction !== 'received' || step === undefined || before === undefined) return [];
    // Other steps come with a break of our own before them.
    if (before.direction === 'note' && before.phase !== line.phase) return [];
    const evidence = before.phase === line.phase ? [before.seq, line.seq] : [line.seq];
    return [{ step, ms: line.tMs - before.tMs, evidence }];
  });
}
