/**
 * Exchanges recorded with other implementations, where no RFC prints one: our client, with the same nonce, says the same and
 * believes the same signature.
 */
import { describe, expect, it } from 'vitest';
import { challenge, clientLink, credentials, octets, said } from './support.ts';
import type { ChannelBinding, ClientLink, Credentials, Mechanism } from '../../../electron/core/sasl/types.ts';
import { login } from '../../../electron/core/sasl/mechanisms/login.ts';
import { scramSha256, scramSha512 } from '../../../electron/core/sasl/mechanisms/scram.ts';

interface Recorded {
  readonly mechanism: Mechanism;
  readonly given: Credentials;
  readonly link: Partial<ClientLink>;
  /** As on the wire, in base64. */
  readonly server: readonly string[];
}

async function replay({ mechanism, given, link, server }: Recorded): Promise<{ client: string[]; proved: boolean }> {
  const exchange = mechanism.client(given, clientLink(link));
  const client = [said(exchange.initial()?.bytes ?? octets(''))];
  for (const text of server) {
    const step = await exchange.next(challenge(text));
    client.push(step.kind === 'abort' ? step.reason : said(step.bytes));
  }
  return { client, proved: exchange.finish() };
}

describe('SCRAM-SHA-512, the server being Cyrus SASL 2.1.28 behind Postfix 3.7', () => {
  const nonce = 'kOutkIbBCL0oxfcPe6Zt6deU';
  const first =
    'cj1rT3V0a0liQkNMMG94ZmNQZTZadDZkZVUzbTg0cE53Q01lNlVjNjhtbk96Y3VtZGYwalhpcHJFNixzPWUxdy9JbnBIMlBoMUVRWVl5RHlLMHlIK25PMk8wUFQ0K3VRekh1NXptc3luT0xOMVBzdllRa3NiSXNvWkxLcGxCNHVnL3ZVNkJvQ0pOL1lxbndXNGZRPT0saT00MDk2';
  const last =
    'dj1WWVVXZjVVOU9ac1VpMHdjdWJTTnB3Y1ljTFQvUGFRWmpzRnlOV214K0Z4ajdmRW9wWFlZYjNFWmdoaEpkemt1MG4zejgxQzQxNm8yMkMxZHg0bTVGQT09';
  const recorded = (password: string): Recorded => ({
    mechanism: scramSha512.bare,
    given: credentials('alice', password),
    link: {
      random: () => Buffer.from(nonce, 'base64'),
      bindings: [{ type: 'tls-exporter', data: Buffer.alloc(32) }],
      offered: ['SCRAM-SHA-512'],
    },
    server: [first, last],
  });

  it('is believed: its signature is that of the password', async () => {
    const { client, proved } = await replay(recorded('wonderland'));
    expect(proved).toBe(true);
    expect(client[0]).toBe(`y,,n=alice,r=${nonce}`);
    expect(client[1]).toMatch(
      /^c=eSws,r=kOutkIbBCL0oxfcPe6Zt6deU3m84pNwCMe6Uc68mnOzcumdf0jXiprE6,p=[A-Za-z0-9+/]{86}==$/,
    );
  });

  it('is not believed by who has another password', async () => {
    expect(await replay(recorded('looking-glass'))).toMatchObject({
      client: [expect.anything(), expect.anything(), 'server-not-authenticated'],
      proved: false,
    });
  });
});

describe('SCRAM-SHA-256-PLUS, the client being GNU SASL 2.2.0 with GnuTLS, with its exporter value', () => {
  const theirs = [
    'cD10bHMtZXhwb3J0ZXIsLG49dXNlcixyPUdLdlpwaXp0cmJrWWZ1dE5EQThaT205cQ==',
    'Yz1jRDEwYkhNdFpYaHdiM0owWlhJc0xNMFJYenhsdEFXT0FwQWRXaEpIR2ttTFVpejNDQUJMdm90WFJGMHZ1cEdBLHI9R0t2WnBpenRyYmtZZnV0TkRBOFpPbTlxRWtETjJvOSt2Rm5pblRHK29nNmRMd29hLHA9RkVSaGdnQkxMTUlvN3FaYjhvS2VpQ1ZIVjZkS28zbzI3a2htTFN1RkxuZz0=',
  ].map((text) => Buffer.from(text, 'base64').toString());
  const server = [
    'cj1HS3ZacGl6dHJia1lmdXROREE4Wk9tOXFFa0ROMm85K3ZGbmluVEcrb2c2ZEx3b2Escz1wNFdTVGhNaE80WmltdEtBVkcyckxRPT0saT00MDk2',
    'dj1aOTV2WnJmRkJWQ1UzRDFHN0xMTXNaWUVwc0pla0x5UlFtc2dQU1NTcG1jPQ==',
  ];
  const header = 'p=tls-exporter,,';
  const channel = Buffer.from(/^c=([^,]+)/.exec(theirs[1] ?? '')?.[1] ?? '', 'base64');
  const exporter: ChannelBinding = { type: 'tls-exporter', data: channel.subarray(header.length) };
  const recorded = (binding: ChannelBinding): Recorded => ({
    mechanism: scramSha256.plus,
    given: credentials('user', 'pencil'),
    link: {
      random: () => Buffer.from('GKvZpiztrbkYfutNDA8ZOm9q', 'base64'),
      bindings: [binding],
      offered: ['SCRAM-SHA-256-PLUS'],
    },
    server,
  });

  it('says octet for octet what ours says', async () => {
    expect(exporter.data).toHaveLength(32);
    expect(await replay(recorded(exporter))).toEqual({ client: [...theirs, ''], proved: true });
  });

  it('and over another channel nothing fits', async () => {
    const { client, proved } = await replay(recorded({ ...exporter, data: Buffer.alloc(32) }));
    expect({ last: client[2], proved }).toEqual({ last: 'server-not-authenticated', proved: false });
  });
});

it('LOGIN, as msmtp 1.8.23 and swaks 20201014.0 say it', async () => {
  // C: AUTH LOGIN, S: 334 VXNlcm5hbWU6, C: YWxpY2U=, S: 334 UGFzc3dvcmQ6, C: d29uZGVybGFuZA==
  const exchange = login.client(credentials('alice', 'wonderland'), clientLink());
  for (const [prompt, answer] of [
    ['VXNlcm5hbWU6', 'YWxpY2U='],
    ['UGFzc3dvcmQ6', 'd29uZGVybGFuZA=='],
  ] as const) {
    const step = await exchange.next(challenge(prompt));
    expect(step.kind === 'response' && Buffer.from(step.bytes).toString('base64')).toBe(answer);
  }
});
