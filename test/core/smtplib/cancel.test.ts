/** The caller's signal: what is under way is given up, what is idle is left, and nothing has to be closed by hand. */
import { describe, expect, it } from 'vitest';
import { SmtpCancelled, SmtpServerDisconnected } from '../../../electron/core/smtp/client/errors.ts';
import type { EventSink } from '../../../electron/core/ports.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { caught, connected, lines } from './with-server.ts';

function cancelling(when: (event: SessionEvent) => boolean): {
  signal: AbortSignal;
  emit: EventSink;
  abort: () => void;
} {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const emit: EventSink = (event) => {
    if (when(event)) abort();
  };
  return { signal: controller.signal, abort, emit };
}

const sent = (text: string) => (event: SessionEvent) =>
  event.type === 'line' && event.direction === 'sent' && event.text === text;

describe('a cancelled operation', () => {
  it('throws SmtpCancelled, says RSET and QUIT, and the connection is over', async () => {
    const { signal, emit } = cancelling(sent('RCPT TO:<b@y.test>'));
    await connected(
      { rules: [] },
      async (client, server) => {
        const error = await caught(client.sendmail('a@x.test', ['b@y.test'], 'x\r\n'));
        expect(error).toBeInstanceOf(SmtpCancelled);
        expect(error).toMatchObject({ delivery: 'none', outcome: { code: 'cancelled', phase: 'rcpt' } });
        expect(lines(server).slice(-2)).toEqual(['RSET\r\n', 'QUIT\r\n']);
        expect(client.connected).toBe(false);
        expect(await caught(client.noop())).toBeInstanceOf(SmtpServerDisconnected);
      },
      { signal, emit },
    );
  });

  it('says nothing more after 354, where it would be message text', async () => {
    const { signal, emit } = cancelling(sent('DATA'));
    await connected(
      { rules: [] },
      async (client, server) => {
        expect(await caught(client.sendmail('a@x.test', ['b@y.test'], 'x\r\n'))).toBeInstanceOf(SmtpCancelled);
        await server.ended;
        expect(lines(server).at(-1)).toBe('DATA\r\n');
      },
      { signal, emit },
    );
  });

  it('takes back an AUTH exchange before QUIT', async () => {
    const { signal, emit } = cancelling(sent('AUTH X'));
    const rules = [
      { match: '^AUTH', reply: '334 \r\n' },
      { match: '^\\*$', reply: '501 taken back\r\n' },
    ];
    await connected(
      { rules },
      async (client, server) => {
        expect(await caught(client.auth('X', () => null))).toBeInstanceOf(SmtpCancelled);
        expect(lines(server)).toEqual(['AUTH X\r\n', '*\r\n', 'QUIT\r\n']);
      },
      { signal, emit },
    );
  });
});

describe('an idle connection', () => {
  it.each([false, true])('is left with QUIT, a message sent before: %s', async (message) => {
    const { signal, emit, abort } = cancelling(() => false);
    await connected(
      { rules: [] },
      async (client, server) => {
        if (message) await client.sendmail('a@x.test', ['b@y.test'], 'x\r\n');
        abort();
        // Nobody calls anything: it goes by itself.
        await server.ended;
        expect(lines(server).at(-1)).toBe('QUIT\r\n');
        expect(client.connected).toBe(false);
      },
      { signal, emit },
    );
  });
});
