/** The login attempts of one run, over all its connections: what each mechanism came to, and which are still to be tried. */
import type { TriedMechanism } from '../../../protocol/values/session/outcome.ts';
import type { SecretSource } from '../../ports.ts';

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

/** Asked for once, however many connections need it: standard input has it once, and a keychain may ask its owner each time. */
export function readOnce(secret: SecretSource): SecretSource {
  let read: Promise<string> | null = null;
  return { read: () => (read ??= secret.read()), isToken: () => secret.isToken?.() === true };
}
