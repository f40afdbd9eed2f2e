/** Rounds of a watch in numbers: how long each phase took, and many rounds as one. Pure. */
import type { Report } from '../../values/session/report.ts';
import {
  WATCHED_PHASES,
  type Spread,
  type WatchSample,
  type WatchSummary,
  type WatchedPhase,
} from '../../values/survey/watch.ts';

type Latencies = WatchSample['phases'];
type Spreads = WatchSummary['phases'];

const sources: Readonly<Record<Exclude<WatchedPhase, 'total'>, readonly string[]>> = {
  dns: ['dns'],
  connect: ['connect'],
  greeting: ['greeting'],
  ehlo: ['ehlo', 'ehlo-tls'],
  tls: ['starttls', 'tls'],
  auth: ['auth', 'ehlo-auth'],
};

/** Of phases that went well: how long a failing one was waited for says nothing of the server's pace. */
export function latenciesOf(report: Report): Latencies {
  const found: Latencies = {};
  for (const phase of WATCHED_PHASES) {
    if (phase === 'total') continue;
    const own = report.phases.filter(({ name, ok }) => ok && sources[phase].includes(name));
    if (own.length > 0) found[phase] = own.reduce((sum, { durationMs }) => sum + durationMs, 0);
  }
  return report.error === null ? { ...found, total: report.durationMs } : found;
}

export function withLatencies(before: Spreads, latencies: Latencies): Spreads {
  return merged(
    before,
    mapped(latencies, (ms) => ({ count: 1, min: ms, mean: ms, max: ms })),
  );
}

export function summaryOfRounds(samples: readonly WatchSample[]): WatchSummary | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    from: first.round,
    to: last.round,
    fromMs: first.tMs,
    toMs: last.tMs,
    failed: samples.filter(({ ok }) => !ok).length,
    phases: samples.reduce<Spreads>((sum, { phases }) => withLatencies(sum, phases), {}),
  };
}

/** Two that follow each other as one. */
export const joinedSummary = (a: WatchSummary, b: WatchSummary): WatchSummary => ({
  from: a.from,
  to: b.to,
  fromMs: a.fromMs,
  toMs: b.toMs,
  failed: a.failed + b.failed,
  phases: merged(a.phases, b.phases),
});

function merged(a: Spreads, b: Spreads): Spreads {
  const found: Spreads = { ...a };
  for (const phase of WATCHED_PHASES) {
    const other = b[phase];
    if (other !== undefined) found[phase] = joined(a[phase], other);
  }
  return found;
}

function joined(a: Spread | undefined, b: Spread): Spread {
  if (a === undefined) return b;
  const count = a.count + b.count;
  return {
    count,
    min: Math.min(a.min, b.min),
    mean: (a.mean * a.count + b.mean * b.count) / count,
    max: Math.max(a.max, b.max),
  };
}

function mapped(latencies: Latencies, map: (ms: number) => Spread): Spreads {
  const found: Spreads = {};
  for (const phase of WATCHED_PHASES) {
    const ms = latencies[phase];
    if (ms !== undefined) found[phase] = map(ms);
  }
  return found;
}
