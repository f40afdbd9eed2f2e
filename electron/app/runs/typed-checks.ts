/**
 * The last checks whose secret was typed and belonged to no saved profile: when a profile is saved that asks the same, and the same
 * secret is kept with it, how that check ended is shown beside it. Of a secret only a digest stays, keyed anew with every start.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { markVerified, type BookChange } from '../../core/profiles/book.ts';
import { limits } from '../limits.ts';
import type { ProfileContent, Verification } from '../../protocol/values/profiles/profile.ts';

type Asked = Pick<ProfileContent, 'connection' | 'auth'>;

export class TypedChecks {
  readonly #key = randomBytes(32);
  #checks: readonly { readonly asked: Asked; readonly digest: Buffer; readonly verified: Verification }[] = [];

  add(asked: Asked, secret: string, verified: Verification): void {
    this.#checks = [...this.#checks, { asked, digest: this.#digest(secret), verified }].slice(-limits.runs.typedChecks);
  }

  /** For a profile whose secret this is from now on: the newest check of it that asked the same, if any. */
  change(id: string, secret: string): BookChange {
    const digest = this.#digest(secret);
    const same = this.#checks.filter((check) => timingSafeEqual(check.digest, digest));
    return (book) => same.reduce((next, { asked, verified }) => markVerified(id, asked, verified)(next), book);
  }

  #digest(secret: string): Buffer {
    return createHmac('sha256', this.#key).update(secret).digest();
  }
}
