/** What holds for every mechanism: both sides understand each other, nothing throws, nothing secret is shown. */
import { describe, expect, it } from 'vitest';
import { accounts, challenge, clientLink, credentials, play, serverLink } from './support.ts';
import { decodeBase64, encodeBase64 } from '../../../electron/core/sasl/base64.ts';
import { findMechanism, mechanisms } from '../../../electron/core/sasl/registry.ts';
import fc from 'fast-check';
import { plain } from '../../../electron/core/sasl/mechanisms/plain.ts';
import { rounds } from '../../harness/seeds.ts';

const user = { user: 'tim', password: 'tanstaaftanstaaf' };
const bindings = [{ type: 'tls-exporter' as const, data: Buffer.alloc(32, 1) }];
const both = mechanisms.filter(({ server }) => server !== null);
const options = { tokens: { kind: 'fixed', token: user.password } } as const;
const link = { bindings };

describe.each(both)('$name', (mechanism) => {
  const known = accounts(mechanism, [user], options);
  const right = credentials(user.user, user.password);

  it.each([true, false])('client and server understand each other, initial response %s', async (initial) => {
    const played = await play(mechanism, right, known, { initial, client: link, server: link });
    if (mechanism.name === 'EXTERNAL') expect(played.step).toMatchObject({ kind: 'failure', reason: 'credentials' });
    else if (mechanism.name === 'ANONYMOUS') expect(played.step).toMatchObject({ kind: 'success', user: 'anonymous' });
    else {
      expect(played).toMatchObject({ step: { kind: 'success', user: 'tim', authzid: '' }, trusted: true });
      const wrong = credentials('tim', 'wrong');
      const refused = await play(mechanism, wrong, known, { initial, client: link, server: link });
      expect(refused.step).toEqual({ kind: 'failure', reason: 'credentials', user: 'tim' });
      const nobody = credentials('tom', user.password);
      if (mechanism.secret === 'password') {
        const unknown = await play(mechanism, nobody, known, { initial, client: link, server: link });
        expect(unknown.step).toEqual({ kind: 'failure', reason: 'credentials', user: 'tom' });
      }
    }
  });

  it('hides what holds the secret, and its description never shows it', async () => {
    const { dialogue, hidden } = await play(mechanism, right, known, { client: link, server: link });
    const counts = { C: 0, S: 0 };
    const responses = dialogue.filter((line) => line.startsWith('C'));
    responses.forEach((line, i) => {
      if (line.includes(user.password)) expect(hidden[i]).toMatch(/password|token/);
    });
    expect(mechanism.clearText).toBe(responses.some((line) => line.includes(user.password)));
    for (const line of dialogue) {
      const side = line.startsWith('C') ? 'C' : 'S';
      const fields = mechanism.describe(Buffer.from(line.slice(3)), side === 'C' ? 'client' : 'server', counts[side]);
      counts[side] += 1;
      expect(JSON.stringify(fields)).not.toContain(user.password);
    }
  });

  it('never throws at whatever a client sends, and never lets it in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 4 }),
        async ([first, ...rest]) => {
          const server = mechanism.server?.(known, serverLink(link));
          let step = await server?.start(first ?? null);
          for (const response of rest) if (step?.kind === 'challenge') step = await server?.next(response);
          if (mechanism.name !== 'ANONYMOUS') expect(step?.kind).not.toBe('success');
        },
      ),
      { numRuns: rounds(40) },
    );
  });
});

describe.each(mechanisms)('$name', (mechanism) => {
  it('never throws at whatever a server sends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
        async (initial, challenges) => {
          const client = mechanism.client(credentials('tim', 'secret'), clientLink(link));
          if (initial) client.initial();
          for (const bytes of challenges) {
            mechanism.describe(bytes, 'server', 0);
            mechanism.describe(bytes, 'client', 1);
            if ((await client.next(challenge(encodeBase64(bytes)))).kind === 'abort') break;
          }
          if (mechanism.provesServer) expect(client.finish()).toBe(false);
        },
      ),
      { numRuns: rounds(40) },
    );
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
  const names = mechanisms.map(({ name }) => name);
  const before = (one: string, other: string) => expect(names.indexOf(one)).toBeLessThan(names.indexOf(other));
  before('SCRAM-SHA-256-PLUS', 'SCRAM-SHA-512');
  before('SCRAM-SHA-256', 'SCRAM-SHA-1');
  before('SCRAM-SHA-1', 'DIGEST-MD5');
  before('CRAM-MD5', 'PLAIN');
  before('PLAIN', 'LOGIN');
  expect(names).toHaveLength(15);
  expect(findMechanism('plain')).toBe(plain);
  expect(findMechanism('X-OWN')).toBeNull();
});
