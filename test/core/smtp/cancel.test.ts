/** Cancelling in every phase: what is still said, what is never said, and that nothing stays open. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openResources, runSend } from '../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { generatedSource } from '../../../electron/core/smtp/plan/message-source.ts';

beforeAll(makeCertificates);

const greeting: ScriptStep[] = [{ send: '220 mx.test\r\n' }];
const ehlo: ScriptStep[] = [...greeting, { expect: '^EHLO' }, { send: '250 mx.test\r\n' }];
const mail: ScriptStep[] = [...ehlo, { expect: '^MAIL' }, { send: '250 ok\r\n' }];
const rcpt: ScriptStep[] = [...mail, { expect: '^RCPT' }, { send: '250 ok\r\n' }];
const data: ScriptStep[] = [...rcpt, { expect: '^DATA$' }, { send: '354 go\r\n' }];

/** Cancels as soon as the line was sent. */
const afterSending = (text: RegExp) => (event: SessionEvent, cancel: () => void) => {
  if (event.type === 'line' && event.direction === 'sent' && text.test(event.text)) cancel();
};

async function cancelled(
  script: readonly ScriptStep[],
  watch: (event: SessionEvent, cancel: () => void) => void,
  more: object = {},
) {
  const before = openResources().length;
  const server = await startScripted(script);
  const run = await runSend({ connection: { security: 'none', target: `127.0.0.1:${server.port}`, ...more }, watch });
  await server.close();
  expect(run.error?.code).toBe('cancelled');
  expect(run.events.at(-1)?.type).toBe('session-end');
  expect(openResources().length).toBeLessThanOrEqual(before);
  return { ...run, recorded: server.recorded };
}

describe('before 354: pending replies are taken, then RSET where a transaction is open, then QUIT', () => {
  it('while waiting for the greeting', async () => {
    const run = await cancelled([{ sleep: 100 }, ...greeting, { tail: true }], (event, cancel) => {
      if (event.type === 'phase-begin' && event.phase === 'greeting') cancel();
    });
    expect(run.error?.phase).toBe('greeting');
    expect(run.recorded.lines).toEqual(['QUIT']);
  });

  it('while waiting for EHLO', async () => {
    const run = await cancelled(
      [...greeting, { expect: '^EHLO' }, { sleep: 100 }, { send: '250 mx.test\r\n' }, { tail: true }],
      afterSending(/^EHLO/),
    );
    expect(run.error?.phase).toBe('ehlo');
    expect(run.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });

  it('while waiting for MAIL and for RCPT', async () => {
    for (const [script, verb] of [
      [ehlo, 'MAIL'],
      [mail, 'RCPT'],
    ] as const) {
      const run = await cancelled(
        [...script, { expect: `^${verb}` }, { sleep: 50 }, { send: '250 ok\r\n' }, { tail: true }],
        afterSending(new RegExp(`^${verb}`)),
      );
      expect(run.recorded.lines.slice(-3)).toEqual([expect.stringMatching(`^${verb}`), 'RSET', 'QUIT']);
      expect(run.delivery).toBe('none');
    }
  });

  it('takes back an AUTH exchange that waits for a response', async () => {
    const server = await startScripted([
      ...greeting,
      { expect: '^EHLO' },
      { send: '250-mx\r\n250 AUTH LOGIN\r\n' },
      { expect: '^AUTH LOGIN$' },
      { sleep: 50 },
      { send: '334 VXNlcm5hbWU6\r\n' },
      { tail: true },
    ]);
    const run = await runSend({
      connection: { security: 'none', target: `127.0.0.1:${server.port}` },
      auth: { user: 'u', password: 'secret', allowClear: true },
      watch: afterSending(/^AUTH/),
    });
    await server.close();
    expect(run.error).toMatchObject({ code: 'cancelled', phase: 'auth' });
    expect(server.recorded.lines).toEqual(['EHLO client.test', 'AUTH LOGIN', '*', 'QUIT']);
  });

  it('closes when DATA is answered with 354 after the cancel', async () => {
    const run = await cancelled(
      [...rcpt, { expect: '^DATA$' }, { sleep: 50 }, { send: '354 go\r\n' }, { tail: true }],
      afterSending(/^DATA/),
    );
    expect(run.recorded.lines.at(-1)).toBe('DATA');
    expect(run.delivery).toBe('none');
  });

  it('lasts a second at most when the server says nothing', async () => {
    const started = performance.now();
    const run = await cancelled([...mail, { expect: '^RCPT' }, { sleep: 20_000 }], afterSending(/^RCPT/));
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(run.recorded.lines.at(-1)).toMatch(/^RCPT/);
  });

  it('in the TLS handshake', async () => {
    const script: ScriptStep[] = [
      ...greeting,
      { expect: '^EHLO' },
      { send: '250-mx\r\n250 STARTTLS\r\n' },
      { expect: '^STARTTLS' },
      { send: '220 go\r\n' },
      { sleep: 20_000 },
    ];
    const run = await cancelled(
      script,
      (event, cancel) => {
        if (event.type === 'phase-begin' && event.phase === 'tls') setTimeout(cancel, 50);
      },
      { security: 'starttls' },
    );
    expect(run.error?.phase).toBe('tls');
  });
});

describe('after 354: the connection is closed and the final dot never sent', () => {
  it('in the middle of the message', async () => {
    const server = await startScripted([...data, { sleep: 200 }, { data: true }]);
    let cancelling = false;
    const run = await runSend({
      connection: { security: 'none', target: `127.0.0.1:${server.port}` },
      message: generatedSource(50_000_000),
      watch: (event, cancel) => {
        if (event.type === 'body-progress' && event.octets === 0 && !cancelling) {
          cancelling = true;
          setTimeout(cancel, 20);
        }
      },
    });
    await server.close();
    expect(run.error).toMatchObject({ code: 'cancelled', phase: 'data' });
    expect(run.delivery).toBe('none');
    expect(run.recipients).toMatchObject([{ accepted: true, delivery: 'no' }]);
    expect(server.recorded.data).toEqual([]);
    expect(server.recorded.lines.at(-1)).toBe('DATA');
    expect(run.of('body-end')).toEqual([]);
  });

  it('after the final dot the delivery is unknown', async () => {
    const run = await cancelled([...data, { data: true }, { sleep: 20_000 }], (event, cancel) => {
      if (event.type === 'body-end') setTimeout(cancel, 20);
    });
    expect(run.delivery).toBe('unknown');
    expect(run.recipients).toMatchObject([{ accepted: true, delivery: 'unknown' }]);
    expect(run.recorded.data).toHaveLength(1);
    expect(run.recorded.lines.at(-1)).toBe('DATA');
  });
});

it('a session that was cancelled before it began connects nowhere', async () => {
  const server = await startScripted(greeting);
  const run = await runSend({ connection: { target: `127.0.0.1:${server.port}` }, signal: AbortSignal.abort() });
  await server.close();
  expect(run.error?.code).toBe('cancelled');
  expect(server.recorded.connections).toBe(0);
});
