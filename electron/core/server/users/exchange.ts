/** One AUTH exchange (RFC 4954 section 4): base64 in and out, cancelling, what may be shown of each response, and what each message says. */
import type { Mechanism, HiddenKind, ServerExchange, ServerLink, ServerStep } from '../../sasl/types.ts';
import { decodeBase64, encodeBase64 } from '../../sasl/base64.ts';
import { findMechanism } from '../../sasl/registry.ts';
import { hasControl } from '../../../protocol/parse/characters.ts';
import { latin1 } from '../../wire/text.ts';
import { makeReply, replies } from '../commands/replies.ts';
import type { HandlerReply, UserVerifier } from '../handlers/types.ts';
import type { ShownLine } from '../../recording/recorder.ts';

export type AuthStep =
  | { readonly kind: 'challenge'; readonly reply: HandlerReply; readonly failure: null }
  | { readonly kind: 'success'; readonly reply: HandlerReply; readonly user: string; readonly failure: null }
  /** `failure`: something of ours went wrong, to be reported to the owner. */
  | { readonly kind: 'failure'; readonly reply: HandlerReply; readonly user: string | null; readonly failure: unknown };

export class AuthDialogue {
  readonly mechanism: string;
  readonly #found: Mechanism | null;
  readonly #users: UserVerifier;
  readonly #exchange: ServerExchange | null;
  readonly #count = { client: 0, server: 0 };
  #said: Record<string, string>[] = [];
  #expects: HiddenKind | null = 'sasl-response';

  constructor(mechanism: string, users: UserVerifier, link: ServerLink) {
    this.mechanism = mechanism;
    this.#found = findMechanism(mechanism);
    this.#users = users;
    this.#exchange = this.#found?.server?.(users, link) ?? null;
  }

  /** `initial` as written: base64, `=` for an empty one, null for none. */
  start(initial: string | null): Promise<AuthStep> {
    const octets = initial === null ? null : initial === '=' ? new Uint8Array(0) : decodeBase64(initial);
    if (initial !== null && octets === null) return Promise.resolve(this.fail(replies.authBase64));
    if (octets !== null) this.#note('client', octets);
    return this.#judge((exchange) => exchange.start(octets));
  }

  respond(line: Uint8Array): Promise<AuthStep> {
    const text = latin1(line);
    if (text === '*') return Promise.resolve(this.fail(replies.authCancelled));
    const octets = decodeBase64(text);
    if (octets === null) return Promise.resolve(this.fail(replies.authBase64));
    this.#note('client', octets);
    return this.#judge((exchange) => exchange.next(octets));
  }

  fail(reply: HandlerReply, user: string | null = null, failure: unknown = null): AuthStep {
    return { kind: 'failure', reply, user, failure };
  }

  /** A response line. Nothing of it is shown, LOGIN's user name neither: clients out of step send the password there. */
  shown(octets: number): ShownLine {
    return { text: '', raw: null, anomalies: [], hidden: { what: this.#expects ?? 'sasl-response', octets } };
  }

  /** What the messages since the last call said, by their fields; secrets are no part of it. */
  takeSaid(): readonly Readonly<Record<string, string>>[] {
    const said = this.#said;
    this.#said = [];
    return said;
  }

  #note(from: 'client' | 'server', message: Uint8Array): void {
    const fields = this.#found?.describe(message, from, this.#count[from]) ?? {};
    this.#count[from] += 1;
    if (Object.keys(fields).length > 0) this.#said.push({ mechanism: this.mechanism, from, ...fields });
  }

  async #judge(ask: (exchange: ServerExchange) => Promise<ServerStep>): Promise<AuthStep> {
    if (this.#exchange === null) return this.fail(replies.authMechanism);
    try {
      return this.#stepOf(await ask(this.#exchange));
    } catch (error) {
      return this.fail(replies.authTemporary, null, error);
    }
  }

  #stepOf(step: ServerStep): AuthStep {
    switch (step.kind) {
      case 'challenge':
        this.#expects = step.expects;
        this.#note('server', step.bytes);
        return { kind: 'challenge', reply: makeReply(334, null, encodeBase64(step.bytes)), failure: null };
      case 'success': {
        const { user, authzid } = step;
        const actsAs = authzid === '' || authzid === user || this.#users.mayActAs(user, authzid);
        // Where any name is taken, one that would make a line of its own in a list is not.
        const allowed = actsAs && !hasControl(user);
        if (!allowed) return this.fail(replies.authFailed, user);
        return { kind: 'success', reply: replies.authOk, user, failure: null };
      }
      case 'failure':
        return this.fail(step.reason === 'malformed' ? replies.authResponse : replies.authFailed, step.user);
    }
  }
}
