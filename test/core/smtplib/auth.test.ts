/** login() and auth(): policy, mechanisms of the caller's own, and secrets that stay out of events. */
import { describe, expect, it } from 'vitest';
import {
  SmtpAuthenticationError,
  SmtpException,
  SmtpNotSupportedError,
  SmtpServerDisconnected,
  SmtpValueError,
} from '../../../electron/core/smtp/client/errors.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { asText } from '../../harness/client-run.ts';
import { caught, connected, lines } from './with-server.ts';

const offering = (...mechanisms: string[]) => ({
  match: '^EHLO',
  reply: `250-x\r\n250 AUTH ${mechanisms.join(' ')}\r\n`,
});
const base64 = (text: string) => Buffer.from(text).toString('base64');
const clear = { allowClear: true };

describe('login', () => {
  it('sends no password in clear unless asked to', async () => {
    await connected({ rules: [offering('PLAIN')] }, async (client, server) => {
      const error = await caught(client.login('user', 'pass'));
      expect(error).toBeInstanceOf(SmtpException);
      expect(error).toMatchObject({ outcome: { code: 'auth-unavailable', params: { reason: 'needs-tls' } } });
      expect(lines(server)).toEqual(['EHLO client.test\r\n']);
    });
  });

  it('tries a refused credential once, or every mechanism when told to', async () => {
    const rules = [
      offering('LOGIN', 'PLAIN'),
      { match: '^AUTH LOGIN', reply: '235 ok\r\n' },
      { match: '^AUTH', reply: '535 no\r\n' },
    ];
    const mechanisms = ['PLAIN', 'LOGIN'];
    await connected({ rules }, async (client) => {
      const error = await caught(client.login('user', 'pass', { ...clear, mechanisms }));
      expect(error).toBeInstanceOf(SmtpAuthenticationError);
      expect(error).toMatchObject({ smtpCode: 535, smtpError: 'no', tried: [{ mechanism: 'PLAIN', ok: false }] });
      expect((await client.noop()).code).toBe(250);
    });
    const all = [offering('LOGIN', 'PLAIN'), { match: '^AUTH PLAIN', reply: '535 no\r\n' }];
    const login = [
      { match: '^AUTH LOGIN$', reply: `334 ${base64('Username:')}\r\n` },
      { match: `^${base64('user')}$`, reply: `334 ${base64('Password:')}\r\n` },
      { match: `^${base64('pass')}$`, reply: '235 in\r\n' },
    ];
    await connected({ rules: [...all, ...login] }, async (client, server) => {
      const answer = await client.login('user', 'pass', { ...clear, mechanisms, fallThrough: true });
      expect(answer).toMatchObject({ code: 235, message: 'in' });
      expect(lines(server).filter((line) => line.startsWith('AUTH'))).toHaveLength(2);
    });
  });

  it('asks for the password only when it is needed, and passes on that it cannot be had', async () => {
    let asked = 0;
    const secret = { read: () => ((asked += 1), Promise.reject(new RangeError('locked'))) };
    await connected({ rules: [offering('PLAIN')] }, async (client) => {
      await caught(client.login('user', secret));
      expect(asked).toBe(0);
      expect(await caught(client.login('user', secret, clear))).toEqual(new RangeError('locked'));
      expect([asked, client.connected]).toEqual([1, false]);
    });
  });

  it('tells nothing of the password', async () => {
    const events: SessionEvent[] = [];
    const rules = [
      offering('PLAIN'),
      { match: '^AUTH', reply: `535 no ${base64('\0user\0s3cr3tpass')} s3cr3tpass\r\n` },
    ];
    let error: unknown;
    await connected(
      { rules },
      async (client) => {
        error = await caught(client.login('user', 's3cr3tpass', clear));
      },
      { emit: (event) => events.push(event) },
    );
    const reported = asText(events) + (error as Error).message + JSON.stringify(error);
    expect(reported).not.toContain('s3cr3tpass');
    expect(reported).not.toContain(base64('\0user\0s3cr3tpass'));
  });

  it('refuses a user name that would break the line', async () => {
    await connected({ rules: [offering('PLAIN')] }, async (client) => {
      expect(await caught(client.login('a\r\nb', 'pass', clear))).toBeInstanceOf(SmtpValueError);
    });
  });
});

