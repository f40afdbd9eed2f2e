/**
 * SCRAM (RFC 5802, RFC 7677) with SHA-1, SHA-256 and SHA-512, and each bound to its TLS channel (-PLUS): nothing sent can be
 * used again, and the server proves that it knows the password's verifier too.
 */
import type {
  Accounts,
  ChannelBinding,
  ClientExchange,
  ClientLink,
  ClientStep,
  Credentials,
  Mechanism,
  ScramHash,
  ScramVerifier,
  ServerExchange,
  ServerLink,
  ServerStep,
} from '../types.ts';
import {
  type BindingFlag,
  type ClientFirst,
  describeScram,
  encodeName,
  gs2Header,
  readClientFinal,
  readClientFirst,
  readServerFinal,
  readServerFirst,
} from '../scram/messages.ts';
import { badChallenge, malformed, notAuthenticated, noOctets, mechanismRefused, respond, sameOctets } from '../text.ts';
import { concatBytes, utf8Bytes } from '../../wire/text.ts';
import { digestOf, hmac, scramKeys, xor } from '../scram/keys.ts';
import { encodeBase64 } from '../base64.ts';
import { limits } from '../limits.ts';
import { saslprep } from '../saslprep.ts';

/** 144 bits; base64 of it has no comma. */
const NONCE_OCTETS = 18;

interface Variant {
  readonly name: string;
  readonly hash: ScramHash;
  readonly plus: boolean;
}

/** RFC 5802 section 6: who could bind and does not says whether that is for want of the server's offer. */
function bindingOf({ plus, name }: Variant, link: ClientLink): { flag: BindingFlag; data: Uint8Array } {
  const [preferred] = link.bindings;
  if (plus && preferred !== undefined) return { flag: preferred.type, data: preferred.data };
  if (preferred === undefined || link.offered.includes(`${name}-PLUS`)) return { flag: 'n', data: noOctets };
  return { flag: 'y', data: noOctets };
}

function client(variant: Variant, credentials: Credentials, link: ClientLink): ClientExchange {
  const { hash } = variant;
  const binding = bindingOf(variant, link);
  const header = gs2Header(binding.flag, credentials.authzid);
  const nonce = encodeBase64(link.random(NONCE_OCTETS));
  const bare = `n=${encodeName(saslprep(credentials.user) ?? credentials.user)},r=${nonce}`;
  let step: 'first' | 'final' | 'proof' | 'done' = 'first';
  let signature: Uint8Array | null = null;

  const first = () => {
    step = 'final';
    return respond(`${header}${bare}`, null);
  };
  const final = async (bytes: Uint8Array): Promise<ClientStep> => {
    const given = readServerFirst(bytes);
    // A nonce that is not ours made longer is a replay of somebody else's exchange.
    if (given === null || !given.nonce.startsWith(nonce) || given.nonce.length <= nonce.length) return badChallenge;
    const { minIterations, maxIterations, maxSalt } = limits.sasl;
    if (given.iterations < minIterations || given.iterations > maxIterations) return badChallenge;
    if (given.salt.length > maxSalt) return badChallenge;
    step = 'proof';
    const channel = concatBytes(utf8Bytes(header), binding.data);
    const withoutProof = `c=${encodeBase64(channel)},r=${given.nonce}`;
    const authMessage = concatBytes(utf8Bytes(`${bare},`), bytes, utf8Bytes(`,${withoutProof}`));
    const password = saslprep(credentials.password) ?? credentials.password;
    const { clientKey, serverKey } = await scramKeys(hash, password, given.salt, given.iterations);
    const proof = xor(clientKey, hmac(hash, digestOf(hash, clientKey), authMessage));
    signature = hmac(hash, serverKey, authMessage);
    return respond(`${withoutProof},p=${encodeBase64(proof)}`, 'sasl-response');
  };
  return {
    initial: first,
    next: async ({ bytes }) => {
      if (step === 'first') return first();
      if (bytes === null || step === 'done') return badChallenge;
      if (step === 'final') return final(bytes);
      const given = readServerFinal(bytes);
      if (given === null) return badChallenge;
      // The refusal itself comes in the reply to an empty response (RFC 4954 section 4).
      if ('error' in given) return respond(noOctets, null);
      if (signature === null || !sameOctets(given.signature, signature)) return notAuthenticated;
      step = 'done';
      return respond(noOctets, null);
    },
    finish: () => step === 'done',
  };
}

