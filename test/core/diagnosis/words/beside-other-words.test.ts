/** What words are about when other words stand beside them: output of a command, a file that is missing, mail given up, too many from one address. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';

const first = (text: string) => explain(text).findings[0]?.id;
const logged = (relay: string, output: string): string =>
  `Jan 11 10:00:00 mx postfix/pipe[123]: 4FTx: to=<b@example.org>, relay=${relay}, delay=0.1, dsn=4.3.0, status=deferred (temporary failure. Command output: ${output} )`;

describe('the output of a delivery command', () => {
  test.each([
    'ERR: authdaemon: connect() failed: Connection refused',
    'agent: Timeout while waiting for the index',
    'pipe: fatal: execvp /usr/bin/scan: No such file or directory',
    'Login failed for user mailstore',
  ])('%s', (output) => {
    expect(first(logged('store', output))).toBe('mailbox.delivery-failed');
  });

  test('a server that says the same of itself is read as before', () => {
    expect(first('454 4.7.0 authdaemon: connect() failed: Connection refused')).toBe('auth.backend-broken');
  });
});

test('a file that is missing is no directory that logins are looked up in', () => {
  expect(first('fatal: open /etc/mail/main.conf: No such file or directory; the process failed')).not.toBe(
    'auth.backend-broken',
  );
});

test('given up, and why: the reason is the answer', () => {
  expect(first('Giving up on 192.0.2.1. Remote host said: 550 5.1.1 No such user here')).toBe('phrase.no-such-mailbox');
  expect(first('550 5.4.7 The message was in the queue too long')).toBe('message.given-up');
});

test('so many from one address, later again: it is the speed, whoever is named', () => {
  for (const text of [
    '450 4.7.1 too many messages from 203.0.113.9, try again in an hour',
    '421 4.7.0 Too many emails from [203.0.113.9] for now, come back later',
  ])
    expect(first(text), text).toBe('rate.too-fast');
});
