/** The numbers of a watch in the Prometheus text format: for a file that node_exporter reads, or over HTTP. */
import { chmod } from 'node:fs/promises';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { serveTextPage } from '../../../core/server/listener/http/text-page.ts';
import { parseListenAddress } from '../../../protocol/parse/listen-address.ts';
import { AppError } from '../../../protocol/values/app-error.ts';
import { WATCHED_PHASES, type WatchChange, type WatchSample } from '../../../protocol/values/survey/watch.ts';
import { writeAtomically } from '../../../storage/files/atomic-write.ts';
import { UsageError } from '../../status.ts';
import type { Output } from '../terminal.ts';

/** Seconds; a handshake across an ocean takes a quarter of one, and what is over ten is an outage. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class WatchMetrics {
  readonly #registry = new Registry();
  readonly #target: { readonly target: string };
  readonly #up: Gauge<'target'>;
  readonly #rounds: Counter<'target' | 'answer'>;
  readonly #changes: Counter<'target' | 'what'>;
  readonly #last: Gauge<'target' | 'phase'>;
  readonly #phases: Histogram<'target' | 'phase'>;
  readonly #expiry: Gauge<'target'>;

  constructor(target: string) {
    this.#target = { target };
    const registers = [this.#registry];
    this.#up = new Gauge({
      name: 'posthorn_up',
      help: 'Whether the last round went well.',
      labelNames: ['target'],
      registers,
    });
    this.#rounds = new Counter({
      name: 'posthorn_rounds_total',
      help: 'Rounds by what they came to.',
      labelNames: ['target', 'answer'],
      registers,
    });
    this.#changes = new Counter({
      name: 'posthorn_changes_total',
      help: 'Changes by what changed.',
      labelNames: ['target', 'what'],
      registers,
    });
    this.#last = new Gauge({
      name: 'posthorn_phase_seconds',
      help: 'How long a phase took in the last round that came to it.',
      labelNames: ['target', 'phase'],
      registers,
    });
    this.#phases = new Histogram({
      name: 'posthorn_phase_duration_seconds',
      help: 'How long a phase took, of all rounds.',
      labelNames: ['target', 'phase'],
      buckets: BUCKETS,
      registers,
    });
    this.#expiry = new Gauge({
      name: 'posthorn_certificate_expiry_timestamp_seconds',
      help: 'When the certificate that was seen last ends.',
      labelNames: ['target'],
      registers,
    });
  }

  round({ ok, answer, phases }: WatchSample, validTo: string | null): void {
    this.#up.set(this.#target, ok ? 1 : 0);
    this.#rounds.inc({ ...this.#target, answer });
    for (const phase of WATCHED_PHASES) {
      const ms = phases[phase];
      if (ms === undefined) continue;
      this.#last.set({ ...this.#target, phase }, ms / 1_000);
      this.#phases.observe({ ...this.#target, phase }, ms / 1_000);
    }
    if (validTo !== null) this.#expiry.set(this.#target, Date.parse(validTo) / 1_000);
  }

  change({ what }: WatchChange): void {
    this.#changes.inc({ ...this.#target, what });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}

/** Where the numbers go. */
export interface MetricsPlace {
  /** After each round. */
  readonly write: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A number, or a host and a number, is where to listen; all else is a file. @throws UsageError, AppError `listen-failed`, `invalid-argument` */
export async function openMetrics(typed: string, metrics: WatchMetrics, err: Output): Promise<MetricsPlace> {
  if (typed === '') throw new UsageError('--metrics needs a file, a port, or HOST:PORT');
  if (/^\d+$/.test(typed) && Number(typed) > 65_535)
    throw new UsageError('--metrics needs a port of 0 to 65535 (a file that is named by a number is written ./NUMBER)');
  const address = typed.includes('/') ? null : parseListenAddress(typed);
  if (address?.ok !== true || address.value.host === null || address.value.port === null) return fileOf(typed, metrics);
  const { host, port } = address.value;
  const page = { path: '/metrics', contentType: metrics.contentType, text: () => metrics.text() };
  const served = await serveTextPage(host, port, page);
  err.line(`posthorn: metrics at http://${host.includes(':') ? `[${host}]` : host}:${served.port}/metrics`);
  return { write: async () => undefined, close: () => served.close() };
}

async function fileOf(path: string, metrics: WatchMetrics): Promise<MetricsPlace> {
  const write = async (): Promise<void> => {
    try {
      // Whoever collects the file is another user.
      await writeAtomically(path, await metrics.text(), {
        durable: false,
        beside: 'shared',
        check: (beside) => chmod(beside, 0o644),
      });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new AppError(
        'invalid-argument',
        { argument: '--metrics', reason: `${path} cannot be written (${code})` },
        { cause: error },
      );
    }
  };
  // Before anything is connected: a watch of a day is not to be begun for nothing.
  await write();
  return { write, close: async () => undefined };
}
