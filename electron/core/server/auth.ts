/** One AUTH exchange (RFC 4954 section 4): base64 in and out, cancelling, and what may be shown of each response. */
import type { Mechanism, SecretKind, ServerExchange, ServerStep } from '../sasl/types.ts';
import { decodeBase64, encodeBase64 } from '../sasl/base64.ts';
import { findMechanism } from '../sasl/mechanisms.ts';
import { latin1 } from '../wire/text.ts';
import { makeReply, replies } from './replies.ts';
import type { HandlerReply, UserVerifier } from './types.ts';
import type { ShownLine } from './session-journal.ts';

export type AuthStep =
  | { readonly kind: 'challenge'; readonly reply: HandlerReply; readonly failure: null }
  | { readonly kind: 'success'; readonly reply: HandlerReply; readonly user: string; readonly failure: null }
  /** `failure`: something of ours went wrong, to be reported to the owner. */
  | { readonly kind: 'failure'; readonly reply: HandlerReply; readonly user: string | null; readonly failure: unknown };

export class AuthDialogue {
  readonly mechanism: string;
  readonly #exchange: ServerExchange | null;
  #expects: SecretKind | null = 'sasl-response';

  constructor(mechanism: string, users: UserVerifier) {
    const found: Mechanism | null = findMechanism(mechanism);
    this.mechanism = mechanism;
    this.#exchange = found?.server((user, password) => users.verify(user, password)) ?? null;
  }

  /** `initial` as written: base64, `=` for an empty one, null for none. */
  start(initial: string | null): Promise<AuthStep> {
    const octets = initial === null ? null : initial === '=' ? new Uint8Array(0) : decodeBase64(initial);
    if (initial !== null && octets === null) return Promise.resolve(this.fail(replies.authBase64));
    return this.#judge((exchange) => exchange.start(octets));
  }

  respond(line: Uint8Array): Promise<AuthStep> {
    const text = latin1(line);
    if (text === '*') return Promise.resolve(this.fail(replies.authCancelled));
    const octets = decodeBase64(text);
    if (octets === null) return Promise.resolve(this.fail(replies.authBase64));
    return this.#judge((exchange) => exchange.next(octets));
  }

  fail(reply: HandlerReply, user: string | null = null, failure: unknown = null): AuthStep {
    return { kind: 'failure', reply, user, failure };
  }

  /** A response line. Nothing of it is shown, LOGIN's user name neither: clients out of step send the password there. */
  shown(octets: number): ShownLine {
    return { text: '', raw: null, anomalies: [], hidden: { what: this.#expects ?? 'sasl-response', octets } };
  }

  async #judge(ask: (exchange: ServerExchange) => Promise<ServerStep>): Promise<AuthStep> {
    if (this.#exchange === null) return this.fail(replies.authMechanism);
    let step: ServerStep;
    try {
      step = await ask(this.#exchange);
    } catch (error) {
      return this.fail(replies.authTemporary, null, error);
    }
    switch (step.kind) {
      case 'challenge':
        this.#expects = step.expects;
        return { kind: 'challenge', reply: makeReply(334, null, encodeBase64(step.bytes)), failure: null };
      case 'success':
        // Acting for somebody else is a right nobody has here.
        if (step.authzid !== '' && step.authzid !== step.user) return this.fail(replies.authFailed, step.user);
        return { kind: 'success', reply: replies.authOk, user: step.user, failure: null };
      case 'failure':
        return this.fail(step.reason === 'malformed' ? replies.authResponse : replies.authFailed, step.user);
    }
  }
}
