/** The exchanges that the RFCs print, octet for octet, on the client's side; and the server's side of each accepts them. */
import { describe, expect, it } from 'vitest';
import { accounts, challenge, clientLink, credentials, octets, said } from './support.ts';
import type { ClientLink, Credentials, Mechanism } from '../../../electron/core/sasl/types.ts';
import { scramSha1, scramSha256 } from '../../../electron/core/sasl/mechanisms/scram.ts';
import { cramMd5 } from '../../../electron/core/sasl/mechanisms/cram-md5.ts';
import { digestMd5, digestSecret, responseValue } from '../../../electron/core/sasl/mechanisms/digest-md5.ts';
import { encodeBase64 } from '../../../electron/core/sasl/base64.ts';
import { oauthBearer } from '../../../electron/core/sasl/mechanisms/oauthbearer.ts';
import { digestOf, hmac, scramVerifier, xor } from '../../../electron/core/sasl/scram/keys.ts';
import { xoauth2 } from '../../../electron/core/sasl/mechanisms/xoauth2.ts';

/** The client's messages against what a server says, each given as text. */
async function clientSays(
  mechanism: Mechanism,
  given: Credentials,
  challenges: readonly string[],
  link: Partial<ClientLink> = {},
): Promise<{ messages: string[]; proved: boolean }> {
  const client = mechanism.client(given, clientLink(link));
  const messages: string[] = [];
  const first = mechanism.initialByDefault ? client.initial() : null;
  if (first !== null) messages.push(said(first.bytes));
  for (const text of challenges) {
    const step = await client.next(challenge(encodeBase64(octets(text))));
    messages.push(step.kind === 'abort' ? `abort: ${step.reason}` : said(step.bytes));
  }
  return { messages, proved: client.finish() };
}

describe('CRAM-MD5 (RFC 2195 section 2)', () => {
  const text = '<1896.697170952@postoffice.reston.mci.net>';
  const answer = 'tim b913a602c7eda7a495b4e6e7334d3890';
  const tim = credentials('tim', 'tanstaaftanstaaf');

  it('is answered as printed', async () => {
    expect((await clientSays(cramMd5, tim, [text])).messages).toEqual([answer]);
  });

  it('is accepted as printed', async () => {
    const users = accounts(cramMd5, [tim]);
    expect(await users.cram('tim', text, answer.slice(4))).toBe(true);
    expect(await users.cram('tim', text.replace('1896', '1897'), answer.slice(4))).toBe(false);
  });
});

describe.each([
  [
    'section 4, IMAP',
    'imap',
    'OA6MG9tEQGm2hh',
    'OA6MHXh6VqTrRk',
    'd388dad90d4bbd760a152321f2143af7',
    'ea40f60335c427b5527b84dbabcdfffd',
  ],
  [
    'section 4, ACAP',
    'acap',
    'OA9BSXrbuRhWay',
    'OA9BSuZWMSpW8m',
    '6084c6db3fede7352c551284490fd0fc',
    '2f0b3d7c3c2e486600ef710726aa2eae',
  ],
])('DIGEST-MD5 (RFC 2831 %s)', (_section, service, nonce, cnonce, response, rspauth) => {
  const host = 'elwood.innosoft.com';
  const uri = `${service}/${host}`;

  it('has the values printed', () => {
    const secret = digestSecret('chris', host, 'secret');
    const exchange = { nonce, cnonce, uri, authzid: '' };
    expect(responseValue(secret, 'AUTHENTICATE', exchange)).toBe(response);
    expect(responseValue(secret, '', exchange)).toBe(rspauth);
  });

  it('is said in the form printed, and a wrong rspauth is no proof', async () => {
    const list = `realm="${host}",nonce="${nonce}",qop="auth",algorithm=md5-sess,charset=utf-8`;
    const link = { host, service };
    const chris = credentials('chris', 'secret');
    const { messages } = await clientSays(digestMd5, chris, [list], link);
    expect(messages[0]).toMatch(
      new RegExp(
        `^charset=utf-8,username="chris",realm="${host}",nonce="${nonce}",nc=00000001,cnonce="[0-9a-f]{32}",digest-uri="${uri}",response=[0-9a-f]{32},qop=auth$`,
      ),
    );
    const lied = await clientSays(digestMd5, chris, [list, `rspauth=${rspauth}`], link);
    expect(lied).toMatchObject({ messages: [expect.anything(), 'abort: server-not-authenticated'], proved: false });
  });
});

