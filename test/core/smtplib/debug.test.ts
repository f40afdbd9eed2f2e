/** setDebugLevel: smtplib's lines from the event stream, with what is secret left out. */
import { describe, expect, it } from 'vitest';
import type { DebugLevel } from '../../../electron/core/smtp/client/debug.ts';
import { caught, connected, withServer } from './with-server.ts';

async function debugged(level: 0 | DebugLevel): Promise<{ readonly reported: string[]; readonly port: number }> {
  const reported: string[] = [];
  let port = 0;
  const rules = [
    { match: '^EHLO', reply: '250-it\'s\r\n250-\xe9 \\ "\t\r\n250 AUTH PLAIN\r\n' },
    { match: '^AUTH', reply: '535 no\r\n' },
  ];
  await withServer({ rules }, { localHostname: 'client.test' }, async (client, server) => {
    client.setDebugLevel(level, (line) => reported.push(line));
    await client.connect('127.0.0.1', server.port);
    await caught(client.login('user', 'pass', { allowClear: true }));
    await client.sendmail('a@x.test', ['b@y.test'], 'x\r\n');
    await client.quit();
    port = server.port;
  });
  return { reported, port };
}

describe('setDebugLevel', () => {
  it('1 writes what smtplib writes, but for secrets and the body', async () => {
    const { reported, port } = await debugged(1);
    expect(reported.map((line) => line.replace(/SHA-256 [0-9a-f]{64}/, 'SHA-256 ...'))).toEqual([
      `connect: to ('127.0.0.1', ${port}) None`,
      "reply: b'220 scripted.test ESMTP\\r\\n'",
      "reply: retcode (220); Msg: b'scripted.test ESMTP'",
      "connect: b'scripted.test ESMTP'",
      "send: 'EHLO client.test\\r\\n'",
      'reply: b"250-it\'s\\r\\n"',
      "reply: b'250-\\xe9 \\\\ \"\\t\\r\\n'",
      "reply: b'250 AUTH PLAIN\\r\\n'",
      "reply: retcode (250); Msg: b'it\\'s\\n\\xe9 \\\\ \"\\nAUTH PLAIN'",
      "send: 'AUTH PLAIN <17 octets hidden>\\r\\n'",
      "reply: b'535 no\\r\\n'",
      "reply: retcode (535); Msg: b'no'",
      "send: 'MAIL FROM:<a@x.test>\\r\\n'",
      "reply: b'250 2.1.0 ok\\r\\n'",
      "reply: retcode (250); Msg: b'2.1.0 ok'",
      "send: 'RCPT TO:<b@y.test>\\r\\n'",
      "reply: b'250 2.1.5 ok\\r\\n'",
      "reply: retcode (250); Msg: b'2.1.5 ok'",
      "send: 'DATA\\r\\n'",
      "reply: b'354 go ahead\\r\\n'",
      "reply: retcode (354); Msg: b'go ahead'",
      "data: (354, b'go ahead')",
      'send: <6 octets, SHA-256 ...>',
      "reply: b'250 2.0.0 queued\\r\\n'",
      "reply: retcode (250); Msg: b'2.0.0 queued'",
      "data: (250, b'2.0.0 queued')",
      "send: 'QUIT\\r\\n'",
      "reply: b'221 2.0.0 bye\\r\\n'",
      "reply: retcode (221); Msg: b'2.0.0 bye'",
    ]);
  });

  it('2 adds the time of day', async () => {
    const { reported } = await debugged(2);
    expect(reported.length).toBeGreaterThan(20);
    for (const line of reported) expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} (connect|send|reply|data): /);
  });

  it('0 is silence, and so is what comes after it', async () => {
    expect((await debugged(0)).reported).toEqual([]);
    const reported: string[] = [];
    await connected({ rules: [] }, async (client) => {
      client.setDebugLevel(1, (line) => reported.push(line));
      await client.noop();
      const before = reported.length;
      client.setDebugLevel(0);
      await client.noop();
      expect(reported).toHaveLength(before);
      expect(before).toBeGreaterThan(0);
    });
  });
});
