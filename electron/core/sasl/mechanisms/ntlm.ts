/**
 * NTLM version 2, the client's side ([MS-NLMP]): what old Exchange servers and Windows relays offer. The password is not sent,
 * yet can be guessed from a recording; so it is tried when nothing better is offered.
 */
import { createHash, createHmac } from 'node:crypto';
import {
  HIDDEN,
  type ChannelBinding,
  type ClientExchange,
  type ClientLink,
  type Credentials,
  type Fields,
  type Mechanism,
} from '../types.ts';
import {
  AV,
  type AvPair,
  FLAG,
  MIC_AT,
  type NtlmChallenge,
  authenticateMessage,
  negotiateMessage,
  readAuthenticate,
  readChallenge,
  utf16,
  writePairs,
} from '../ntlm/messages.ts';
import { badChallenge, hex, respond, withoutAuthzid } from '../text.ts';
import { concatBytes, utf8Bytes } from '../../wire/text.ts';
import { md4, rc4 } from '../ntlm/md4.ts';

const NEGOTIATED =
  FLAG.unicode |
  FLAG.requestTarget |
  FLAG.ntlm |
  FLAG.alwaysSign |
  FLAG.extendedSecurity |
  FLAG.targetInfo |
  FLAG.key128 |
  FLAG.key56;

const hmacMd5 = (key: Uint8Array, ...data: readonly Uint8Array[]): Uint8Array =>
  createHmac('md5', key)
    .update(concatBytes(...data))
    .digest();

/** NTOWFv2 of section 3.3.2: the user name counts in upper case, the domain as given. */
export function responseKey(user: string, domain: string, password: string): Uint8Array {
  return hmacMd5(md4(utf16(password)), utf16(user.toUpperCase() + domain));
}

/** "DOMAIN\user"; everything else, user@domain too, has the server find the domain. */
export function splitUser(text: string): { readonly domain: string; readonly user: string } {
  const at = text.indexOf('\\');
  return at === -1 ? { domain: '', user: text } : { domain: text.slice(0, at), user: text.slice(at + 1) };
}

/** 100 ns since 1601 (FILETIME). */
function fileTime(milliseconds: number): Uint8Array {
  const octets = new DataView(new ArrayBuffer(8));
  octets.setBigUint64(0, (BigInt(Math.floor(milliseconds)) + 11_644_473_600_000n) * 10_000n, true);
  return new Uint8Array(octets.buffer);
}

/** Section 3.1.5.1.2 and RFC 5929: MD5 of a gss_channel_bindings_struct without addresses. */
function bindingHash({ type, data }: ChannelBinding): Uint8Array {
  const application = concatBytes(utf8Bytes(`${type}:`), data);
  const head = new DataView(new ArrayBuffer(20));
  head.setUint32(16, application.length, true);
  return createHash('md5').update(new Uint8Array(head.buffer)).update(application).digest();
}

/** What the client adds to the server's list when it vouches for the whole exchange by a MIC. */
function withOurs(pairs: readonly AvPair[], bindings: readonly ChannelBinding[]): AvPair[] {
  const given = pairs.find(({ id }) => id === AV.flags)?.value;
  const flags = new DataView(new ArrayBuffer(4));
  const before = given?.length === 4 ? new DataView(given.buffer, given.byteOffset, 4).getUint32(0, true) : 0;
  flags.setUint32(0, before | 2, true);
  const endPoint = bindings.find(({ type }) => type === 'tls-server-end-point');
  return [
    ...pairs.filter(({ id }) => id !== AV.flags && id !== AV.channelBindings),
    { id: AV.flags, value: new Uint8Array(flags.buffer) },
    ...(endPoint === undefined ? [] : [{ id: AV.channelBindings, value: bindingHash(endPoint) }]),
  ];
}

export interface NtlmAnswer {
  readonly negotiate: Uint8Array;
  readonly challengeBytes: Uint8Array;
  readonly challenge: NtlmChallenge;
  readonly workstation: string;
  readonly version: Uint8Array;
}

