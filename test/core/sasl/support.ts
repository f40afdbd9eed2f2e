/** Two sides of a mechanism played against each other without a connection, with fixed randomness where a test needs it. */
import type { ClientLink, Credentials, Mechanism, ServerLink, ServerStep } from '../../../electron/core/sasl/types.ts';
import { type TestUser, type UserOptions, userVerifiers } from '../../../electron/core/server/users/users.ts';
import { decodeBase64, encodeBase64 } from '../../../electron/core/sasl/base64.ts';
import { randomBytes } from 'node:crypto';
import type { UserVerifier } from '../../../electron/core/server/handlers/types.ts';

export const octets = (text: string) => Buffer.from(text, 'utf8');
export const challenge = (text: string) => ({ text, bytes: decodeBase64(text) });
export const said = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
export const credentials = (user: string, password: string, authzid = ''): Credentials => ({ user, password, authzid });

export const clientLink = (more: Partial<ClientLink> = {}): ClientLink => ({
  service: 'smtp',
  host: 'mx.test',
  port: 587,
  bindings: [],
  offered: [],
  random: (count) => randomBytes(count),
  now: () => 0,
  ...more,
});

export const serverLink = (more: Partial<ServerLink> = {}): ServerLink => ({
  hostname: 'mx.test',
  bindings: [],
  offered: [],
  random: (count) => randomBytes(count),
  ...more,
});

export const accounts = (
  mechanism: Mechanism,
  users: readonly TestUser[],
  more: Partial<UserOptions> = {},
): UserVerifier => userVerifiers(users, { realm: 'mx.test', mechanisms: [mechanism.name], tokens: null, ...more });

export interface Played {
  readonly step: ServerStep;
  /** What the client makes of the end; true when the server has proved itself where it has to. */
  readonly trusted: boolean;
  /** "C: text" and "S: text" in order. */
  readonly dialogue: readonly string[];
  readonly hidden: readonly (string | null)[];
}

/** @throws with the reason when the client aborts */
export async function play(
  mechanism: Mechanism,
  given: Credentials,
  users: UserVerifier,
  options: { initial?: boolean; client?: Partial<ClientLink>; server?: Partial<ServerLink> } = {},
): Promise<Played> {
  const client = mechanism.client(given, clientLink(options.client));
  const server = mechanism.server?.(users, serverLink(options.server));
  if (server === undefined) throw new Error(`${mechanism.name} has no server`);
  const dialogue: string[] = [];
  const hidden: (string | null)[] = [];
  const first = (options.initial ?? mechanism.initialByDefault) ? client.initial() : null;
  if (first !== null) {
    dialogue.push(`C: ${said(first.bytes)}`);
    hidden.push(first.hidden);
  }
  let step = await server.start(first?.bytes ?? null);
  while (step.kind === 'challenge') {
    dialogue.push(`S: ${said(step.bytes)}`);
    const response = await client.next(challenge(encodeBase64(step.bytes)));
    if (response.kind === 'abort') throw new Error(response.reason);
    dialogue.push(`C: ${said(response.bytes)}`);
    hidden.push(response.hidden);
    step = await server.next(response.bytes);
  }
  return { step, trusted: client.finish(), dialogue, hidden };
}
