/** `posthorn check` and `send` against Dovecot's LMTP, over TCP and over its Unix socket: an answer per recipient, octet for octet. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../availability.ts';
import { corpus, makeMessage } from '../corpus.ts';
import type { CorpusMessage } from '../corpus.ts';
import { failedPhases, keywords, phaseNames, report } from '../posthorn.ts';
import { startDovecotOnly } from '../servers/mail-system.ts';
import type { DovecotOnly } from '../servers/mail-system.ts';
import { storedCopies } from './stored.ts';

await describeWith(['dovecot'], 'Dovecot LMTP', () => {
  let system: DovecotOnly;
  beforeAll(async () => {
    system = await startDovecotOnly();
  });
  afterAll(() => system.stop());

  const file = async (message: CorpusMessage) => {
    const path = join(system.folder, `${message.id}.eml`);
    await writeFile(path, message.bytes);
    return path;
  };
  const from = ['--from', 'sender@client.test'];
  const ways = [
    { name: 'TCP', target: () => [`lmtp://127.0.0.1:${String(system.dovecot.lmtpPort)}`, '--security', 'none'] },
    { name: 'a Unix socket', target: () => [system.dovecot.lmtpSocket, '--protocol', 'lmtp', '--security', 'none'] },
  ];

  describe.each(ways)('over $name', ({ name, target }) => {
    test('check: LHLO, and no EHLO', async () => {
      const { status, report: r } = await report('check', target());
      expect(r.error).toBeNull();
      expect(status).toBe(0);
      expect(r.target).toMatchObject(
        name === 'TCP'
          ? { host: '127.0.0.1', port: system.dovecot.lmtpPort, path: null, protocol: 'lmtp' }
          : { host: null, port: null, path: system.dovecot.lmtpSocket, protocol: 'lmtp' },
      );
      expect(phaseNames(r)).toEqual(['connect', 'greeting', 'ehlo', 'quit']);
      expect(r.greeting?.code).toBe(220);
      expect(r.ehlo.plain?.verb).toBe('LHLO');
      expect(keywords(r.ehlo.plain)).toEqual(
        expect.arrayContaining(['8BITMIME', 'CHUNKING', 'ENHANCEDSTATUSCODES', 'PIPELINING']),
      );
    });

    for (const message of corpus()) {
      test(`is stored as it was sent: ${message.name}`, async () => {
        const args = [...target(), ...from, '--to', 'alice@interop.test', '--data', await file(message)];
        const { status, report: r } = await report('send', args);
        expect(r.error).toBeNull();
        expect(status).toBe(0);
        expect(r.delivery).toBe('all');
        expect(phaseNames(r)).toEqual(['connect', 'greeting', 'ehlo', 'mail', 'rcpt', 'data', 'quit']);
        expect(failedPhases(r)).toEqual([]);
        expect(r.recipients).toMatchObject([
          { accepted: true, final: { code: 250, enhancedCode: '2.0.0' }, delivery: 'yes' },
        ]);
        // LMTP's 250 means that the message is in the mailbox: nothing to wait for.
        const [stored, ...more] = await storedCopies(system.dovecot, 'alice', message);
        expect(more).toEqual([]);
        expect(
          stored?.equals(message.bytes),
          `${String(stored?.length)} octets stored, ${String(message.bytes.length)} sent`,
        ).toBe(true);
      });
    }

    test('bare line ends in the file become CRLF, and lines that look like the end are no end', async () => {
      const message = makeMessage('bare', 'one\ntwo\n.\nthree\r\n.\nfour\n.\r\nfive\rsix');
      const args = [...target(), ...from, '--to', 'bob@interop.test', '--data', await file(message)];
      const { status } = await report('send', args);
      expect(status).toBe(0);
      const [stored] = await storedCopies(system.dovecot, 'bob', message);
      const expected = makeMessage('', 'one\r\ntwo\r\n.\r\nthree\r\n.\r\nfour\r\n.\r\nfive\r\nsix\r\n');
      expect(bodyOf(stored!)).toEqual(bodyOf(expected.bytes));
    });

    test('an answer for each recipient: unknown, full, twice the same', async () => {
      const message = makeMessage('large for carol', `${'x'.repeat(70)}\r\n`.repeat(3000));
      const to = ['bob@interop.test', 'stranger@interop.test', 'carol@interop.test', 'bob@interop.test'];
      const args = [...target(), ...from, ...to.flatMap((each) => ['--to', each]), '--data', await file(message)];
      const { status, report: r } = await report('send', args);
      expect(status).toBe(1);
      expect(r.delivery).toBe('some');
      expect(r.recipients.map((each) => each.address)).toEqual(to);
      expect(r.recipients).toMatchObject([
        { accepted: true, final: { code: 250 }, delivery: 'yes' },
        { accepted: false, reply: { code: 550, enhancedCode: '5.1.1' }, final: null, delivery: 'no' },
        // Dovecot notices the quota only after the data.
        { accepted: true, reply: { code: 250 }, final: { code: 552, enhancedCode: '5.2.2' }, delivery: 'no' },
        { accepted: true, final: { code: 250 }, delivery: 'yes' },
      ]);
      expect(await storedCopies(system.dovecot, 'carol', message)).toEqual([]);
      expect((await storedCopies(system.dovecot, 'bob', message)).length).toBeGreaterThan(0);
    });

    test('nobody there', async () => {
      const args = [
        ...target(),
        ...from,
        '--to',
        'stranger@interop.test',
        '--data',
        await file(makeMessage('none', 'x\r\n')),
      ];
      const { status, report: r } = await report('send', args);
      expect(status).toBe(1);
      expect(r.error).toMatchObject({ code: 'recipients-refused', phase: 'rcpt', temporary: false });
      expect(r.delivery).toBe('none');
      expect(r.sender).toMatchObject({ code: 250 });
    });
  });
});

const bodyOf = (message: Buffer) => message.subarray(message.indexOf('\r\n\r\n')).toString('latin1');
