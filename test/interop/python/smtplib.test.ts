/** Python's smtplib delivers to every kind of listener of `posthorn serve`: what is captured is what was sent, octet for octet. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../availability.ts';
import type { MessageJson } from '../cli-json.ts';
import { startSmtplib } from '../clients/smtplib.ts';
import type { Smtplib, SmtplibJob, SmtplibAnswer } from '../clients/smtplib.ts';
import { corpus, makeMessage } from '../corpus.ts';
import { serve } from '../serve.ts';
import type { Serving } from '../serve.ts';

const login = { user: 'alice', password: 'wonderland', mechanism: null } as const;
const envelope = { from: 'sender@client.test', to: ['alice@posthorn.test'] };
const mechanisms = (reported: SmtplibAnswer) => (reported.features.auth ?? '').split(' ').filter((each) => each !== '');
const octets = (message: MessageJson) => Buffer.from(message.raw ?? '', 'base64');

await describeWith(['python'], 'smtplib to posthorn serve', () => {
  let client: Smtplib;
  let server: Serving;
  beforeAll(async () => {
    client = startSmtplib();
    const listeners = ['--smtp', '0', '--smtps', '0', '--lmtp', '0', '--lmtp', '%SOCKET%'];
    server = await serve([...listeners, '--starttls', 'offered', '--auth', 'alice:env:ALICE'], { ALICE: 'wonderland' });
  });
  afterAll(async () => {
    await client.stop();
    await server.stop();
  });

  const tcp = (port: number) => ({ host: '127.0.0.1', port });
  const ways: {
    name: string;
    job: () => Omit<SmtplibJob, 'data' | 'from' | 'to'>;
    tls: boolean;
    protocol: 'smtp' | 'lmtp';
  }[] = [
    { name: 'SMTP', job: () => ({ kind: 'smtp', ...tcp(server.port('smtp')) }), tls: false, protocol: 'smtp' },
    {
      name: 'SMTP with STARTTLS',
      job: () => ({ kind: 'smtp', ...tcp(server.port('smtp')), starttls: true, ca: server.caFile }),
      tls: true,
      protocol: 'smtp',
    },
    {
      name: 'SMTP_SSL',
      job: () => ({ kind: 'smtps', ...tcp(server.port('smtp', 'tls')), ca: server.caFile }),
      tls: true,
      protocol: 'smtp',
    },
    { name: 'LMTP over TCP', job: () => ({ kind: 'lmtp', ...tcp(server.port('lmtp')) }), tls: false, protocol: 'lmtp' },
    {
      name: 'LMTP over a Unix socket',
      job: () => ({ kind: 'lmtp', path: server.socketPath }),
      tls: false,
      protocol: 'lmtp',
    },
  ];

  for (const way of ways) {
    for (const message of corpus()) {
      test(`${way.name}: ${message.name}`, async () => {
        const reported = await client.deliver({ ...way.job(), ...envelope, data: message.bytes });
        expect(reported).toMatchObject({ error: null, refused: {} });
        const captured = await server.nextMessage();
        expect(captured).toMatchObject({
          protocol: way.protocol,
          mailFrom: envelope.from,
          rcptTo: [{ address: envelope.to[0], options: [] }],
          size: message.bytes.length,
          tls: way.tls,
          user: null,
        });
        // Over 1 MiB the event names the size only.
        if (message.bytes.length > 1024 * 1024) expect(captured.raw).toBeNull();
        else expect(octets(captured).equals(message.bytes)).toBe(true);
      });
    }
  }

  for (const mechanism of [null, 'PLAIN', 'LOGIN'] as const) {
    for (const way of ways.filter((each) => each.tls)) {
      test(`${way.name}, login ${mechanism ?? 'as smtplib chooses'}`, async () => {
        const message = makeMessage('after login', 'Hello.\r\n');
        const reported = await client.deliver({
          ...way.job(),
          ...envelope,
          login: { ...login, mechanism },
          data: message.bytes,
        });
        expect(reported).toMatchObject({ error: null, auth: { code: 235 } });
        const captured = await server.nextMessage();
        expect(captured.user).toBe('alice');
        expect(octets(captured)).toEqual(message.bytes);
      });
    }
  }

  test('a wrong password is SMTPAuthenticationError 535', async () => {
    const wrong = { user: 'alice', password: 'looking-glass', mechanism: 'PLAIN' } as const;
    const way = { kind: 'smtp', ...tcp(server.port('smtp')), starttls: true, ca: server.caFile } as const;
    const reported = await client.deliver({ ...way, ...envelope, login: wrong, data: Buffer.from('\r\n') });
    expect(reported.error).toMatchObject({ name: 'SMTPAuthenticationError', code: 535 });
  });

  test('what is offered, before TLS and after', async () => {
    const message = makeMessage('features', 'x\r\n');
    const job = { kind: 'smtp', ...tcp(server.port('smtp')), ...envelope, data: message.bytes } as const;
    const plain = await client.deliver(job);
    await server.nextMessage();
    expect(Object.keys(plain.features)).toEqual(expect.arrayContaining(['starttls', 'size', '8bitmime', 'pipelining']));
    const inside = await client.deliver({ ...job, starttls: true, ca: server.caFile });
    await server.nextMessage();
    expect(mechanisms(inside)).toEqual(expect.arrayContaining(['PLAIN', 'LOGIN']));
    expect(inside.features).not.toHaveProperty('starttls');
  });

  test('a str message: smtplib makes its line ends CRLF', async () => {
    const text = makeMessage('as text', 'one\ntwo\r\n.three\n.\n');
    const job = { kind: 'smtp', ...tcp(server.port('smtp')), ...envelope, data: text.bytes, asText: true } as const;
    expect((await client.deliver(job)).error).toBeNull();
    const expected = text.bytes.toString('latin1').replace(/\r?\n/g, '\r\n');
    expect(octets(await server.nextMessage()).toString('latin1')).toBe(expected);
  });

  test('ESMTP parameters are captured with the envelope', async () => {
    const message = makeMessage('options', 'Grüße\r\n');
    const job = { kind: 'smtp', ...tcp(server.port('smtp')), ...envelope, data: message.bytes } as const;
    expect((await client.deliver({ ...job, from: '', mailOptions: ['BODY=8BITMIME'] })).error).toBeNull();
    const captured = await server.nextMessage();
    expect(captured.mailFrom).toBe('');
    expect(captured.mailOptions.map((each) => each.toUpperCase())).toContain('BODY=8BITMIME');
    expect(octets(captured)).toEqual(message.bytes);
  });
});

await describeWith(['python'], 'smtplib to posthorn serve --starttls required', () => {
  let client: Smtplib;
  let server: Serving;
  beforeAll(async () => {
    client = startSmtplib();
    const args = ['--smtp', '0', '--starttls', 'required', '--auth', 'alice:env:ALICE'];
    server = await serve(args, { ALICE: 'wonderland' });
  });
  afterAll(async () => {
    await client.stop();
    await server.stop();
  });

  test('before TLS no AUTH is offered and MAIL is refused with 530; inside TLS both work', async () => {
    const message = makeMessage('required', 'x\r\n');
    const job = {
      kind: 'smtp',
      host: '127.0.0.1',
      port: server.port('smtp'),
      ...envelope,
      data: message.bytes,
    } as const;
    const plain = await client.deliver(job);
    expect(plain.error).toMatchObject({ name: 'SMTPSenderRefused', code: 530 });
    expect(plain.features).toHaveProperty('starttls');
    expect(mechanisms(plain)).toEqual([]);
    const inside = await client.deliver({ ...job, starttls: true, ca: server.caFile, login });
    expect(inside).toMatchObject({ error: null, auth: { code: 235 } });
    expect(octets(await server.nextMessage())).toEqual(message.bytes);
  });
});

await describeWith(['python'], 'smtplib to posthorn serve --starttls off', () => {
  test('STARTTLS is not offered; SIGTERM ends the server cleanly', async () => {
    const client = startSmtplib();
    const server = await serve(['--smtp', '0', '--starttls', 'off']);
    const message = makeMessage('off', 'x\r\n');
    const job = {
      kind: 'smtp',
      host: '127.0.0.1',
      port: server.port('smtp'),
      ...envelope,
      data: message.bytes,
    } as const;
    const reported = await client.deliver(job);
    expect(reported.error).toBeNull();
    expect(reported.features).not.toHaveProperty('starttls');
    expect(octets(await server.nextMessage())).toEqual(message.bytes);
    const ended = await server.nextEvent('session-end');
    expect(ended).toHaveProperty('transcript');
    expect((await server.stop()).status).toBe(0);
    await client.stop();
  });
});
