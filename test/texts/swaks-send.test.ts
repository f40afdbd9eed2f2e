/** A send test as a command of swaks, with what swaks cannot do. */
import { expect, test } from 'vitest';
import { swaksSend, type SwaksSend } from '../../electron/texts/copy-as/swaks-send.ts';

const asked: SwaksSend = {
  target: { host: 'mail.test', port: 587, path: null, protocol: 'smtp', security: 'starttls' },
  connection: { target: 'mail.test:587', security: 'starttls' },
  auth: null,
  envelope: { from: 'a@x.test', to: ['b@y.test', 'c@y.test'] },
  dryRun: false,
};

test('what it can do, and the message from a file', () => {
  const made = swaksSend(asked);
  expect(made.text).toBe(
    'swaks --server mail.test --port 587 --tls --tls-verify --from a@x.test --to b@y.test,c@y.test --data @FILE.eml',
  );
  expect(made.text === null ? [] : made.notes).toEqual([expect.stringContaining('FILE.eml is the message')]);
});

test('the null sender, and only asking', () => {
  const made = swaksSend({ ...asked, envelope: { from: '', to: ['b@y.test'] }, dryRun: true });
  expect(made.text).toContain("--to b@y.test --from '<>' --quit-after RCPT");
});

test('what it cannot do is named', () => {
  const made = swaksSend({
    ...asked,
    connection: { ...asked.connection, ehloName: 'me.test', dropAfter: 'data', proxy: 'socks5://p.test' },
    envelope: {
      ...asked.envelope,
      dsn: { notify: ['failure'], ret: 'hdrs' },
      perRecipient: [{ index: 0, notify: ['never'] }],
      pipelining: 'off',
      requiretls: true,
    },
  });
  const notes = made.text === null ? '' : made.notes.join(' ');
  expect(made.text).toContain('--helo me.test');
  for (const part of ['delivery reports', 'a report returns', 'single recipients', 'verified TLS', 'proxy'])
    expect(notes.toLowerCase()).toContain(part.toLowerCase());
  expect(notes).not.toMatch(/pipelining/i);
});

test('a value that swaks would take for an option makes no command', () => {
  expect(swaksSend({ ...asked, envelope: { from: 'a@x.test', to: ['-x@y.test'] } }).text).toBeNull();
});