function server({ name, hash, plus }: Variant, accounts: Accounts, link: ServerLink): ServerExchange {
  let begun: { first: ClientFirst; nonce: string; serverFirst: string; verifier: ScramVerifier } | null = null;
  let proved: ServerStep | null = null;

  const answerFirst = async (bytes: Uint8Array): Promise<ServerStep> => {
    const first = readClientFirst(bytes);
    if (first === null) return malformed();
    const bound = first.flag !== 'n' && first.flag !== 'y';
    // RFC 5802 section 6: -PLUS and p= belong together; "y" beside a -PLUS on offer means that somebody took it off the list.
    if (bound !== plus || (first.flag === 'y' && link.offered.includes(`${name}-PLUS`))) return malformed(first.user);
    const verifier = await accounts.scram(first.user, hash);
    const nonce = first.nonce + encodeBase64(link.random(NONCE_OCTETS));
    const serverFirst = `r=${nonce},s=${encodeBase64(verifier.salt)},i=${verifier.iterations}`;
    begun = { first, nonce, serverFirst, verifier };
    return { kind: 'challenge', bytes: utf8Bytes(serverFirst), expects: 'sasl-response' };
  };

  const answerFinal = (bytes: Uint8Array): ServerStep => {
    if (begun === null) return malformed();
    const { first, nonce, serverFirst, verifier } = begun;
    const final = readClientFinal(bytes);
    if (final?.nonce !== nonce) return malformed(first.user);
    const data = link.bindings.find((one: ChannelBinding) => one.type === first.flag)?.data ?? noOctets;
    const expected = concatBytes(utf8Bytes(first.header), data);
    if ((plus && data.length === 0) || !sameOctets(final.binding, expected)) return mechanismRefused(first.user);
    const authMessage = `${first.bare},${serverFirst},${final.withoutProof}`;
    const clientKey = xor(final.proof, hmac(hash, verifier.storedKey, authMessage));
    if (final.proof.length !== verifier.storedKey.length) return malformed(first.user);
    if (!sameOctets(digestOf(hash, clientKey), verifier.storedKey)) return mechanismRefused(first.user);
    proved = { kind: 'success', user: first.user, authzid: first.authzid };
    const signature = hmac(hash, verifier.serverKey, authMessage);
    return { kind: 'challenge', bytes: utf8Bytes(`v=${encodeBase64(signature)}`), expects: null };
  };

  return {
    // Without an initial response the client is asked for its first message by an empty challenge.
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: noOctets, expects: null } : answerFirst(initial),
    next: async (response) => {
      // RFC 4954 has no data beside 235: the client acknowledges the signature with an empty response.
      if (proved !== null) return response.length === 0 ? proved : malformed();
      return begun === null ? answerFirst(response) : answerFinal(response);
    },
  };
}

function variant(name: string, hash: ScramHash, plus: boolean): Mechanism {
  const one: Variant = { name, hash, plus };
  return {
    name: plus ? `${name}-PLUS` : name,
    clearText: false,
    secret: 'password',
    provesServer: true,
    needsBinding: plus,
    initialHidden: null,
    initialByDefault: true,
    unusable: ({ user, password, authzid }) => {
      if (saslprep(user) === null || user === '') return 'user';
      if (saslprep(password) === null) return 'password';
      return saslprep(authzid) === null ? 'authzid' : null;
    },
    client: (credentials, link) => client(one, credentials, link),
    server: (accounts, link) => server(one, accounts, link),
    describe: describeScram,
  };
}

const both = (name: string, hash: ScramHash) => ({ bare: variant(name, hash, false), plus: variant(name, hash, true) });

export const scramSha1 = both('SCRAM-SHA-1', 'sha1');
export const scramSha256 = both('SCRAM-SHA-256', 'sha256');
export const scramSha512 = both('SCRAM-SHA-512', 'sha512');
