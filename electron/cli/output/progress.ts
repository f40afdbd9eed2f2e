/** One line on standard error that says what is going on, redrawn in place; nothing where nobody could see it. */
import type { SessionEvent } from '../../protocol/values/session/event.ts';
import { phaseText } from '../../texts/session/phases.ts';
import { octets } from '../../texts/units.ts';
import type { Output } from './terminal.ts';

/** null for an event that changes nothing of what is going on. */
export function progressText(event: SessionEvent): string | null {
  if (event.type === 'phase-begin') return `${phaseText(event.phase).label} …`;
  if (event.type !== 'body-progress') return null;
  const of =
    event.total === null || event.total === 0
      ? ''
      : ` of ${octets(event.total)}, ${Math.floor((event.octets / event.total) * 100)} %`;
  return `Sending ${octets(event.octets)}${of}`;
}

export class ProgressLine {
  readonly #output: Output;
  readonly #wanted: boolean;
  #shown = false;

  constructor(output: Output, wanted = true) {
    this.#output = output;
    this.#wanted = wanted && output.live;
  }

  show(text: string): void {
    if (!this.#wanted) return;
    this.#output.write(`\r\u001b[K${text}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.#output.write('\r\u001b[K');
    this.#shown = false;
  }
}
