/** What one feature may ask of another, which it is handed by App.svelte: features import none of each other. */
import type { PastedContext } from '../../electron/protocol/values/app/explain.ts';
import type { Profile, ProfileContent } from '../../electron/protocol/values/profiles/profile.ts';
import type { PastFile } from '../../electron/protocol/values/app/history.ts';
import type { CapturedChoice } from '../../electron/protocol/values/app/outgoing.ts';
import type { RunRequest } from '../../electron/protocol/values/app/run.ts';
import type { ServerState } from '../../electron/protocol/values/server/server.ts';
import type { SurveyKind } from '../../electron/protocol/values/survey/request.ts';
import type { ExperimentPlan } from '../session/experiments/plans.ts';
import type { ShownRun } from '../session/past-run.ts';
import type { ConnectionForm, OpenedProfile, PresetTarget } from '../session/target/connection-form.svelte.ts';

/** The inspector, for who fills its form or asks it to run. */
export interface InspectorPort {
  readonly form: ConnectionForm;
  past: ShownRun | null;
  make(plan: ExperimentPlan, before: ShownRun): void;
  openProfile(profile: OpenedProfile, password?: string): void;
  checkProfile(profile: OpenedProfile, password: string): void;
  refill(request: Pick<RunRequest, 'connection' | 'auth' | 'profileId'>, start: boolean): void;
  /** The console's tab comes to the front. */
  showConsole(): void;
}

/** A text to be explained, and all that is known of where it came up. */
export interface ExplainAsk {
  readonly text: string;
  readonly context: PastedContext;
  /** The server whose session it is from; null where it is no session's. */
  readonly from: string | null;
  /** In place of the text: files that were chosen or dropped, of which the first is read. */
  readonly files?: readonly File[];
}

/** The answer of `history.files`. */
export interface PastFiles {
  readonly known: boolean;
  readonly files: readonly PastFile[];
}

/** The send test, likewise. */
export interface SendPort {
  past: ShownRun | null;
  make(plan: ExperimentPlan, before: ShownRun): void;
  fromInspector(): void;
  fromCaptured(captured: CapturedChoice): void;
  refill(request: Extract<RunRequest, { command: 'send' }>, files: PastFiles, start: boolean): void;
}

/** The test server: its state as main last sent it, and how to reach it. */
export interface ServerPort {
  state: ServerState | null;
  readonly localTarget: PresetTarget | null;
}

/** The profiles, for who has a server to be saved. */
export interface ProfilesPort {
  readonly profiles: readonly Profile[];
  editNew(content: ProfileContent): void;
}

/** The surveys, for who has a server whose ports are not known, or one of the history to be looked at. */
export interface SurveysPort {
  open(kind: SurveyKind, surveyId: string): void;
  compareRun(id: string): void;
}
