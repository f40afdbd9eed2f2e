/** A message looked for in a mailbox over IMAP: found at once or later, never marked, never more than the limits; and what changed on its way. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { findMessage } from '../../../electron/core/mail-access/find-message.ts';
import { limits } from '../../../electron/core/mail-access/limits.ts';
import { compareArrived } from '../../../electron/core/message/compare-arrived.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { type MailboxScript, startImap } from '../../harness/peers/imap-server.ts';

const closing: (() => Promise<unknown>)[] = [];
beforeAll(() => makeCertificates());
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

const SENT = 'From: a@x.test\r\nSubject: hi\r\n there\r\nMessage-ID: <1@x.test>\r\n\r\nOne\r\n.Two\r\n';
const ARRIVED = `Return-Path: <a@x.test>\r\nReceived: from mx by mda; now\r\n${SENT}`;

async function mailbox(box: MailboxScript = {}) {
  const server = await startImap({ message: () => ARRIVED, ...box });
  closing.push(() => server.close());
  return server;
}

const look = (
  port: number,
  over: Partial<Parameters<typeof findMessage>[0]> = {},
  signal = new AbortController().signal,
) =>
  findMessage(
    {
      ...{ host: '127.0.0.1', port, servername: 'mx.test', ca: testAuthority(), user: 'ann', password: 'geheim' },
      ...{ mailbox: 'INBOX', messageId: '<1@x.test>', waitMs: 30_000 },
      ...over,
    },
    { signal, clock: systemClock },
  );

test('found at the second look, its octets whole, the mailbox opened for reading alone', async () => {
  const box = await mailbox({ searches: ['* SEARCH', '* SEARCH 3 7'] });
  const found = await look(box.port);
  expect(found).toMatchObject({ state: 'found', looks: 2, size: ARRIVED.length });
  expect(found.state === 'found' && found.octets.toString('latin1')).toBe(ARRIVED);
  expect(box.heard.filter((line) => /SELECT|STORE|EXPUNGE/.test(line))).toEqual([]);
  expect(box.heard).toContain('f1 EXAMINE "INBOX"');
  expect(box.heard).toContain('s1 UID SEARCH HEADER Message-ID "<1@x.test>"');
  expect(box.heard.find((line) => line.includes('FETCH'))).toContain('UID FETCH 7 (RFC822.SIZE BODY.PEEK[]');
});

test('not there in time', async () => {
  const box = await mailbox({ searches: ['* SEARCH'] });
  expect(await look(box.port, { waitMs: 100 })).toMatchObject({ state: 'not-found', looks: 1 });
});

test.each<[string, MailboxScript, RegExp]>([
  [
    'a login that is refused',
    { login: 'NO [AUTHENTICATIONFAILED] geheim is wrong' },
    /^\[AUTHENTICATIONFAILED\] … is wrong$/,
  ],
  ['a mailbox that is none', { examine: 'NO no such mailbox' }, /no such mailbox/],
  [
    'more octets than were asked for',
    { fetch: (tag) => `* 1 FETCH (BODY[]<0> {999999999}\r\n${tag} OK\r\n` },
    /too much/,
  ],
  ['an answer without the message', { fetch: (tag) => `${tag} OK done\r\n` }, /OK done/],
  ['a flood of lines', { fetch: () => '* 1 EXISTS\r\n'.repeat(limits.lines + 1) }, /too much/],
])('%s', async (_, box, reason) => {
  const found = await look((await mailbox(box)).port);
  expect(found.state).toBe('failed');
  expect(found.state === 'failed' && found.reason).toMatch(reason);
});

test('a name that would break out of the command is refused before anything is connected', async () => {
  expect(await look(1, { mailbox: 'a\r\nb' })).toMatchObject({ state: 'failed' });
});

test('stopped while it waits', async () => {
  const box = await mailbox({ searches: ['* SEARCH'] });
  const stop = new AbortController();
  const found = look(box.port, {}, stop.signal);
  await expect.poll(() => box.heard.some((line) => line.includes('SEARCH'))).toBe(true);
  stop.abort();
  expect(await found).toMatchObject({ state: 'failed', reason: 'stopped' });
});

const compared = (sent: string, arrived: string) =>
  compareArrived(Buffer.from(sent, 'latin1'), Buffer.from(arrived, 'latin1'));

test('what was added on the way is set apart, and the rest is the same', () => {
  expect(compared(SENT, ARRIVED)).toEqual({
    ...{ same: true, lineEnds: 'same', hops: 1, removed: [], changed: [], body: null },
    added: ['Return-Path: <a@x.test>', 'Received: from mx by mda; now'],
  });
  expect(compared(SENT, ARRIVED.replaceAll('\r\n', '\n'))).toMatchObject({ same: true, lineEnds: 'changed' });
  expect(compared(SENT, `From a@x.test Mon Nov 30\n${ARRIVED}\r\n`)).toMatchObject({ same: true });
});

test('what was taken out or changed is shown, and the first line of the body that differs', () => {
  const arrived = ARRIVED.replace('Subject: hi\r\n there', 'Subject: [list] hi').replace('.Two', '..Two');
  expect(compared(`${SENT.replace('From', 'X-Own: 1\r\nFrom')}Three\r\n`, arrived)).toMatchObject({
    same: false,
    removed: ['X-Own: 1'],
    changed: [{ sent: 'Subject: hi\r\n there', arrived: 'Subject: [list] hi' }],
    body: { line: 2, sent: '.Two', arrived: '..Two' },
  });
  expect(compared(SENT, `${ARRIVED}footer\r\n`).body).toEqual({ line: 3, sent: null, arrived: 'footer' });
  expect(compared('no header at all', '\r\nbody')).toMatchObject({ same: false });
});
