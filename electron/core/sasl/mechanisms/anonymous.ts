/** ANONYMOUS (RFC 4505): no identity; the client may leave a word of where it comes from. */
import type { Accounts, ClientExchange, Credentials, Mechanism, ServerExchange, ServerStep } from '../types.ts';
import { badChallenge, malformed, nothing, readUtf8, refused, respond, withoutAuthzid } from '../text.ts';

/** RFC 4505 section 2: a token of 1 to 255 characters. */
const MAX_TRACE = 255;

function client({ user }: Credentials): ClientExchange {
  let sent = false;
  const trace = () => {
    sent = true;
    return respond(user, null);
  };
  return { initial: trace, next: async () => (sent ? badChallenge : trace()), finish: () => sent };
}

function server(accounts: Accounts): ServerExchange {
  const judge = async (response: Uint8Array): Promise<ServerStep> => {
    const trace = readUtf8(response);
    if (trace === null || trace.includes('\0') || Array.from(trace).length > MAX_TRACE) return malformed();
    return (await accounts.open('ANONYMOUS'))
      ? { kind: 'success', user: 'anonymous', authzid: '' }
      : refused('anonymous');
  };
  return {
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: nothing, expects: null } : judge(initial),
    next: judge,
  };
}

export const anonymous: Mechanism = {
  name: 'ANONYMOUS',
  clearText: false,
  secret: 'none',
  provesServer: false,
  needsBinding: false,
  initialHidden: null,
  initialByDefault: true,
  unusable: (credentials) =>
    withoutAuthzid(credentials) ?? (Array.from(credentials.user).length > MAX_TRACE ? 'user' : null),
  client,
  server,
  describe: (message, from) => (from === 'client' ? { trace: readUtf8(message) ?? '' } : {}),
};