it('DIGEST-MD5 hashes what fits ISO 8859-1 in it (RFC 2831 section 2.1.2.1)', () => {
  // MD5 of the octets "f\xfc:r:p\xe4", by coreutils' md5sum.
  expect(Buffer.from(digestSecret('f\u00fc', 'r', 'p\u00e4')).toString('hex')).toBe('d3d09c60c98e10d6c8b70c0b435b800b');
});

describe.each([
  {
    title: 'SCRAM-SHA-1 (RFC 5802 section 5)',
    mechanism: scramSha1.bare,
    hash: 'sha1' as const,
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    salt: 'QSXCR+Q6sek8bf92',
    serverNonce: '3rfcNHYJY1ZVvWVs7j',
    proof: 'v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    signature: 'rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    title: 'SCRAM-SHA-256 (RFC 7677 section 3)',
    mechanism: scramSha256.bare,
    hash: 'sha256' as const,
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    challenge: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
    serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
    proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    signature: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
])('$title', ({ mechanism, hash, nonce, challenge: serverFirst, salt, serverNonce, proof, signature }) => {
  const user = credentials('user', 'pencil');
  const random = () => Buffer.from(nonce, 'base64');
  const final = `c=biws,r=${nonce}${serverNonce},p=${proof}`;

  it('is said as printed, and the server is believed for its signature alone', async () => {
    const good = await clientSays(mechanism, user, [serverFirst, `v=${signature}`], { random });
    expect(good).toEqual({ messages: [`n,,n=user,r=${nonce}`, final, ''], proved: true });
    const bad = await clientSays(
      mechanism,
      user,
      [serverFirst, `v=${Buffer.alloc((signature.length * 0.75) | 0).toString('base64')}`],
      { random },
    );
    expect(bad).toMatchObject({
      messages: [expect.anything(), final, 'abort: server-not-authenticated'],
      proved: false,
    });
  });

  it('is verified as printed from what a server keeps', async () => {
    const { storedKey, serverKey } = await scramVerifier(hash, 'pencil', Buffer.from(salt, 'base64'), 4096);
    const authMessage = `n=user,r=${nonce},${serverFirst},${final.replace(/,p=.*$/, '')}`;
    const clientKey = xor(Buffer.from(proof, 'base64'), hmac(hash, storedKey, authMessage));
    expect(Buffer.from(digestOf(hash, clientKey))).toEqual(Buffer.from(storedKey));
    expect(encodeBase64(hmac(hash, serverKey, authMessage))).toBe(signature);
  });
});

describe('OAUTHBEARER (RFC 7628 section 4)', () => {
  const token = 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==';
  const given = credentials('user@example.com', token);

  it('is said as in the example of section 4.1', async () => {
    const client = oauthBearer.client(given, clientLink({ host: 'server.example.com', port: 143 }));
    expect(encodeBase64(client.initial()?.bytes ?? octets(''))).toBe(
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    );
  });

  it('acknowledges the error of section 4.3 with one octet, and has read it', async () => {
    const client = oauthBearer.client(given, clientLink());
    client.initial();
    const error =
      'eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=';
    expect(await client.next(challenge(error))).toMatchObject({ kind: 'response', bytes: Uint8Array.of(1) });
    expect(client.refusal?.()).toEqual({ status: 'invalid_token', scope: 'example_scope', schemes: null });
    expect(client.finish()).toBe(false);
  });
});

describe("XOAUTH2 (Google's page of the protocol)", () => {
  const given = credentials('someuser@example.com', 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg');

  it('is said as in its example', () => {
    expect(encodeBase64(xoauth2.client(given, clientLink()).initial()?.bytes ?? octets(''))).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    );
  });

  it('acknowledges its error with an empty response, and has read it', async () => {
    const client = xoauth2.client(given, clientLink());
    client.initial();
    const error =
      'eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIG1hYyIsInNjb3BlIjoiaHR0cHM6Ly9tYWlsLmdvb2dsZS5jb20vIn0K';
    expect(await client.next(challenge(error))).toMatchObject({ kind: 'response', bytes: new Uint8Array(0) });
    expect(client.refusal?.()).toEqual({ status: '401', schemes: 'bearer mac', scope: 'https://mail.google.com/' });
  });
});
