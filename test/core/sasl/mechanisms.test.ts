/** PLAIN and LOGIN, both sides, against each other and against what the documents give. */
import { describe, expect, it } from 'vitest';
import type {
  Challenge,
  ClientExchange,
  Credentials,
  Mechanism,
  ServerStep,
} from '../../../electron/core/sasl/types.ts';
import { decodeBase64, encodeBase64 } from '../../../electron/core/sasl/base64.ts';
import { findMechanism, mechanisms } from '../../../electron/core/sasl/mechanisms.ts';
import fc from 'fast-check';
import { login } from '../../../electron/core/sasl/login.ts';
import { plain } from '../../../electron/core/sasl/plain.ts';

const credentials: Credentials = { user: 'tim', password: 'tanstaaftanstaaf', authzid: '' };
const verify = async (user: string, password: string) => user === 'tim' && password === 'tanstaaftanstaaf';
const challenge = (text: string): Challenge => ({ text, bytes: decodeBase64(text) });
const octets = (text: string) => Buffer.from(text, 'utf8');

async function play(mechanism: Mechanism, given: Credentials, initial: boolean): Promise<ServerStep> {
  const client: ClientExchange = mechanism.client(given);
  const server = mechanism.server(verify);
  const first = initial ? client.initial() : null;
  let step = await server.start(first?.bytes ?? null);
  while (step.kind === 'challenge') {
    const response = client.next(challenge(encodeBase64(step.bytes)));
    if (response.kind === 'abort') throw new Error(response.reason);
    step = await server.next(response.bytes);
  }
  return step;
}

describe.each([plain, login])('$name', (mechanism) => {
  it.each([true, false])('client and server understand each other, initial response %s', async (initial) => {
    expect(await play(mechanism, credentials, initial)).toEqual({ kind: 'success', user: 'tim', authzid: '' });
    expect(await play(mechanism, { ...credentials, password: 'wrong' }, initial)).toEqual({
      kind: 'failure',
      reason: 'credentials',
      user: 'tim',
    });
  });

  it('hides the password and nothing but what holds it', () => {
    const client = mechanism.client(credentials);
    const responses = [client.initial(), client.next(challenge(''))].flatMap((step) =>
      step?.kind === 'response' ? [step] : [],
    );
    for (const { bytes, hidden } of responses) {
      expect(hidden).toBe(Buffer.from(bytes).includes('tanstaaf') ? 'password' : null);
    }
    expect(mechanism.clearText).toBe(true);
  });

  it('never throws at whatever a client sends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 4 }),
        async ([first, ...rest]) => {
          const server = mechanism.server(async () => false);
          let step = await server.start(first ?? null);
          for (const response of rest) if (step.kind === 'challenge') step = await server.next(response);
          expect(step.kind).not.toBe('success');
        },
      ),
    );
  });
});

describe('PLAIN (RFC 4616)', () => {
  it('is authzid NUL user NUL password', () => {
    expect(Buffer.from(plain.client(credentials).initial()?.bytes ?? []).toString()).toBe('\0tim\0tanstaaftanstaaf');
    const other = plain.client({ user: 'Kurt', password: 'xipj3plmq', authzid: 'Ursel' });
    expect(Buffer.from(other.initial()?.bytes ?? []).toString()).toBe('Ursel\0Kurt\0xipj3plmq');
  });

  it.each(['', 'tim', 'tim\0pw', '\0\0pw', '\0tim\0', 'a\0b\0c\0d'])('%j is malformed', async (response) => {
    expect(await plain.server(verify).next(octets(response))).toMatchObject({ kind: 'failure', reason: 'malformed' });
  });

  it('refuses what is no UTF-8', async () => {
    expect(await plain.server(verify).next(Uint8Array.of(0, 0xff, 0, 0x41))).toMatchObject({ reason: 'malformed' });
  });

  it('says its response once, whatever the challenge', () => {
    const client = plain.client(credentials);
    expect(client.next({ text: 'PLAIN supported', bytes: null }).kind).toBe('response');
    expect(client.next({ text: '', bytes: octets('') })).toEqual({ kind: 'abort', reason: 'bad-challenge' });
  });
});

describe('LOGIN', () => {
  it('goes by position, not by the text of the prompts', () => {
    for (const prompts of [
      ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'],
      ['', ''],
      ['Username:', 'x'],
      ['UGFzc3dvcmQ6', 'VXNlcm5hbWU6'],
    ]) {
      const client = login.client(credentials);
      const said = prompts.map((prompt) => client.next(challenge(prompt)));
      expect(said.map((step) => (step.kind === 'response' ? Buffer.from(step.bytes).toString() : step.reason))).toEqual(
        ['tim', 'tanstaaftanstaaf'],
      );
      expect(client.next(challenge(''))).toEqual({ kind: 'abort', reason: 'bad-challenge' });
    }
  });

  it('gives the name again, once, to a server that ignored the initial response', () => {
    const client = login.client(credentials);
    client.initial();
    const again = client.next(challenge('VXNlcm5hbWU6'));
    expect(again.kind === 'response' && Buffer.from(again.bytes).toString()).toBe('tim');
    const then = client.next(challenge('VXNlcm5hbWU6'));
    expect(then.kind === 'response' && Buffer.from(then.bytes).toString()).toBe('tanstaaftanstaaf');
  });

  it('prompts as everyone does', async () => {
    const server = login.server(verify);
    const first = await server.start(null);
    expect(first.kind === 'challenge' && encodeBase64(first.bytes)).toBe('VXNlcm5hbWU6');
    const second = await server.next(octets('tim'));
    expect(second.kind === 'challenge' && encodeBase64(second.bytes)).toBe('UGFzc3dvcmQ6');
    expect(second).toMatchObject({ expects: 'password' });
  });
});

describe('base64', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(encodeBase64(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each(['A', 'AA', 'AAA', 'AA=A', 'AAAA=', '====', 'AA==AA==', 'AA A', 'AA\r\n', 'A-_A', '*'])(
    'refuses %j',
    (text) => {
      expect(decodeBase64(text)).toBeNull();
    },
  );
});

it('knows each mechanism by its name in any case, strongest first', () => {
  expect(mechanisms.map(({ name }) => name)).toEqual(['PLAIN', 'LOGIN']);
  expect(findMechanism('plain')).toBe(plain);
  expect(findMechanism('X-OWN')).toBeNull();
});