export function answerChallenge(
  { user: name, password }: Credentials,
  { negotiate, challengeBytes, challenge, workstation, version }: NtlmAnswer,
  link: Pick<ClientLink, 'random' | 'now' | 'bindings'>,
): Uint8Array {
  const { domain, user } = splitUser(name);
  const pairs = challenge.targetInfo ?? [];
  const time = pairs.find(({ id }) => id === AV.timestamp)?.value;
  const clientChallenge = link.random(8);
  const key = responseKey(user, domain, password);
  const list = time === undefined ? pairs : withOurs(pairs, link.bindings);
  // NTLMv2_CLIENT_CHALLENGE, section 2.2.2.7.
  const temp = concatBytes(
    Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0),
    time ?? fileTime(link.now()),
    clientChallenge,
    new Uint8Array(4),
    writePairs(list),
    new Uint8Array(4),
  );
  const proof = hmacMd5(key, challenge.serverChallenge, temp);
  const baseKey = hmacMd5(key, proof);
  const exchanged = (challenge.flags & FLAG.keyExchange) !== 0;
  const sessionKey = exchanged ? link.random(16) : baseKey;
  // Section 3.1.5.1.2: with a timestamp from the server the LM response is 24 zeroes.
  const lm =
    time === undefined
      ? concatBytes(hmacMd5(key, challenge.serverChallenge, clientChallenge), clientChallenge)
      : new Uint8Array(24);
  const message = authenticateMessage({
    lm,
    nt: concatBytes(proof, temp),
    domain,
    user,
    workstation,
    sessionKey: exchanged ? rc4(baseKey, sessionKey) : new Uint8Array(0),
    flags: challenge.flags,
    version,
    withMic: time !== undefined,
  });
  if (time !== undefined) message.set(hmacMd5(sessionKey, negotiate, challengeBytes, message), MIC_AT);
  return message;
}

function client(credentials: Credentials, link: ClientLink): ClientExchange {
  const negotiate = negotiateMessage(NEGOTIATED);
  let step: 'negotiate' | 'authenticate' | 'done' = 'negotiate';
  const first = () => {
    step = 'authenticate';
    return respond(negotiate, null);
  };
  return {
    initial: first,
    next: async ({ bytes }) => {
      // Exchange answers AUTH NTLM with "334 ntlm supported": whatever it is, our first message comes next.
      if (step === 'negotiate') return first();
      const challenge = bytes === null || step === 'done' ? null : readChallenge(bytes);
      if (bytes === null || challenge === null) return badChallenge;
      step = 'done';
      // Echoing what was not asked for would be agreeing to it.
      const agreed = { ...challenge, flags: (challenge.flags & NEGOTIATED) >>> 0 };
      const answer = {
        negotiate,
        challengeBytes: bytes,
        challenge: agreed,
        workstation: '',
        version: new Uint8Array(8),
      };
      return respond(answerChallenge(credentials, answer, link), 'sasl-response');
    },
    finish: () => step === 'done',
  };
}

function describe(message: Uint8Array, from: 'client' | 'server', index: number): Fields {
  if (from === 'server') {
    const challenge = readChallenge(message);
    if (challenge === null) return {};
    const { flags, targetName, serverChallenge } = challenge;
    return { target: targetName, challenge: hex(serverChallenge), flags: `0x${flags.toString(16).padStart(8, '0')}` };
  }
  if (index === 0) return {};
  const said = readAuthenticate(message);
  return said === null ? {} : { ...said, response: HIDDEN };
}

export const ntlm: Mechanism = {
  name: 'NTLM',
  clearText: false,
  secret: 'password',
  provesServer: false,
  needsBinding: false,
  initialHidden: 'sasl-response',
  initialByDefault: true,
  unusable: withoutAuthzid,
  client,
  server: null,
  describe,
};
