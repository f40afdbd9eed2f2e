/** The login attempts of one run, over all its connections: what each mechanism came to, and which are still to be tried. */
import type { TriedMechanism } from '../../../protocol/values/session/outcome.ts';

export class LoginLog {
  readonly tried: TriedMechanism[] = [];
  /** By name, strongest first: chosen, and not tried yet. */
  left: readonly string[] = [];
  /** A reply spoke of too many attempts: no more of them. */
  lockedOut = false;

  get succeeded(): boolean {
    return this.tried.some(({ ok }) => ok);
  }

  has(mechanism: string): boolean {
    return this.tried.some((one) => one.mechanism === mechanism);
  }
}
