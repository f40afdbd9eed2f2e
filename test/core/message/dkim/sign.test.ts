/** Signatures as a verifier has to read them: canonical forms, what is named, what cannot be signed, and that nothing is held. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RelaxedBodyHash, relaxedField } from '../../../../electron/core/message/dkim/canonical.ts';
import { makeDkimKey, readDkimKey } from '../../../../electron/core/message/dkim/keys.ts';
import { signMessage } from '../../../../electron/core/message/dkim/sign.ts';
import { sourceFromBytes } from '../../../../electron/core/smtp/plan/message-source.ts';
import type { MessageSource } from '../../../../electron/core/smtp/types.ts';

const rsa = readDkimKey(await makeDkimKey('rsa'));
const ed25519 = readDkimKey(await makeDkimKey('ed25519'));
const signer = { domain: 'example.org', selector: 'test1', key: ed25519 };

const bodyHash = (...pieces: readonly string[]): string => {
  const hash = new RelaxedBodyHash();
  for (const piece of pieces) hash.push(Buffer.from(piece, 'latin1'));
  return hash.end();
};
const sha256 = (text: string): string => createHash('sha256').update(text, 'latin1').digest('base64');
const all = async (source: MessageSource): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString('latin1');
};
const signed = (text: string, lineEnds: 'normalise' | 'raw' = 'normalise', who = signer): Promise<MessageSource> =>
  signMessage(sourceFromBytes(Buffer.from(text, 'latin1'), lineEnds), who, 1_700_000_000);

describe('relaxed canonicalisation', () => {
  test.each([
    // RFC 6376 section 3.4.5: the example of the standard.
    [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n'],
    ['', ''],
    ['\r\n\r\n', ''],
    [' \t\r\n \r\n', ''],
    ['no line end', 'no line end\r\n'],
    ['blank at the end ', 'blank at the end\r\n'],
    ['a\r\n\r\n\r\nb', 'a\r\n\r\n\r\nb\r\n'],
    ['a\rb\nc \r d\r', 'a\rb\nc \r d\r\r\n'],
    ['.\r\n..\r\n', '.\r\n..\r\n'],
  ])('of the body %j', (given, wanted) => {
    expect(bodyHash(given)).toBe(sha256(wanted));
  });

  test('a body in any pieces', () => {
    const body = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\r', '\n', '\r\n', '.') });
    fc.assert(
      fc.property(body, fc.nat(), (text, seed) => {
        const at = text.length === 0 ? 0 : seed % text.length;
        expect(bodyHash(text.slice(0, at), text.slice(at))).toBe(bodyHash(text));
      }),
    );
  });

  test.each([
    ['A: X\r\n', 'a:X'],
    ['B : Y\t\r\n\tZ  \r\n', 'b:Y Z'],
    [`C: ${' '.repeat(3_000)}d\r\n`, 'c:d'],
    ['D: \u00a0e\u00a0\r\n', 'd:\u00a0e\u00a0'],
  ])('of the field %j', (given, wanted) => {
    expect(relaxedField(given)).toBe(wanted);
  });
});

describe('a signature', () => {
  const message = 'From: a@example.org\nTo: b@example.org\nSubject: one\nSubject: two\nX-Own: x\n\nHello\n';

  test.each([rsa, ed25519])(
    'of $algorithm covers the named fields, the last first, and From once more',
    async (key) => {
      const text = await all(await signed(message, 'normalise', { ...signer, key }));
      const field = text.slice(0, text.indexOf('From:'));
      const tags = new Map(
        field
          .replaceAll(/\r\n/g, '')
          .slice('DKIM-Signature:'.length)
          .split(';')
          .map((tag): [string, string] => {
            const at = tag.indexOf('=');
            return [tag.slice(0, at).trim(), tag.slice(at + 1).replaceAll(/\s/g, '')];
          }),
      );
      expect(Object.fromEntries([...tags].filter(([name]) => name !== 'b'))).toEqual({
        v: '1',
        a: `${key.algorithm}-sha256`,
        c: 'relaxed/relaxed',
        t: '1700000000',
        d: 'example.org',
        s: 'test1',
        h: 'subject:subject:to:from:from',
        bh: sha256('Hello\r\n'),
      });
      const covered = Buffer.from(
        `subject:two\r\nsubject:one\r\nto:b@example.org\r\nfrom:a@example.org\r\n${relaxedField(
          field.slice(0, field.indexOf(' b=') + 3),
        )}`,
      );
      const published = Buffer.from(/p=(\S+)/.exec(key.record)?.[1] ?? '', 'base64');
      const spki = key.algorithm === 'rsa' ? published : Buffer.concat([ED25519_PREFIX, published]);
      const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      const value = Buffer.from(tags.get('b') ?? '', 'base64');
      expect(
        key.algorithm === 'rsa'
          ? verify('sha256', covered, publicKey, value)
          : verify(null, createHash('sha256').update(covered).digest(), publicKey, value),
      ).toBe(true);
      for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    },
  );

  test('stands above what was given, whose octets stay, and is the same each time it is read', async () => {
    const source = await signed(message);
    const first = await all(source);
    expect(first.endsWith(message)).toBe(true);
    expect(await all(source)).toBe(first);
    expect(source.size).toBe(first.length);
    expect(Buffer.concat([...(source.constant?.() ?? [])]).toString('latin1')).toBe(first);
  });

  test.each([
    ['\r\nno header', 'normalise', 'no header'],
    ['To: b@example.org\n\ntext', 'normalise', 'no From'],
    ['From: a@example.org\nTo: b@example.org\n\ntext', 'raw', 'not CR LF'],
  ] as const)('is refused for %j', async (text, lineEnds, reason) => {
    await expect(signed(text, lineEnds)).rejects.toMatchObject({
      code: 'invalid-argument',
      params: { argument: 'dkim', reason: expect.stringContaining(reason) as unknown },
    });
  });

  test('holds no more of a message than is read at a time', async () => {
    const line = Buffer.from(`${'x'.repeat(62)}\r\n`);
    const block = Buffer.concat(Array.from({ length: 4_096 }, () => line));
    let alive = 0;
    let most = 0;
    const large: MessageSource = {
      size: null,
      lineEnds: 'raw',
      async *open() {
        yield Buffer.from('From: a@example.org\r\n\r\n');
        for (let i = 0; i < 400; i += 1) {
          yield Buffer.from(block);
          // What is still held after a collection cannot be told from here; what the process holds can.
          alive = process.memoryUsage().arrayBuffers;
          most = Math.max(most, alive);
        }
      },
    };
    const before = process.memoryUsage().arrayBuffers;
    await signMessage(large, signer, 1);
    expect(most - before).toBeLessThan(60 * 1_048_576);
  });
});

/** SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING } without the key (RFC 8410 section 4). */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

describe('a key', () => {
  test('that no verifier would take, or that is none, is refused without being quoted', () => {
    const pem = (label: string): string => `-----BEGIN ${label}-----\nc2VjcmV0IHRoaW5n\n-----END ${label}-----\n`;
    for (const text of ['', 'secret thing', pem('CERTIFICATE'), pem('PRIVATE KEY'), pem('ENCRYPTED PRIVATE KEY')]) {
      try {
        readDkimKey(text);
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-argument' });
        expect(JSON.stringify(error) + String(error)).not.toMatch(/secret thing|c2VjcmV0/);
      }
    }
  });
});
