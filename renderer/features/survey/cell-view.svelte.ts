/** The session of the chosen cell, in the shape in which the views take any run; it grows while the cell runs. */
import { cellName } from '../../../electron/protocol/fold/survey/head.ts';
import { hostPortText } from '../../../electron/protocol/parse/host-port.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { CellKey } from '../../../electron/protocol/values/survey/cell.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { ShownSession } from '../../session/log.svelte.ts';
import type { ShownRun } from '../../session/past-run.ts';
import type { LiveSurvey } from './live-survey.svelte.ts';

export class CellView implements ShownRun {
  readonly key: CellKey;
  log = $state.raw(new ShownSession());
  report: Report | null = $state.raw(null);
  readonly id = null;
  readonly command = 'check';
  readonly targetText: string;
  readonly user = null;
  readonly asked: ShownRun['asked'];
  readonly ownServer = false;
  readonly error = null;
  readonly #events: (key: CellKey, afterSeq: number) => Promise<readonly SessionEvent[]>;
  #reading = false;
  #wanted: number | null = null;

  /** `survey`: which has its session. */
  constructor(survey: Pick<LiveSurvey, 'session'>, key: CellKey, connection: ConnectionOptions) {
    this.#events = (of, afterSeq) => survey.session(of, afterSeq);
    this.key = key;
    this.targetText = hostPortText(key.host, key.port);
    this.asked = { connection, auth: null, envelope: null };
  }

  get status(): ShownRun['status'] {
    return this.report === null ? 'running' : 'done';
  }

  get active(): boolean {
    return this.report === null;
  }

  is(key: CellKey): boolean {
    return cellName(key) === cellName(this.key);
  }

  /** While it runs: there are events up to this number. */
  async grow(seq: number): Promise<void> {
    if (seq > this.log.lastSeq && this.report === null) await this.#read(this.log.lastSeq);
  }

  /** It is over: everything anew, because a connect that is made again begins its numbers anew. */
  async end(report: Report): Promise<void> {
    if (this.report !== null) return;
    this.report = report;
    await this.#read(0);
  }

  async #read(afterSeq: number): Promise<void> {
    if (this.#reading) {
      this.#wanted = Math.min(this.#wanted ?? Infinity, afterSeq);
      return;
    }
    this.#reading = true;
    try {
      const events = await this.#events(this.key, afterSeq);
      const log = afterSeq === 0 ? new ShownSession() : this.log;
      log.append(events, afterSeq === 0);
      this.log = log;
    } finally {
      this.#reading = false;
    }
    const wanted = this.#wanted;
    this.#wanted = null;
    if (wanted !== null) await this.#read(wanted === 0 ? 0 : this.log.lastSeq);
  }
}
