/** Words of the console's own on a live session: expect, auth, files, lists; NOOP while nobody types; the server's own end; hostile servers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { asText, openResources, watched } from '../../harness/client-run.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { explainTyped } from '../../../electron/core/explain/typed.ts';
import {
  type ConsoleResources,
  type ConsoleStep,
  Conversation,
} from '../../../electron/core/smtp/console/conversation.ts';
import type { ConsoleSession } from '../../../electron/core/smtp/console/typed-console.ts';
import { openConsole } from '../../../electron/core/smtp/flows/console.ts';
import { sourceFromFile } from '../../../electron/core/smtp/plan/message-source.ts';
import { parseConsoleLine } from '../../../electron/protocol/parse/console/line.ts';
import { parseList } from '../../../electron/protocol/parse/console/list.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';

let folder = '';
beforeAll(async () => {
  await makeCertificates();
  folder = await mkdtemp(join(tmpdir(), 'console-'));
});
afterAll(() => rm(folder, { recursive: true }));

const hello: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^(EHLO|LHLO)' },
  { send: '250-mx.test\r\n250-AUTH PLAIN LOGIN\r\n250 DSN\r\n' },
];
const ok = (pattern: string, reply = '250 ok'): ScriptStep[] => [{ expect: pattern }, { send: `${reply}\r\n` }];

const nobody: ConsoleResources = {
  login: () => null,
  file: (name) => sourceFromFile(join(folder, name), 'normalise'),
};
const password = 'hunter2 geheim';
const ann: ConsoleResources = {
  ...nobody,
  login: (mechanism) => ({
    options: { user: 'ann', allowClear: true, ...(mechanism === null ? {} : { mechanisms: [mechanism] }) },
    secret: { read: async () => password },
  }),
};

interface Talk {
  readonly session: ConsoleSession;
  readonly conversation: Conversation;
  readonly type: (line: string) => Promise<ConsoleStep>;
  readonly events: readonly SessionEvent[];
}

async function talk(
  script: readonly ScriptStep[],
  run: (talk: Talk) => Promise<void>,
  more: { resources?: ConsoleResources; watch?: (event: SessionEvent) => void; protocol?: 'lmtp' } = {},
) {
  const before = openResources().length;
  const server = await startScripted(script);
  const { context, events } = watched(more.watch === undefined ? {} : { watch: more.watch });
  const protocol = more.protocol === undefined ? {} : { protocol: more.protocol };
  const opened = await openConsole(
    {
      connection: { target: `127.0.0.1:${server.port}`, security: 'none', ehloName: 'client.test', ...protocol },
      auth: null,
      envelope: null,
    },
    context,
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.result));
  const { session } = opened;
  const conversation = new Conversation(session, more.resources ?? nobody);
  const type = (line: string): Promise<ConsoleStep> => {
    const read = parseConsoleLine(line);
    if (read.kind === 'nothing' || read.kind === 'wrong') throw new Error(line);
    return conversation.carryOut(read);
  };
  await run({ session, conversation, type, events });
  const result = await session.close(session.lost);
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  // The script's own side of a connection that it closed takes a turn of the loop to go.
  await expect.poll(() => openResources().length).toBeLessThanOrEqual(before);
  return { result, events, recorded: server.recorded };
}

const list = (text: string) => {
  const parsed = parseList(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.steps;
};

describe('words of its own', () => {
  it('expect judges the reply to the line before, the one to EHLO at first', async () => {
    await talk([...hello, ...ok('^VRFY', '550 5.1.1 nobody'), { tail: true }], async ({ type }) => {
      expect(await type('expect 250')).toMatchObject({ kind: 'expected', ok: true });
      await type('VRFY x');
      expect(await type('expect 2xx')).toMatchObject({ kind: 'expected', ok: false });
      expect(await type('expect 550 5.1.1')).toMatchObject({ kind: 'expected', ok: true });
      expect(await type('expect 550 5.7.1')).toMatchObject({ kind: 'expected', ok: false });
    });
  });

  it('over LMTP every answer to the message has to be so', async () => {
    const taken = [...ok('^MAIL'), ...ok('^RCPT'), ...ok('^RCPT'), ...ok('^DATA', '354 go')];
    await talk(
      [...hello, ...taken, { data: true }, { send: '250 one\r\n550 two\r\n' }, { tail: true }],
      async ({ type, conversation }) => {
        const end = await conversation.runList(
          list('MAIL FROM:<>\nRCPT TO:<a@x.test>\nRCPT TO:<b@x.test>\nDATA\nexpect 354\nS: x\n\n.\nexpect 250\nNOOP\n'),
          { done: () => undefined },
        );
        expect(end).toMatchObject({ kind: 'unexpected', line: 9, got: { code: 550 } });
        expect(await type('expect 250,550')).toMatchObject({ ok: true });
      },
      { protocol: 'lmtp' },
    );
  });

  it('auth logs in by the mechanism that is named, hides it, and goes on where it is refused', async () => {
    const response = Buffer.from(`\0ann\0${password}`).toString('base64');
    const { events, recorded } = await talk(
      [
        ...hello,
        ...ok('^AUTH PLAIN \\S+$', `535 5.7.8 no ${password}`),
        ...ok('^AUTH PLAIN \\S+$', '235 2.7.0 hello'),
        ...ok('^NOOP$'),
        { tail: true },
      ],
      async ({ type, session }) => {
        const refused = await type('auth plain');
        expect(refused).toMatchObject({ kind: 'failed', error: { code: 'auth-failed', reply: { code: 535 } } });
        expect(session.lost).toBeNull();
        expect(await type('expect 535 5.7.8')).toMatchObject({ ok: true });
        expect(await type('auth')).toEqual({ kind: 'login', mechanism: 'PLAIN' });
        expect(await type('expect 235 2.7.0')).toMatchObject({ ok: true });
        expect(session.loggedIn).toBe(true);
        await type('NOOP');
      },
      { resources: ann },
    );
    expect(recorded.lines.filter((line) => line === `AUTH PLAIN ${response}`)).toHaveLength(2);
    for (const form of [password, response]) expect(asText(events)).not.toContain(form);
  });

  it('auth with nobody to log in as is a line like any other, but for lists', async () => {
    await talk(
      [...hello, ...ok('^auth plain$', '334 '), ...ok('^\\*$', '501 off'), { tail: true }],
      async ({ type, conversation, session }) => {
        expect(await type('auth plain')).toMatchObject({ kind: 'replies', replies: [{ code: 334 }] });
        expect(await type('*')).toMatchObject({ kind: 'replies', replies: [{ code: 501 }] });
        const end = await conversation.runList(list('auth\nNOOP\n'), { done: () => undefined });
        expect(end).toMatchObject({ kind: 'failed', line: 1, error: { code: 'invalid-argument' } });
        expect(session.lost).toBeNull();
      },
    );
  });

  it('a login typed by hand is known as one, and what is offered after it too', async () => {
    const { events } = await talk(
      [
        ...hello,
        ...ok('^AUTH PLAIN$', '334 '),
        ...ok('^\\S+$', '235 ok'),
        ...ok('^EHLO', '250-mx.test\r\n250 XLATER'),
        { tail: true },
      ],
      async ({ type, session }) => {
        await type('AUTH PLAIN');
        await type('AGFubgBnZWhlaW0=');
        expect(session.loggedIn).toBe(true);
        await type('EHLO me');
        expect(session.ehlo?.capabilities.map(({ keyword }) => keyword)).toEqual(['XLATER']);
      },
    );
    expect(events.find((event) => event.type === 'auth')).toMatchObject({ tried: { mechanism: 'PLAIN', ok: true } });
    expect(events.findLast((event) => event.type === 'capabilities')).toMatchObject({ stage: 'auth' });
  });

  it('data and bdat take a file; DATA that is refused sends none of it', async () => {
    await writeFile(join(folder, 'mail.eml'), 'Subject: x\n\n.dot\n');
    const { recorded } = await talk(
      [
        ...hello,
        ...ok('^DATA$', '503 no'),
        ...ok('^DATA$', '354 go'),
        { data: true },
        { send: '250 taken\r\n' },
        { expect: '^BDAT 20$' },
        { read: 20, equals: 'Subject: x\r\n\r\n.dot\r\n' },
        { send: '250 part\r\n' },
        { tail: true },
      ],
      async ({ type }) => {
        expect(await type('data mail.eml')).toMatchObject({ kind: 'replies', replies: [{ code: 503 }] });
        expect(await type('data mail.eml')).toMatchObject({ kind: 'replies', replies: [{ code: 250 }] });
        expect(await type('bdat mail.eml')).toMatchObject({ kind: 'replies', replies: [{ code: 250 }] });
        await expect(type('data nothing.eml')).rejects.toThrow('ENOENT');
      },
    );
    expect(recorded.data[0]?.toString()).toBe('Subject: x\r\n\r\n..dot\r\n.\r\n');
  });
});

describe('a list', () => {
  it('passes over a message that was not asked for, and stops at the reply that is not expected', async () => {
    const steps: number[] = [];
    await talk(
      [...hello, ...ok('^DATA$', '554 no'), ...ok('^NOOP$'), ...ok('^VRFY', '252 maybe'), { tail: true }],
      async ({ conversation }) => {
        const end = await conversation.runList(list('DATA\nQUIT\nMAIL FROM:<x>\n.\nNOOP\nVRFY x\nexpect 250\nRSET\n'), {
          done: ({ line }) => steps.push(line),
        });
        expect(end).toMatchObject({ kind: 'unexpected', line: 7, expected: { text: '250' }, got: { code: 252 } });
      },
    );
    expect(steps).toEqual([1, 5, 6, 7]);
  });

  it('stops where it is stopped, and where the connection is lost', async () => {
    await talk([...hello, ...ok('^NOOP$'), { expect: '^RSET$' }, { close: 'fin' }], async ({ conversation }) => {
      let stop = false;
      const stopped = await conversation.runList(list('NOOP\nVRFY x\n'), {
        done: () => (stop = true),
        stopped: () => stop,
      });
      expect(stopped).toEqual({ kind: 'stopped', line: 2 });
      const lost = await conversation.runList(list('RSET\nNOOP\n'), { done: () => undefined });
      expect(lost).toMatchObject({ kind: 'failed', line: 1, error: { code: 'server-disconnected' } });
    });
  });
});

describe('while nobody types', () => {
  it('sends NOOP when it is to stay open, and none while the server waits for a response', async () => {
    let heard: (() => void) | null = null;
    const noops = (count: number) => {
      let left = count;
      return new Promise<void>((resolve) => (heard = () => ((left -= 1) === 0 ? resolve() : undefined)));
    };
    await talk(
      [
        ...hello,
        ...ok('^NOOP$'),
        ...ok('^NOOP$'),
        ...ok('^AUTH LOGIN$', '334 VXNlcm5hbWU6'),
        ...ok('^\\*$', '501 off'),
        { tail: true },
      ],
      async ({ session, type }) => {
        const twice = noops(2);
        session.stayOpen(20);
        await twice;
        session.stayOpen(null);
        await type('AUTH LOGIN');
        session.stayOpen(1);
        await new Promise((resolve) => setTimeout(resolve, 30));
        session.stayOpen(null);
        await type('*');
      },
      {
        watch: (event) => {
          if (event.type === 'reply' && event.command === 'NOOP') heard?.();
        },
      },
    );
  });

  it('the server that closes is noticed at once, with what it said', async () => {
    const { result } = await talk(
      [...hello, ...ok('^NOOP$'), { send: '421 4.4.2 idle too long\r\n' }, { close: 'fin' }],
      async ({ session, type }) => {
        const over = new Promise<void>((resolve) => session.whenOver(resolve));
        await type('NOOP');
        await over;
        expect(session.lost).toMatchObject({ code: 'server-disconnected', reply: { code: 421 } });
        expect(await type('NOOP')).toMatchObject({ kind: 'failed', error: { code: 'server-disconnected' } });
      },
    );
    expect(result.error).toMatchObject({ code: 'server-disconnected', reply: { lines: ['4.4.2 idle too long'] } });
  });

  it('a line that nobody waits for is told when it comes', async () => {
    const { events } = await talk(
      [...hello, ...ok('^NOOP$'), { send: '250 2.0.0 surprise \u202e\r\n' }, ...ok('^RSET$'), { tail: true }],
      async ({ type, events: seen }) => {
        await type('NOOP');
        while (!seen.some((event) => event.type === 'note' && event.note === 'reply-ignored'))
          await new Promise((resolve) => setImmediate(resolve));
        expect(await type('RSET')).toMatchObject({ replies: [{ lines: ['ok'] }] });
      },
    );
    expect(events.some((event) => event.type === 'anomaly' && event.anomaly === 'unsolicited')).toBe(true);
  });

  it('QUIT is the end, and no error', async () => {
    const { result } = await talk([...hello, ...ok('^QUIT$', '221 bye'), { eof: true }], async ({ session, type }) => {
      const over = new Promise<void>((resolve) => session.whenOver(resolve));
      await type('QUIT');
      await over;
      expect(session.lost).toBeNull();
    });
    expect(result.error).toBeNull();
  });
});

describe('a hostile server', () => {
  it.each([
    ['100 MB without a line end', { repeat: 'x', times: 100_000_000 }, 'reply.maxLine'],
    ['lines without end', { repeat: '250-x\r\n', times: 2_000_000 }, 'reply.maxLines'],
    ['long lines without end', { repeat: `250-${'x'.repeat(8_000)}\r\n`, times: 2_000 }, 'reply.maxOctets'],
  ])('%s ends the session at a limit', async (_name, flood, limit) => {
    const { events } = await talk(
      [...hello, { expect: '^NOOP$' }, { send: flood }, { maybe: 'x' }],
      async ({ session, type }) => {
        expect(await type('NOOP')).toMatchObject({
          kind: 'failed',
          error: { code: 'protocol-error', params: { limit } },
        });
        expect(session.lost).not.toBeNull();
      },
    );
    expect(asText(events).length).toBeLessThan(8_000_000);
  });

  it('what it says of its own accord is bounded too', async () => {
    await talk(
      [...hello, ...ok('^NOOP$'), { send: { repeat: '250 and\r\n', times: 1_000 } }, { maybe: 'x' }],
      async ({ session, type, events }) => {
        const over = new Promise<void>((resolve) => session.whenOver(resolve));
        await type('NOOP');
        await over;
        expect(session.lost).toMatchObject({ code: 'protocol-error', params: { anomaly: 'unsolicited' } });
        expect(events.length).toBeLessThan(500);
      },
    );
  });
});

describe('what a reply means', () => {
  it('is judged with what the session showed before it', async () => {
    const { events } = await talk(
      [
        ...hello,
        ...ok('^MAIL', '530 5.7.0 Authentication required'),
        ...ok('^AUTH PLAIN \\S+$', '235 2.7.0 hello'),
        ...ok('^MAIL', '250 2.1.0 ok'),
        ...ok('^RCPT', '550 5.1.1 <b@x.test>: Recipient address rejected: User unknown'),
        ...ok('^NOOP'),
        { tail: true },
      ],
      async ({ type }) => {
        for (const line of ['MAIL FROM:<a@x.test>', 'auth', 'MAIL FROM:<a@x.test>', 'RCPT TO:<b@x.test>', 'NOOP'])
          await type(line);
      },
      { resources: ann },
    );
    const target = { host: '127.0.0.1', port: 25, path: null, protocol: 'smtp', security: 'none' } as const;
    const explain = (command: string, nth = 0) => {
      const seqs = events.flatMap((event) =>
        event.type === 'reply' && event.command?.startsWith(command) === true ? [event.seq] : [],
      );
      return explainTyped(events, seqs[nth] ?? 0, target);
    };
    expect(explain('MAIL')).toMatchObject({ phase: 'mail', reply: { code: 530 } });
    expect(explain('MAIL')?.findings[0]?.actor).toBe('you');
    expect(explain('RCPT')).toMatchObject({ phase: 'rcpt', findings: [{ severity: 'error' }] });
    expect(explain('RCPT')?.findings[0]?.id).toBe('phrase.no-such-mailbox');
    expect(explain('NOOP')).toMatchObject({ phase: 'command', findings: [{ severity: 'ok' }] });
    expect(explain('AUTH')).toMatchObject({ phase: 'auth', reply: { code: 235 } });
    expect(explainTyped(events, 1_000_000, target)).toBeNull();
  });
});
