/** `posthorn send` through a real Postfix into a real mailbox, and what Postfix refuses. */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../availability.ts';
import { ReportJson } from '../cli-json.ts';
import { corpus, makeMessage } from '../corpus.ts';
import type { CorpusMessage } from '../corpus.ts';
import { failedPhases, phaseNames, report, runPosthorn } from '../posthorn.ts';
import { startMailSystem, waitFor } from '../servers/mail-system.ts';
import type { MailSystem } from '../servers/mail-system.ts';
import { storedCopies, waitForStored } from './stored.ts';

const alice = { user: 'alice', password: 'wonderland' };

await describeWith(['postfix', 'dovecot'], 'send through Postfix', () => {
  let system: MailSystem;
  beforeAll(async () => {
    system = await startMailSystem();
  });
  afterAll(() => system.stop());

  const at = (port: number) => `127.0.0.1:${String(port)}`;
  const from = ['--from', 'sender@client.test'];
  const file = async (message: CorpusMessage) => {
    const path = join(system.folder, `${message.id}.eml`);
    await writeFile(path, message.bytes);
    return path;
  };
  const small = () => makeMessage('small', 'Hello.\r\n.\r\nGood bye.\r\n');

  const ways = [
    { name: 'plain', port: () => system.postfix.port, args: ['--security', 'none'], login: null, method: null },
    { name: 'STARTTLS', port: () => system.postfix.port, args: ['--security', 'starttls'], login: null, method: null },
    {
      name: 'implicit TLS',
      port: () => system.postfix.tlsPort,
      args: ['--security', 'tls'],
      login: null,
      method: null,
    },
    ...['PLAIN', 'LOGIN'].map((method) => ({
      name: `submission with AUTH ${method}`,
      port: () => system.postfix.submissionPort,
      args: ['--security', 'starttls', '--auth', method],
      login: alice,
      method,
    })),
  ];
  for (const way of ways) {
    test(`${way.name}: the message arrives as it was sent`, async () => {
      const message = small();
      const ca = way.name === 'plain' ? [] : ['--ca', system.certificates.ca];
      const args = [
        at(way.port()),
        ...way.args,
        ...ca,
        ...from,
        '--to',
        'bob@interop.test',
        '--data',
        await file(message),
      ];
      const { status, report: r } = await report('send', args, way.login);
      expect(r.error).toBeNull();
      expect(status).toBe(0);
      expect(r.delivery).toBe('all');
      expect(phaseNames(r).slice(-4)).toEqual(['mail', 'rcpt', 'data', 'quit']);
      expect(failedPhases(r)).toEqual([]);
      expect(r.sender).toMatchObject({ code: 250, enhancedCode: '2.1.0' });
      expect(r.recipients).toMatchObject([
        { address: 'bob@interop.test', accepted: true, reply: { code: 250 }, final: { code: 250 }, delivery: 'yes' },
      ]);
      expect(r.auth?.used ?? null).toBe(way.method);
      const queueId = /queued as (\S+)/.exec(r.recipients[0]!.final!.lines.join(' '))?.[1];
      expect(await waitForStored(system.dovecot, 'bob', message)).toEqual(message.bytes);
      const client = (await system.postfix.log())
        .split('\n')
        .find((line) => line.includes(`${String(queueId)}: client=`));
      if (way.method === null) expect(client).not.toContain('sasl_method');
      else expect(client).toContain(`sasl_method=${way.method}, sasl_username=alice`);
    });
  }

  // Postfix itself breaks lines over 998 octets only; everything here passes it unchanged.
  for (const message of corpus()) {
    test(`arrives as it was sent: ${message.name}`, async () => {
      const args = [at(system.postfix.port), '--security', 'none', ...from, '--to', 'alice@interop.test'];
      const { status, report: r } = await report('send', [...args, '--data', await file(message)]);
      expect(r.error).toBeNull();
      expect(status).toBe(0);
      const stored = await waitForStored(system.dovecot, 'alice', message);
      expect(
        stored.equals(message.bytes),
        `${String(stored.length)} octets stored, ${String(message.bytes.length)} sent`,
      ).toBe(true);
    });
  }

  test('a refused sender', async () => {
    const refusals = [
      { sender: 'reject@sender.test', code: 553, enhancedCode: '5.7.1', temporary: false },
      { sender: 'defer@sender.test', code: 451, enhancedCode: '4.7.1', temporary: true },
    ];
    for (const { sender, code, enhancedCode, temporary } of refusals) {
      const args = [at(system.postfix.port), '--security', 'none', '--from', sender, '--to', 'bob@interop.test'];
      const { status, report: r } = await report('send', [...args, '--data', await file(small())]);
      expect(status).toBe(1);
      expect(r.error).toMatchObject({ code: 'sender-refused', phase: 'mail', temporary, params: { sender } });
      expect(r.error?.reply).toMatchObject({ code, enhancedCode });
      expect(r.sender).toMatchObject({ code, enhancedCode });
      expect(failedPhases(r)).toEqual(['mail']);
      expect(r.delivery).toBe('none');
    }
  });

  test('every recipient refused', async () => {
    const args = [at(system.postfix.port), '--security', 'none', ...from];
    const to = ['--to', 'reject@discard.test', '--to', 'full@discard.test'];
    const { status, report: r } = await report('send', [...args, ...to, '--data', await file(small())]);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({ code: 'recipients-refused', phase: 'rcpt', temporary: false });
    expect(r.error?.params).toMatchObject({
      refused: [
        { address: 'reject@discard.test', reply: { code: 550, enhancedCode: '5.1.1' } },
        { address: 'full@discard.test', reply: { code: 552, enhancedCode: '5.2.2' } },
      ],
    });
    expect(r.recipients.map((each) => each.delivery)).toEqual(['no', 'no']);
    expect(r.recipients.map((each) => each.final)).toEqual([null, null]);
    expect(r.delivery).toBe('none');
  });

  test('deferred: worth trying again', async () => {
    const args = [at(system.postfix.port), '--security', 'none', ...from, '--to', 'defer@discard.test'];
    const { status, report: r } = await report('send', [...args, '--data', await file(small())]);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({ code: 'recipients-refused', temporary: true });
    expect(r.recipients).toMatchObject([
      { accepted: false, reply: { code: 450, enhancedCode: '4.2.0' }, delivery: 'no' },
    ]);
  });

  test('some recipients refused: the others get it', async () => {
    const message = small();
    const to = ['reject@discard.test', 'bob@interop.test', 'defer@discard.test'];
    const args = [at(system.postfix.port), '--security', 'none', ...from, ...to.flatMap((each) => ['--to', each])];
    const { status, report: r } = await report('send', [...args, '--data', await file(message)]);
    expect(status).toBe(1);
    expect(r.delivery).toBe('some');
    expect(r.recipients).toMatchObject([
      { address: to[0], accepted: false, reply: { code: 550 }, final: null, delivery: 'no' },
      { address: to[1], accepted: true, reply: { code: 250 }, final: { code: 250 }, delivery: 'yes' },
      { address: to[2], accepted: false, reply: { code: 450 }, final: null, delivery: 'no' },
    ]);
    expect(await waitForStored(system.dovecot, 'bob', message)).toEqual(message.bytes);
  });

  test('larger than the advertised SIZE', async () => {
    const args = [
      at(system.postfix.port),
      '--security',
      'none',
      ...from,
      '--to',
      'x@discard.test',
      '--size',
      '10300000',
    ];
    const { status, report: r } = await report('send', args);
    expect(status).toBe(1);
    expect(r.error).toMatchObject({ code: 'message-too-large', params: { limit: 10_240_000 } });
    expect(r.delivery).toBe('none');
  });

  test('a dry run leaves nothing in any mailbox', async () => {
    const message = small();
    const before = (await system.postfix.log()).length;
    const args = [at(system.postfix.port), '--security', 'none', ...from, '--to', 'bob@interop.test', '--dry-run'];
    const { status, report: r } = await report('send', [...args, '--data', await file(message)]);
    expect(status).toBe(0);
    expect(r.recipients).toMatchObject([{ accepted: true, final: null }]);
    const session = await waitFor('the end of the session in the log', async () => {
      const log = (await system.postfix.log()).slice(before);
      return /disconnect from .*commands=/.test(log) ? log : null;
    });
    expect(session).toMatch(/rcpt=1 rset=1 quit=1/);
    expect(session).not.toMatch(/data=/);
    expect(await storedCopies(system.dovecot, 'bob', message)).toEqual([]);
  });

  test('the null reverse-path', async () => {
    const message = small();
    const args = [at(system.postfix.port), '--security', 'none', '--from', '<>', '--to', 'bob@interop.test'];
    const { status } = await report('send', [...args, '--data', await file(message)]);
    expect(status).toBe(0);
    expect(await waitForStored(system.dovecot, 'bob', message)).toEqual(message.bytes);
  });

  test('--count sends again, each time in a session of its own, and sums up', async () => {
    const message = small();
    const before = (await system.postfix.log()).length;
    const args = [at(system.postfix.port), '--security', 'none', ...from, '--to', 'bob@interop.test', '--count', '3'];
    const { status, stdout } = await runPosthorn(['send', ...args, '--data', await file(message), '--json']);
    expect(status).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3))
      expect(v.parse(ReportJson, line)).toMatchObject({ ok: true, delivery: 'all' });
    expect(lines[3]).toMatchObject({ schema: 1, event: 'summary', sent: 3, failed: 0 });
    const copies = await waitFor('three copies', async () => {
      const found = await storedCopies(system.dovecot, 'bob', message);
      return found.length === 3 ? found : null;
    });
    for (const copy of copies) expect(copy).toEqual(message.bytes);
    expect((await system.postfix.log()).slice(before).match(/ connect from/g)).toHaveLength(3);
  });

  test('a message composed from options arrives readable', async () => {
    const id = randomUUID();
    const options = [
      '--subject',
      'Grüße aus Zürich',
      '--text',
      'Hallo Zürich\n.\nEnde',
      '--header',
      `X-Interop: ${id}`,
    ];
    const args = [at(system.postfix.port), '--security', 'none', ...from, '--to', 'bob@interop.test', ...options];
    const { status, report: r } = await report('send', args);
    expect(r.error).toBeNull();
    expect(status).toBe(0);
    const stored = await waitForStored(system.dovecot, 'bob', { name: 'composed', id });
    const email = await PostalMime.parse(stored);
    expect(email.subject).toBe('Grüße aus Zürich');
    expect(email.text?.replace(/\r?\n/g, '\n').trimEnd()).toBe('Hallo Zürich\n.\nEnde');
    expect(email.from?.address).toBe('sender@client.test');
    expect(email.to?.map((each) => each.address)).toEqual(['bob@interop.test']);
  });
});
