/** How many messages a send test sends, how many at a time, and how long it rests between two: as typed, and what is wrong of it. */
import { plural } from '../../../../electron/texts/units.ts';
import { limits } from '../../../../electron/protocol/values/app/limits.ts';

export interface Repetition {
  readonly count: number;
  /** Connections at a time. */
  readonly concurrency: number;
  /** Seconds between two of the same connection. */
  readonly pause: number;
}

export interface RepetitionTyped {
  readonly messages: string;
  readonly connections: string;
  readonly pause: string;
}

const USUAL: RepetitionTyped = { messages: '1', connections: '1', pause: '0' };

export class RepetitionForm {
  messages = $state(USUAL.messages);
  connections = $state(USUAL.connections);
  pause = $state(USUAL.pause);
  readonly messagesWrong: string | null = $derived(outside(this.messages, 1, limits.repeated.messages));
  readonly connectionsWrong: string | null = $derived(outside(this.connections, 1, limits.repeated.connections));
  readonly pauseWrong: string | null = $derived(outside(this.pause, 0, limits.repeated.pauseSeconds));
  /** A field whose text cannot be used counts as usual: it keeps everything from being sent anyway. */
  readonly asked: Repetition = $derived({
    count: this.messagesWrong === null ? Number(this.messages) : 1,
    concurrency: this.connectionsWrong === null ? Number(this.connections) : 1,
    pause: this.pauseWrong === null ? Number(this.pause) : 0,
  });
  readonly wrong: string | null = $derived.by(() => {
    if (this.messagesWrong !== null) return `Messages: ${this.messagesWrong}`;
    if (this.connectionsWrong !== null) return `Connections at a time: ${this.connectionsWrong}`;
    return this.pauseWrong === null ? null : `Pause: ${this.pauseWrong}`;
  });

  /** As a draft has it. */
  get typed(): RepetitionTyped {
    const { messages, connections, pause } = this;
    return { messages, connections, pause };
  }

  fill({ messages, connections, pause }: RepetitionTyped = USUAL): void {
    this.messages = messages;
    this.connections = connections;
    this.pause = pause;
  }
}

function outside(typed: string, least: number, most: number): string | null {
  const number = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : NaN;
  return number >= least && number <= most ? null : `a whole number from ${least} to ${most}`;
}

/** In a summary; empty where one message goes. */
export function repetitionWords({ count, concurrency, pause }: Repetition): string {
  if (count === 1) return '';
  const at = concurrency === 1 ? [] : [`${Math.min(concurrency, count)} at a time`];
  return [plural(count, 'message'), ...at, ...(pause === 0 ? [] : [`${pause} s between two`])].join(', ');
}
