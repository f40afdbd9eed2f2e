/** The newest lines of the app's own log, for whoever asks for diagnostics. In memory: nothing of them outlives the app. */
import { shorten, visible } from '../texts/visible.ts';
import { limits } from './limits.ts';

export class LogLines {
  #lines: readonly string[] = [];

  /** One line; a stack becomes one too. */
  add(line: string): void {
    const at = new Date().toISOString();
    const text = shorten(visible(line.replaceAll('\n', ' | ')), limits.diagnostics.lineCharacters);
    this.#lines = [...this.#lines.slice(1 - limits.diagnostics.lines), `${at} ${text}`];
  }

  /** Oldest first. */
  get all(): readonly string[] {
    return this.#lines;
  }
}
