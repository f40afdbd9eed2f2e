/** SCRAM beyond the vectors: channel binding, downgrades, and servers and clients that cheat. */
import { describe, expect, it } from 'vitest';
import { accounts, challenge, clientLink, credentials, octets, play, said, serverLink } from './support.ts';
import type { ChannelBinding, Mechanism } from '../../../electron/core/sasl/types.ts';
import { scramSha1, scramSha256, scramSha512 } from '../../../electron/core/sasl/mechanisms/scram.ts';
import { encodeBase64 } from '../../../electron/core/sasl/base64.ts';
import { limits } from '../../../electron/core/sasl/limits.ts';

const user = { user: 'user', password: 'pencil' };
const given = credentials('user', 'pencil');
const exporter: ChannelBinding = { type: 'tls-exporter', data: Buffer.alloc(32, 1) };
const endPoint: ChannelBinding = { type: 'tls-server-end-point', data: Buffer.alloc(32, 2) };
const plusOffered = ['SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'];

const first = (mechanism: Mechanism, link: object) =>
  said(mechanism.client(given, clientLink(link)).initial()?.bytes ?? octets(''));

describe('channel binding (RFC 5802 section 6)', () => {
  it.each([scramSha1, scramSha256, scramSha512])('holds where both ends see the same connection', async ({ plus }) => {
    const users = accounts(plus, [user]);
    for (const bindings of [[exporter, endPoint], [endPoint]]) {
      const client = { bindings, offered: [plus.name] };
      const server = { bindings: [exporter, endPoint], offered: [plus.name] };
      const { step, trusted, dialogue } = await play(plus, given, users, { client, server });
      expect({ step: step.kind, trusted }).toEqual({ step: 'success', trusted: true });
      expect(dialogue[0]).toMatch(new RegExp(`^C: p=${bindings[0]?.type ?? ''},,n=user,r=`));
    }
  });

  it('does not hold where somebody stands between them', async () => {
    const users = accounts(scramSha256.plus, [user]);
    const server = { bindings: [{ ...exporter, data: Buffer.alloc(32, 9) }] };
    const { step } = await play(scramSha256.plus, given, users, { client: { bindings: [exporter] }, server });
    expect(step).toEqual({ kind: 'failure', reason: 'credentials', user: 'user' });
  });

  it('says y where the server is believed to have no -PLUS, n where nothing can be bound or -PLUS was passed over', () => {
    expect(first(scramSha256.bare, { bindings: [exporter], offered: ['SCRAM-SHA-256'] })).toMatch(/^y,,n=/);
    expect(first(scramSha256.bare, { bindings: [], offered: plusOffered })).toMatch(/^n,,n=/);
    expect(first(scramSha256.bare, { bindings: [exporter], offered: plusOffered })).toMatch(/^n,,n=/);
  });

  it('is missed by the server where somebody took -PLUS off its list', async () => {
    const users = accounts(scramSha256.bare, [user]);
    const server = scramSha256.bare.server?.(users, serverLink({ offered: plusOffered, bindings: [exporter] }));
    expect(await server?.start(octets('y,,n=user,r=abc'))).toMatchObject({ kind: 'failure', reason: 'malformed' });
    const plain = scramSha256.bare.server?.(users, serverLink({ offered: plusOffered, bindings: [exporter] }));
    expect(await plain?.start(octets('n,,n=user,r=abc'))).toMatchObject({ kind: 'challenge' });
  });

  it.each(['p=tls-exporter,,n=user,r=abc', 'p=own-type,,n=user,r=abc'])('refuses %s without -PLUS', async (message) => {
    const server = scramSha256.bare.server?.(accounts(scramSha256.bare, [user]), serverLink());
    expect(await server?.start(octets(message))).toMatchObject({ reason: 'malformed' });
  });
});

