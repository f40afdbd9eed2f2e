/** Who may log in to the test server: what each choice comes to, and what a user lacks for it. */
import { describe, expect, test } from 'vitest';
import type { ServerConfig } from '../../electron/protocol/values/server/server.ts';
import { SERVED_MECHANISMS } from '../../electron/protocol/facts/mechanisms.ts';
import {
  authFor,
  choose,
  chosenMechanisms,
  claimsText,
  lacking,
  obstacle,
  parseClaims,
  takesTokens,
  whoMay,
} from '../../renderer/features/server/logins/logins.ts';

const auth = (over: Partial<ServerConfig['auth']> = {}): ServerConfig['auth'] => ({
  enabled: true,
  acceptAny: false,
  required: false,
  allowClear: true,
  mechanisms: ['PLAIN', 'LOGIN'],
  ...over,
});
const served = (name: string) => SERVED_MECHANISMS.find((one) => one.name === name)!;

test.each(['none', 'any', 'users'] as const)('%s may log in, and reads so', (who) => {
  expect(whoMay({ ...auth(), ...authFor(who) })).toBe(who);
});

describe('mechanisms', () => {
  test('are the same in both places until one is chosen there', () => {
    expect(chosenMechanisms(auth(), 'clear')).toEqual(['PLAIN', 'LOGIN']);
    const changed = choose(auth(), 'SCRAM-SHA-256', 'tls', true);
    expect(changed).toEqual({ mechanisms: ['SCRAM-SHA-256', 'PLAIN', 'LOGIN'], clearMechanisms: ['PLAIN', 'LOGIN'] });
    expect(choose(auth(changed), 'PLAIN', 'clear', false).clearMechanisms).toEqual(['LOGIN']);
  });

  test('one that is not known here stays', () => {
    expect(choose(auth({ mechanisms: ['X-OWN', 'plain'] }), 'LOGIN', 'tls', true).mechanisms).toEqual([
      'PLAIN',
      'LOGIN',
      'X-OWN',
    ]);
  });

  test.each([
    ['SCRAM-SHA-256-PLUS', 'clear', {}, 'Is bound to TLS'],
    ['SCRAM-SHA-256', 'tls', { acceptAny: true }, 'Needs users: the server proves that it knows the password'],
    ['PLAIN', 'clear', { allowClear: false }, 'Nothing is offered without TLS'],
    ['PLAIN', 'tls', { acceptAny: true }, null],
    ['CRAM-MD5', 'clear', {}, null],
  ] as const)('%s in %s with %j: %s', (name, where, over, why) => {
    expect(obstacle(auth(over), served(name), where)).toBe(why);
  });

  test('a user lacks what is offered and was not made', () => {
    const user = { user: 'ann', mechanisms: ['PLAIN', 'LOGIN', 'SCRAM-SHA-256'] };
    expect(lacking(auth(), user)).toEqual([]);
    expect(lacking(auth({ mechanisms: ['CRAM-MD5', 'PLAIN', 'XOAUTH2'] }), user)).toEqual(['CRAM-MD5']);
    const clearOnly = auth({ clearMechanisms: ['DIGEST-MD5'] });
    expect(lacking(clearOnly, user)).toEqual(['DIGEST-MD5']);
    expect(lacking({ ...clearOnly, allowClear: false }, user)).toEqual([]);
  });
});

test('claims are read as they are written', () => {
  expect(parseClaims('aud=mail,  scope = send ')).toEqual({ aud: 'mail', scope: 'send' });
  expect(parseClaims('aud')).toBeNull();
  expect(parseClaims('')).toEqual({});
  expect(claimsText({ aud: 'mail', scope: 'send' })).toBe('aud=mail, scope=send');
  expect(takesTokens(auth())).toBe(false);
  expect(takesTokens(auth({ clearMechanisms: ['XOAUTH2'] }))).toBe(true);
});
