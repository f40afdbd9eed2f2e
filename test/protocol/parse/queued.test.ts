/** Names of messages in replies: each form that a server is known to use, and nothing that only looks like one. */
import { expect, test } from 'vitest';
import { queuedIn, queuedOf } from '../../../electron/protocol/parse/message/queued.ts';
import { logSearch } from '../../../electron/texts/replies/log-search.ts';

test.each([
  ['2.0.0 Ok: queued as 3B220240164', 'postfix', '3B220240164', 'grep -F -- 3B220240164 /var/log/mail.log'],
  ['2.0.0 Ok: 18 bytes queued as 408F6240164', 'postfix', '408F6240164', 'grep -F'],
  [
    '2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4Zq7Lk2bYz',
    'postfix',
    '4Zq7Lk2bYz',
    'grep -F -- 4Zq7Lk2bYz',
  ],
  ['OK id=1xUxIj-0006pf-2l', 'exim', '1xUxIj-0006pf-2l', 'exigrep 1xUxIj-0006pf-2l /var/log/exim4/mainlog'],
  ['OK id=10HmaX-000000005vi-0000', 'exim', '10HmaX-000000005vi-0000', 'exigrep'],
  ['id=1xUxIz-0006qD-1z message accepted for some recipients', 'exim', '1xUxIz-0006qD-1z', 'exigrep'],
  ['2.0.0 063cdef6 Message accepted for delivery', 'opensmtpd', '063cdef6', 'grep -F -- 063cdef6 /var/log/maillog'],
  ['2.0.0 4AFG5mQC012345 Message accepted for delivery', 'sendmail', '4AFG5mQC012345', 'grep -F'],
  ['2.0.0 <bob@bench.test> cNbFByZTAmu6ZgAAg+zDdQ:R4 Saved', 'dovecot', 'cNbFByZTAmu6ZgAAg+zDdQ', 'grep -F'],
  [
    'Message Queued (BFE5C1C9-3C19-4D4E-9E1A-3D3BC1A2F0AA.1)',
    'haraka',
    'BFE5C1C9-3C19-4D4E-9E1A-3D3BC1A2F0AA.1',
    'grep -F',
  ],
  [
    '2.0.0 OK  1700000000 d9443c01a7336-1cc5b1a2si123456789.pdb.12 - gsmtp',
    'gmail',
    'd9443c01a7336-1cc5b1a2si123456789.pdb.12',
    null,
  ],
  [
    '2.6.0 <k3v9q0@shop.example.net> [InternalId=12345, Hostname=EX01.contoso.test] 1234 bytes in 0.123, 9.5 KB/sec Queued mail for delivery',
    'exchange',
    '12345',
    "Get-MessageTrackingLog -Server 'EX01.contoso.test' -InternalMessageId '12345'",
  ],
  [
    '2.6.0 <k3v9q0@shop.example.net> [InternalId=987, Hostname=AB1PR01MB1234.eurprd01.prod.outlook.com] 9,1 bytes in 0.1, 9 KB/sec Queued mail for delivery',
    'exchange-online',
    '987',
    "Get-MessageTraceV2 -MessageId '<k3v9q0@shop.example.net>'",
  ],
])('%s', (line, server, id, command) => {
  const queued = queuedIn(line);
  expect(queued).toMatchObject({ server, id });
  const search = queued === null ? null : logSearch(queued);
  if (command === null) expect(search?.command).toBeNull();
  else expect(search?.command).toContain(command);
  expect(search?.note).not.toBe('');
});

test.each([
  '2.0.0 Ok',
  'Accepted',
  '2.0.0 Ok: queued as $(reboot)',
  "2.0.0 Ok: queued as a';rm -rf /",
  '2.0.0 Ok: queued as 4Zq7Lk2bYz; rm -rf /',
  'OK id=--help-000000-00',
  '2.0.0 <a@b> "$(id)"aaaaaaaaaaaaaaaa Saved',
  "2.6.0 <a'$(id)@x> [InternalId=1, Hostname=ex.test] 1 bytes Queued mail for delivery",
  "2.6.0 <a@x> [InternalId=1, Hostname=ex';id] 1 bytes Queued mail for delivery",
])('%s names nothing', (line) => {
  expect(queuedIn(line)).toBeNull();
});

test('of a session each name once, of those who got it alone', () => {
  const reply = (text: string, code = 250) => ({
    ...{ code, enhancedCode: null, lines: [text], raw: new Uint8Array(), anomalies: [] },
  });
  const yes = { final: reply('2.0.0 <a@x> cNbFByZTAmu6ZgAAg+zDdQ Saved'), delivery: 'yes' as const };
  const again = { final: reply('2.0.0 <b@x> cNbFByZTAmu6ZgAAg+zDdQ:R2 Saved'), delivery: 'yes' as const };
  const no = { final: reply('Ok: queued as 4Zq7Lk2bYz', 550), delivery: 'no' as const };
  expect(queuedOf([yes, again, no, { final: null, delivery: 'unknown' }]).map(({ id }) => id)).toEqual([
    'cNbFByZTAmu6ZgAAg+zDdQ',
  ]);
});