describe('a server that cheats', () => {
  const salt = encodeBase64(Buffer.alloc(16, 3));
  const answer = async (text: (nonce: string) => string) => {
    const client = scramSha256.bare.client(given, clientLink());
    const nonce = /r=(.*)$/.exec(said(client.initial()?.bytes ?? octets('')))?.[1] ?? '';
    return client.next(challenge(encodeBase64(octets(text(nonce)))));
  };
  const abort = { kind: 'abort', reason: 'bad-challenge' };

  it.each([
    ['a nonce that is not ours', () => `r=foreign,s=${salt},i=4096`],
    ['our nonce alone', (nonce: string) => `r=${nonce},s=${salt},i=4096`],
    ['one iteration', (nonce: string) => `r=${nonce}x,s=${salt},i=1`],
    ['4095 iterations', (nonce: string) => `r=${nonce}x,s=${salt},i=4095`],
    ['two milliards', (nonce: string) => `r=${nonce}x,s=${salt},i=2000000000`],
    ['one above the cap', (nonce: string) => `r=${nonce}x,s=${salt},i=${limits.sasl.maxIterations + 1}`],
    ['more digits than a number has', (nonce: string) => `r=${nonce}x,s=${salt},i=${'9'.repeat(400)}`],
    ['a salt of a megabyte', (nonce: string) => `r=${nonce}x,s=${encodeBase64(Buffer.alloc(1_048_576))},i=4096`],
    ['no salt', (nonce: string) => `r=${nonce}x,s=,i=4096`],
    ['an extension that must be understood', (nonce: string) => `m=new,r=${nonce}x,s=${salt},i=4096`],
    ['other order', (nonce: string) => `s=${salt},r=${nonce}x,i=4096`],
    ['nothing', () => ''],
  ])('by %s is left', async (_title, text) => {
    expect(await answer(text)).toEqual(abort);
  });

  it('is taken with as many iterations as the cap allows', async () => {
    const step = await answer((nonce) => `r=${nonce}x,s=${salt},i=4096`);
    expect(step.kind).toBe('response');
  });

  it('is not believed without its signature, nor with e=', async () => {
    const client = scramSha256.bare.client(given, clientLink());
    const nonce = /r=(.*)$/.exec(said(client.initial()?.bytes ?? octets('')))?.[1] ?? '';
    await client.next(challenge(encodeBase64(octets(`r=${nonce}x,s=${salt},i=4096`))));
    expect(client.finish()).toBe(false);
    expect(await client.next(challenge(encodeBase64(octets('e=invalid-proof'))))).toMatchObject({ kind: 'response' });
    expect(client.finish()).toBe(false);
  });
});

describe('a client that cheats', () => {
  it('learns nothing of which names exist: an unknown one has a salt too, the same each time', async () => {
    const users = accounts(scramSha256.bare, [user]);
    const [one, two, other] = await Promise.all([
      users.scram('nobody', 'sha256'),
      users.scram('nobody', 'sha256'),
      users.scram('somebody', 'sha256'),
    ]);
    expect(one.salt).toEqual(two.salt);
    expect(one.salt).not.toEqual(other.salt);
    expect(one.salt).toHaveLength((await users.scram('user', 'sha256')).salt.length);
  });

  it('is refused with another nonce, a short proof, or no proof', async () => {
    for (const final of [
      (nonce: string) => `c=biws,r=${nonce}x,p=${encodeBase64(Buffer.alloc(32))}`,
      (nonce: string) => `c=biws,r=${nonce},p=AAAA`,
      (nonce: string) => `c=biws,r=${nonce}`,
    ]) {
      const server = scramSha256.bare.server?.(accounts(scramSha256.bare, [user]), serverLink());
      const step = await server?.start(octets('n,,n=user,r=abc'));
      const nonce = /r=([^,]*)/.exec(step?.kind === 'challenge' ? said(step.bytes) : '')?.[1] ?? '';
      expect(await server?.next(octets(final(nonce)))).toMatchObject({ kind: 'failure' });
    }
  });
});

describe('names', () => {
  it('with comma and equals sign are written as RFC 5802 says, and read back', async () => {
    const odd = { user: 'a=b,c', password: 'p' };
    const { step, dialogue } = await play(scramSha1.bare, credentials(odd.user, 'p'), accounts(scramSha1.bare, [odd]));
    expect(dialogue[0]).toContain('n=a=3Db=2Cc,');
    expect(step).toMatchObject({ kind: 'success', user: 'a=b,c' });
  });

  it('and passwords are prepared (SASLprep)', async () => {
    const written = { user: 'Ko\u0308nig', password: 'I\u00adX' };
    const users = accounts(scramSha1.bare, [{ user: 'K\u00f6nig', password: '\u2168' }]);
    expect((await play(scramSha1.bare, credentials(written.user, written.password), users)).step.kind).toBe('success');
    expect(scramSha1.bare.unusable(credentials('a', '\u0007'))).toBe('password');
    expect(scramSha1.bare.unusable(credentials('a\u0627b', 'p'))).toBe('user');
  });

  it('to act as are reported', async () => {
    const { step } = await play(
      scramSha1.bare,
      credentials('user', 'pencil', 'o,ther'),
      accounts(scramSha1.bare, [user]),
    );
    expect(step).toMatchObject({ kind: 'success', authzid: 'o,ther' });
  });
});
