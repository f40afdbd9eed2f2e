/** Who has tried before: host, sender and recipient together (RFC 6647 section 2.3). */
import type { Clock } from '../../ports.ts';
import type { Moment } from './plan.ts';
import { hostOf } from '../../../protocol/parse/host-port.ts';
import { limits } from '../limits.ts';

export class Greylist {
  readonly #clock: Clock;
  readonly #first = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes the attempt. */
  passes(moment: Moment, seconds: number): boolean {
    const host = hostOf(moment.peer);
    const key = [host, moment.sender ?? '', moment.recipients.at(-1) ?? ''].join('\n').toLowerCase();
    const first = this.#first.get(key);
    const now = this.#clock.now();
    if (first !== undefined) return now - first >= seconds * 1000;
    if (this.#first.size >= limits.server.greylisted)
      for (const oldest of this.#first.keys()) {
        this.#first.delete(oldest);
        break;
      }
    this.#first.set(key, now);
    return false;
  }
}
