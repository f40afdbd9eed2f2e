/** The exchange of mechanisms with one response from the client and nothing before or after it: PLAIN, EXTERNAL, ANONYMOUS. */
import { badChallenge, noOctets } from './text.ts';
import type { ClientExchange, ClientResponse, HiddenKind, ServerExchange, ServerStep } from './types.ts';

/** The response goes with AUTH itself or answers the first challenge, whatever that says: some servers write words into it. */
export function clientOfOne(response: () => ClientResponse): ClientExchange {
  let sent = false;
  const send = (): ClientResponse => {
    sent = true;
    return response();
  };
  return { initial: send, next: async () => (sent ? badChallenge : send()), finish: () => sent };
}

/** An empty challenge asks for the response where it did not come with AUTH. `expects`: how the response is to be hidden. */
export function serverOfOne(
  expects: HiddenKind | null,
  judge: (response: Uint8Array) => Promise<ServerStep>,
): ServerExchange {
  return {
    start: async (initial) => (initial === null ? { kind: 'challenge', bytes: noOctets, expects } : judge(initial)),
    next: judge,
  };
}
