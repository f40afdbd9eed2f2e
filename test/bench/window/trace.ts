/** A trace of Chromium's, cut into steps by marks that the page made, and what the page's main thread did in each. */
import type { ElectronApp } from './electron-app.ts';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of `dur` what the thread really ran, in microseconds: less where others wanted the processor too. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

const categories = ['devtools.timeline', 'blink.user_timing', 'v8', 'disabled-by-default-devtools.timeline'];

export async function traced<T>(
  app: ElectronApp,
  work: () => Promise<T>,
): Promise<{ readonly events: TraceEvent[]; readonly answer: T }> {
  const events: TraceEvent[] = [];
  let complete: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (complete = resolve));
  const off = app.on((method, params) => {
    if (method === 'Tracing.dataCollected') events.push(...(params as { value: TraceEvent[] }).value);
    else if (method === 'Tracing.tracingComplete') complete();
  });
  await app.browser('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, recordMode: 'recordAsMuchAsPossible' },
  });
  const answer = await work();
  await app.browser('Tracing.end');
  await done;
  off();
  return { events, answer };
}

/** Milliseconds of the main thread in one step. */
interface Step {
  readonly script: number;
  /** Style and layout. */
  readonly layout: number;
  readonly both: number;
  /** Of both, the time the processor gave to it. */
  readonly processor: number;
  /** Every task, painting too. */
  readonly all: number;
}

const scriptNames = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'MajorGC',
  'MinorGC',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
  'V8.GC_SCAVENGER',
]);
const layoutNames = new Set(['Layout', 'RecalculateStyles', 'UpdateLayoutTree']);

/** What lies between two marks of that name, from the thread that made them. */
export function stepsOf(events: readonly TraceEvent[], mark: string): Step[] {
  const marks = events.filter(({ name }) => name === mark).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  if (first === undefined) throw new Error('the trace has no marks');
  const own = events
    .filter(({ ph, pid, tid, dur }) => ph === 'X' && dur !== undefined && pid === first.pid && tid === first.tid)
    .sort((a, b) => a.ts - b.ts);
  const named = (wanted: (name: string) => boolean): TraceEvent[] => own.filter(({ name }) => wanted(name));
  const layout = named((name) => layoutNames.has(name));
  const both = named((name) => scriptNames.has(name) || layoutNames.has(name));
  const tasks = named((name) => name === 'RunTask');
  return marks.slice(0, -1).map(({ ts }, at) => {
    const end = marks[at + 1]?.ts ?? ts;
    return {
      // Layout that script asks for is layout.
      script: covered(both, ts, end) - covered(layout, ts, end),
      layout: covered(layout, ts, end),
      both: covered(both, ts, end),
      processor: covered(both, ts, end, ({ dur = 0, tdur = dur }) => (dur === 0 ? 1 : tdur / dur)),
      all: covered(tasks.length > 0 ? tasks : both, ts, end),
    };
  });
}

/**
 * Milliseconds of the span that lie in any of the events, which are sorted by their beginning and may hold each other. `share`:
 * how much of an outer event counts.
 */
function covered(
  events: readonly TraceEvent[],
  from: number,
  to: number,
  share: (event: TraceEvent) => number = () => 1,
): number {
  let sum = 0;
  let reached = from;
  for (const event of events) {
    const { ts, dur = 0 } = event;
    const begin = Math.max(ts, reached);
    const end = Math.min(ts + dur, to);
    if (end > begin) {
      sum += (end - begin) * share(event);
      reached = end;
    }
  }
  return sum / 1000;
}

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export function costs(steps: readonly Step[]): Record<keyof Step, Spread> {
  const spread = (of: keyof Step): Spread => {
    const sorted = steps.map((step) => step[of]).sort((a, b) => a - b);
    const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
    return { p50: at(0.5), p95: at(0.95), max: at(1) };
  };
  return {
    script: spread('script'),
    layout: spread('layout'),
    both: spread('both'),
    processor: spread('processor'),
    all: spread('all'),
  };
}
