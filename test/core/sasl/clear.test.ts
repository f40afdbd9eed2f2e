/** PLAIN (RFC 4616) and LOGIN, against what the documents give. */
import { describe, expect, it } from 'vitest';
import { accounts, challenge, clientLink, credentials, octets, said, serverLink } from './support.ts';
import { encodeBase64 } from '../../../electron/core/sasl/base64.ts';
import { login } from '../../../electron/core/sasl/mechanisms/login.ts';
import { plain } from '../../../electron/core/sasl/mechanisms/plain.ts';

const tim = credentials('tim', 'tanstaaftanstaaf');
const link = serverLink();

describe('PLAIN (RFC 4616)', () => {
  const first = (given: typeof tim) => said(plain.client(given, clientLink()).initial()?.bytes ?? octets('none'));
  const server = () => plain.server?.(accounts(plain, [tim]), link);

  it('is authzid NUL user NUL password, as in section 4', () => {
    expect(first(tim)).toBe('\0tim\0tanstaaftanstaaf');
    expect(first(credentials('Kurt', 'xipj3plmq', 'Ursel'))).toBe('Ursel\0Kurt\0xipj3plmq');
  });

  it.each(['', 'tim', 'tim\0pw', '\0\0pw', '\0tim\0', 'a\0b\0c\0d'])('%j is malformed', async (response) => {
    expect(await server()?.next(octets(response))).toMatchObject({ kind: 'failure', reason: 'malformed' });
  });

  it('refuses what is no UTF-8', async () => {
    expect(await server()?.next(Uint8Array.of(0, 0xff, 0, 0x41))).toMatchObject({ reason: 'malformed' });
  });

  it('compares prepared names and passwords (section 2)', async () => {
    const users = accounts(plain, [{ user: 'K\u00f6nig', password: '\u2168' }]);
    const answer = await plain.server?.(users, link).next(octets('\0Ko\u0308nig\0I\u00adX'));
    expect(answer).toMatchObject({ kind: 'success' });
  });

  it('says its response once, whatever the challenge', async () => {
    const client = plain.client(tim, clientLink());
    expect((await client.next({ text: 'PLAIN supported', bytes: null })).kind).toBe('response');
    expect(await client.next({ text: '', bytes: octets('') })).toEqual({ kind: 'abort', reason: 'bad-challenge' });
  });
});

describe('LOGIN', () => {
  it('goes by position, not by the text of the prompts', async () => {
    for (const prompts of [
      ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'],
      ['', ''],
      ['Username:', 'x'],
      ['UGFzc3dvcmQ6', 'VXNlcm5hbWU6'],
    ]) {
      const client = login.client(tim, clientLink());
      const answers = [];
      for (const prompt of prompts) {
        const step = await client.next(challenge(prompt));
        answers.push(step.kind === 'response' ? said(step.bytes) : step.reason);
      }
      expect(answers).toEqual(['tim', 'tanstaaftanstaaf']);
      expect(await client.next(challenge(''))).toEqual({ kind: 'abort', reason: 'bad-challenge' });
    }
  });

  it('gives the name again, once, to a server that ignored the initial response', async () => {
    const client = login.client(tim, clientLink());
    client.initial();
    const again = await client.next(challenge('VXNlcm5hbWU6'));
    expect(again.kind === 'response' && said(again.bytes)).toBe('tim');
    const then = await client.next(challenge('VXNlcm5hbWU6'));
    expect(then.kind === 'response' && said(then.bytes)).toBe('tanstaaftanstaaf');
  });

  it('prompts as everyone does', async () => {
    const server = login.server?.(accounts(login, [tim]), link);
    const first = await server?.start(null);
    expect(first?.kind === 'challenge' && encodeBase64(first.bytes)).toBe('VXNlcm5hbWU6');
    const second = await server?.next(octets('tim'));
    expect(second?.kind === 'challenge' && encodeBase64(second.bytes)).toBe('UGFzc3dvcmQ6');
    expect(second).toMatchObject({ expects: 'password' });
  });

  it('has no place for an authorization identity', () => {
    expect(login.unusable(credentials('tim', 'x', 'tom'))).toBe('authzid');
    expect(login.unusable(credentials('tim', 'x', 'tim'))).toBeNull();
  });
});
