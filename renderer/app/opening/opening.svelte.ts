/** Reports and surveys from files, such as a colleague's: read here, shown by the screens that show our own, kept nowhere. */
import { readReportText } from '../../../electron/protocol/parse/opened/report-text.ts';
import { limits } from '../../../electron/protocol/parse/limits.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { openProblemText, openTooLargeText, openUnreadableText } from '../../../electron/texts/app/report-files.ts';
import type { AppState } from '../app.svelte.ts';
import type { InspectorState } from '../../features/inspector/inspector.svelte.ts';
import type { SurveysState } from '../../features/survey/survey.svelte.ts';
import { fullTime } from '../../ui/time.ts';

/** What is dropped anywhere in the window is taken for a report by its name; a file that is chosen is read whatever it is called. */
export const isReportName = (name: string): boolean => /\.(?:json|ndjson)$/i.test(name);

export class Opening {
  /** Why the last file was not shown; null when it was. */
  problem: string | null = $state(null);
  /** The file that is being read. */
  reading: string | null = $state(null);
  readonly #app: AppState;
  readonly #inspector: InspectorState;
  readonly #surveys: SurveysState;

  constructor(app: AppState, inspector: InspectorState, surveys: SurveysState) {
    this.#app = app;
    this.#inspector = inspector;
    this.#surveys = surveys;
  }

  ask(): void {
    this.problem = null;
    this.#app.dialog = 'open-report';
  }

  /** Only the first: one is looked at at a time. */
  async take(files: readonly File[]): Promise<void> {
    const [file] = files;
    if (file === undefined || this.reading !== null) return;
    this.reading = file.name;
    try {
      this.problem = await this.#open(file);
    } finally {
      this.reading = null;
    }
    // Its words have a place, also for what was dropped.
    this.#app.dialog = this.problem === null ? null : 'open-report';
  }

  async #open(file: File): Promise<string | null> {
    const { name, size } = file;
    if (size > limits.openedOctets) return openTooLargeText(name, size, limits.openedOctets);
    let text: string;
    try {
      text = await file.text();
    } catch {
      return openUnreadableText(name);
    }
    const read = readReportText(text);
    if (!read.ok) return openProblemText(name, read.problem);
    const { value } = read;
    switch (value.kind) {
      case 'report':
        this.#app.enter('inspector');
        this.#inspector.openFile(name, value.report);
        break;
      case 'comparison':
        this.#surveys.openComparison(sideOf('A', name, value.a), sideOf('B', name, value.b));
        break;
      case 'survey':
        this.#surveys.openFile(name, value);
        break;
    }
    return null;
  }
}

const sideOf = (letter: string, file: string, report: Report): { readonly name: string; readonly report: Report } => ({
  name: `${report.target.host ?? letter}, ${fullTime(report.startedAt)}, from ${file}`,
  report,
});