describe('auth', () => {
  it('speaks a mechanism of the caller’s own, challenge by challenge', async () => {
    const rules = [
      { match: '^AUTH X-SUM$', reply: `334 ${base64('1+1')}\r\n` },
      { match: `^${base64('2')}$`, reply: `334 ${base64('2+2')}\r\n` },
      { match: `^${base64('4')}$`, reply: '235 2.7.0 right\r\n' },
    ];
    const seen: [string | null, number][] = [];
    await connected({ rules }, async (client, server) => {
      const answer = await client.auth('x-sum', async (challenge, round) => {
        const text = challenge === null ? null : Buffer.from(challenge).toString();
        seen.push([text, round]);
        await Promise.resolve();
        return text === null ? null : String(text.split('+').reduce((sum, each) => sum + Number(each), 0));
      });
      expect(answer.code).toBe(235);
      expect(seen).toEqual([
        [null, 0],
        ['1+1', 1],
        ['2+2', 2],
      ]);
      expect(lines(server)[0]).toBe('AUTH X-SUM\r\n');
    });
  });

  it('sends an initial response, "=" for an empty one, and none when told not to', async () => {
    await connected({ rules: [{ match: '^AUTH', reply: '235 ok\r\n' }] }, async (client, server) => {
      await client.auth('A', () => 'first');
      await client.auth('B', () => '');
      await client.auth('C', () => new Uint8Array([0, 255]), { initialResponseOk: true });
      await client.auth('D', () => 'first', { initialResponseOk: false });
      expect(lines(server)).toEqual([`AUTH A ${base64('first')}\r\n`, 'AUTH B =\r\n', 'AUTH C AP8=\r\n', 'AUTH D\r\n']);
    });
  });

  it.each([
    ['that never end', `334 ${base64('more')}\r\n`],
    ['that are no base64', '334 ***\r\n'],
  ])('takes back an exchange of challenges %s', async (_name, reply) => {
    const rules = [
      { match: '^\\*$', reply: '501 taken back\r\n' },
      { match: '^NOOP', reply: '250 idle\r\n' },
      { match: '', reply },
    ];
    await connected({ rules }, async (client, server) => {
      let calls = 0;
      const error = await caught(client.auth('X', () => `answer ${(calls += 1)}`));
      expect(error).toBeInstanceOf(SmtpAuthenticationError);
      expect((error as SmtpAuthenticationError).smtpCode).toBe(334);
      expect(calls).toBeLessThanOrEqual(6);
      expect(lines(server).at(-1)).toBe('*\r\n');
      expect((await client.noop()).message).toBe('idle');
    });
  });

  it('hides the responses, and masks what comes back of them', async () => {
    const events: SessionEvent[] = [];
    const rules = [{ match: '^AUTH', reply: `535 no ${base64('user token-0123456789')}\r\n` }];
    await connected(
      { rules },
      async (client) => {
        await caught(client.auth('X', () => 'user token-0123456789'));
      },
      {
        emit: (event) => events.push(event),
      },
    );
    expect(asText(events)).not.toContain(base64('user token-0123456789'));
  });

  it('passes on what the caller’s own function throws, and closes', async () => {
    await connected({ rules: [] }, async (client) => {
      const error = await caught(client.auth('X', () => Promise.reject(new RangeError('mine'))));
      expect(error).toEqual(new RangeError('mine'));
      expect(await caught(client.noop())).toBeInstanceOf(SmtpServerDisconnected);
    });
  });

  it('refuses what is no name of a mechanism', async () => {
    await connected({ rules: [] }, async (client, server) => {
      for (const name of ['', 'A B', 'A\r\nQUIT', 'X'.repeat(21)]) {
        expect(await caught(client.auth(name, () => null))).toBeInstanceOf(SmtpValueError);
      }
      expect(await caught(client.login('user', 'pass'))).toBeInstanceOf(SmtpNotSupportedError);
      expect(lines(server)).toEqual(['EHLO client.test\r\n']);
    });
  });
});
