/** The report of a whole recorded session, with the judge at hand. */
import { diagnoseSession } from '../../../electron/core/diagnosis/session.ts';
import { TranscriptLines } from '../../../electron/core/report/transcript.ts';
import { type ReportOptions, knownOf, writeReport } from '../../../electron/core/report/write.ts';
import { FactsFold } from '../../../electron/protocol/fold/facts.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { Report, ReportCommand } from '../../../electron/protocol/values/session/report.ts';

export function foldReport(
  command: ReportCommand,
  events: Iterable<SessionEvent>,
  options: ReportOptions = { transcript: true },
): Report {
  const facts = new FactsFold();
  const transcript = new TranscriptLines();
  for (const event of events) {
    facts.push(event);
    transcript.push(event);
  }
  const known = knownOf(facts.facts(), transcript.lines(), options);
  return writeReport(command, known, diagnoseSession(known, known.lines), options);
}
