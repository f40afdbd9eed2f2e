/** PLAIN (RFC 4616): authorization identity, user and password in one response, in clear. */
import type { ClientExchange, Credentials, Mechanism, ServerExchange, ServerStep, VerifyPassword } from './types.ts';
import { concatBytes, utf8Bytes } from '../wire/text.ts';

const NUL = Uint8Array.of(0);
const nothing = new Uint8Array(0);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function client(credentials: Credentials): ClientExchange {
  const response = () => ({
    kind: 'response' as const,
    bytes: concatBytes(
      utf8Bytes(credentials.authzid),
      NUL,
      utf8Bytes(credentials.user),
      NUL,
      utf8Bytes(credentials.password),
    ),
    hidden: 'password' as const,
  });
  let sent = false;
  return {
    initial() {
      sent = true;
      return response();
    },
    // Whatever the challenge says: it should be empty, and servers write "PLAIN supported" there.
    next() {
      if (sent) return { kind: 'abort', reason: 'bad-challenge' };
      sent = true;
      return response();
    },
    finish: () => sent,
  };
}

/** Three fields, no more and no fewer; null where the response is none. */
function parse(bytes: Uint8Array): Credentials | null {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return null;
  }
  const [authzid, user, password, more] = text.split('\0');
  if (authzid === undefined || user === undefined || password === undefined || more !== undefined) return null;
  // RFC 4616 section 2: authcid and passwd are at least one character long.
  if (user === '' || password === '') return null;
  return { authzid, user, password };
}

function server(verify: VerifyPassword): ServerExchange {
  const judge = async (response: Uint8Array): Promise<ServerStep> => {
    const given = parse(response);
    if (given === null) return { kind: 'failure', reason: 'malformed', user: null };
    if (!(await verify(given.user, given.password))) {
      return { kind: 'failure', reason: 'credentials', user: given.user };
    }
    return { kind: 'success', user: given.user, authzid: given.authzid };
  };
  return {
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: nothing, expects: 'password' } : judge(initial),
    next: judge,
  };
}

export const plain: Mechanism = {
  name: 'PLAIN',
  clearText: true,
  initialHidden: 'password',
  initialByDefault: true,
  client,
  server,
};
