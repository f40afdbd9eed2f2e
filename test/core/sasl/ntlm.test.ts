/** NTLM version 2 against the examples of [MS-NLMP] section 4.2.4, MD4 against RFC 1320, RC4 against RFC 6229. */
import { describe, expect, it } from 'vitest';
import { answerChallenge, ntlm, responseKey, splitUser } from '../../../electron/core/sasl/mechanisms/ntlm.ts';
import { challenge, clientLink, credentials } from './support.ts';
import { md4, rc4 } from '../../../electron/core/sasl/ntlm/md4.ts';
import { negotiateMessage, readAuthenticate, readChallenge } from '../../../electron/core/sasl/ntlm/messages.ts';
import { createHmac } from 'node:crypto';

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const bytes = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

describe('MD4 (RFC 1320 appendix A.5)', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('of %j', (text, digest) => {
    expect(hex(md4(Buffer.from(text)))).toBe(digest);
  });
});

it('RC4 (RFC 6229 section 2, 40-bit key)', () => {
  expect(hex(rc4(bytes('0102030405'), new Uint8Array(16)))).toBe('b2396305f03dc027ccc3524a0a1118a8');
});

/** Section 4.2.4.3. */
const serverChallenge = bytes(`
  4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000 2400240044000000
  060070170000000f 530065007200760065007200
  02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`);

const authenticate = `
  4e544c4d53535000 03000000 180018006c000000 5400540084000000 0c000c0048000000 0800080054000000 100010005c000000
  10001000d8000000 358288e2 0501280a0000000f
  44006f006d00610069006e00 5500730065007200 43004f004d0050005500540045005200
  86c35097ac9cec102554764a57cccc19 aaaaaaaaaaaaaaaa
  68cd0ab851e51c96aabc927bebef6a1c 0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
  02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000
  c5dad2544fc9799094ce1ce90bc9d03e`;

describe('NTLMv2 ([MS-NLMP] section 4.2.4)', () => {
  it('NTOWFv2', () => {
    expect(hex(responseKey('User', 'Domain', 'Password'))).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
    expect(hex(responseKey('uSER', 'Domain', 'Password'))).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
  });

  it('AUTHENTICATE_MESSAGE, octet for octet', () => {
    const read = readChallenge(serverChallenge);
    if (read === null) throw new Error('the challenge was not understood');
    const random = (octets: number) => Buffer.alloc(octets, octets === 8 ? 0xaa : 0x55);
    const message = answerChallenge(
      credentials('Domain\\User', 'Password'),
      {
        negotiate: negotiateMessage(0),
        challengeBytes: serverChallenge,
        challenge: { ...read, flags: 0xe2_88_82_35 },
        workstation: 'COMPUTER',
        version: bytes('0501280a0000000f'),
      },
      // FILETIME 0.
      { random, now: () => -11_644_473_600_000, bindings: [] },
    );
    expect(hex(message)).toBe(hex(bytes(authenticate)));
  });

  it('vouches for the whole exchange where the server gives its time', async () => {
    const time = '0700080000112233445566aa';
    const info = `${time}00000000`;
    const withTime = bytes(
      `4e544c4d53535000 02000000 0000000038000000 05828a00 0123456789abcdef 0000000000000000 1000100038000000 0000000000000000 ${info}`,
    );
    const client = ntlm.client(credentials('User', 'Password'), clientLink());
    const first = client.initial();
    const step = await client.next(challenge(withTime.toString('base64')));
    if (step.kind === 'abort' || first === null) throw new Error('aborted');
    const message = Buffer.from(step.bytes);
    const nt = message.subarray(message.readUInt32LE(24), message.readUInt32LE(24) + message.readUInt16LE(20));
    const key = responseKey('User', '', 'Password');
    const mac = (k: Uint8Array, ...data: Uint8Array[]) => createHmac('md5', k).update(Buffer.concat(data)).digest();
    expect(hex(nt.subarray(0, 16))).toBe(hex(mac(key, bytes('0123456789abcdef'), nt.subarray(16))));
    const mic = Buffer.from(message.subarray(72, 88));
    message.fill(0, 72, 88);
    expect(hex(mic)).toBe(hex(mac(mac(key, nt.subarray(0, 16)), first.bytes, withTime, message)));
    // MsvAvFlags says that there is one, and the server's time is ours.
    expect(hex(nt)).toContain('0600040002000000');
    expect(hex(nt.subarray(24, 32))).toBe('00112233445566aa');
    expect(hex(message.subarray(message.readUInt32LE(16)).subarray(0, 24))).toBe('00'.repeat(24));
  });

  it('takes the domain from DOMAIN\\user alone', () => {
    expect(splitUser('D\\u')).toEqual({ domain: 'D', user: 'u' });
    expect(splitUser('u@d.test')).toEqual({ domain: '', user: 'u@d.test' });
  });

  it('shows who logs in and hides the response', () => {
    const message = bytes(authenticate);
    expect(readAuthenticate(message)).toEqual({ domain: 'Domain', user: 'User', workstation: 'COMPUTER' });
    expect(ntlm.describe(message, 'client', 1)).toEqual({
      domain: 'Domain',
      user: 'User',
      workstation: 'COMPUTER',
      response: '***',
    });
    expect(ntlm.describe(serverChallenge, 'server', 0)).toMatchObject({
      target: 'Server',
      challenge: '0123456789abcdef',
    });
  });
});
