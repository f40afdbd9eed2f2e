/** The watches of this window: those that run, also behind another that is looked at. */
import type { LiveSurvey } from '../live-survey.svelte.ts';

export class Watches {
  #all: readonly LiveSurvey[] = $state.raw([]);

  get running(): readonly LiveSurvey[] {
    return this.#all.filter(({ active }) => active);
  }

  /** What is over is in the history. */
  add(survey: LiveSurvey): void {
    this.#all = [...this.running, survey];
  }

  find(surveyId: string): LiveSurvey | null {
    return this.#all.find(({ id }) => id === surveyId) ?? null;
  }
}
