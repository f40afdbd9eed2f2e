/** Rounds of a watch as lines on a grid: where each point stands, in the units of the picture. Pure. */
import type { Watch, WatchedPhase } from '../../../../electron/protocol/values/survey/watch.ts';

export const CHART = { width: 600, height: 150, left: 2, right: 8, top: 12, bottom: 8 } as const;

interface Point {
  readonly tMs: number;
  readonly value: number | null;
}

export interface Line {
  readonly phase: WatchedPhase;
  /** For `d` of a path; a round without that phase interrupts it. */
  readonly path: string;
}

export interface Chart {
  readonly lines: readonly Line[];
  /** Milliseconds at the top of the grid; never 0. */
  readonly most: number;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** Where failed rounds and changes stand. */
  readonly failed: readonly number[];
  readonly changed: readonly number[];
}

/** 1, 2 or 5 times a power of ten, the next above. */
export function niceMost(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

type Range = readonly [from: number, to: number];

export const rangeOf = ({ samples, summaries }: Watch): Range => {
  const from = summaries[0]?.fromMs ?? samples[0]?.tMs ?? 0;
  return [from, Math.max(from + 1, samples.at(-1)?.tMs ?? from)];
};

export const xOf = (tMs: number, [from, to]: Range): number =>
  CHART.left + ((tMs - from) / (to - from)) * (CHART.width - CHART.left - CHART.right);

export function latencyChart(watch: Watch, phases: readonly WatchedPhase[]): Chart {
  const range = rangeOf(watch);
  const series = phases.map((phase) => ({ phase, points: pointsOf(watch, phase) }));
  const most = niceMost(Math.max(...series.flatMap(({ points }) => points.map(({ value }) => value ?? 0)), 0));
  const inner = CHART.height - CHART.top - CHART.bottom;
  const y = (value: number): number => CHART.top + inner * (1 - value / most);
  const inSight = ({ tMs }: { readonly tMs: number }): boolean => tMs >= range[0];
  return {
    most,
    ticks: [0, most / 2, most].map((value) => ({ value, y: y(value) })),
    lines: series.map(({ phase, points }) => ({
      phase,
      path: points
        .map(({ tMs, value }, nth) => {
          if (value === null) return '';
          const begins = nth === 0 || points[nth - 1]?.value === null;
          const at = `${xOf(tMs, range).toFixed(1)} ${y(value).toFixed(1)}`;
          // A point alone is seen too: a line of no length with round ends.
          return begins ? `M${at}h0` : `L${at}`;
        })
        .join(''),
    })),
    failed: watch.samples.filter(({ ok }) => !ok).map(({ tMs }) => xOf(tMs, range)),
    changed: watch.changes.filter(inSight).map(({ tMs }) => xOf(tMs, range)),
  };
}

/** Of rounds that are only known in sums the mean, in their middle. */
function pointsOf({ summaries, samples }: Watch, phase: WatchedPhase): Point[] {
  return [
    ...summaries.map(({ fromMs, toMs, phases }) => ({ tMs: (fromMs + toMs) / 2, value: phases[phase]?.mean ?? null })),
    ...samples.map(({ tMs, phases }) => ({ tMs, value: phases[phase] ?? null })),
  ];
}
