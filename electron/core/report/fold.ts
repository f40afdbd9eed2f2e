/**
 * The report of one client session, out of what protocol/fold knows of its events, and of nothing else.
 */
import { FactsFold } from '../../protocol/fold/facts.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import type { Report, ReportCommand } from '../../protocol/values/session/report.ts';
import { diagnosesOf } from './diagnoses.ts';
import { TranscriptLines } from './transcript.ts';
import { type ReportOptions, knownOf, writeReport } from './write.ts';

export class ReportFold {
  readonly #command: ReportCommand;
  readonly #transcript = new TranscriptLines();
  readonly #facts = new FactsFold();

  constructor(command: ReportCommand) {
    this.#command = command;
  }

  push(event: SessionEvent): void {
    this.#transcript.push(event);
    this.#facts.push(event);
  }

  /** The report of what was seen until now; while the session runs, it is not `ok` and lasts until the last event. */
  async report(options: ReportOptions = { transcript: true }): Promise<Report> {
    const known = knownOf(this.#facts.facts(), this.#transcript.lines(), options);
    return writeReport(this.#command, known, await diagnosesOf(known, options.asked ?? null), options);
  }
}
