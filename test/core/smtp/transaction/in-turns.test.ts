/** Many recipients: as many transactions as the server's limits ask for, each recipient at its place, and told so. */
import { afterEach, expect, it } from 'vitest';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import { runSend } from '../../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

const hello = (...keywords: string[]): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((text, at) => `250${at === keywords.length ? ' ' : '-'}${text}\r\n`).join('') },
];
const answered = (command: string, reply = '250 ok'): ScriptStep[] => [
  { expect: `^${command}` },
  { send: `${reply}\r\n` },
];
const message: ScriptStep[] = [...answered('DATA', '354 go'), { data: true }, { send: '250 2.0.0 taken\r\n' }];
const turn = (...rcpt: string[]): ScriptStep[] => [
  ...answered('MAIL'),
  ...rcpt.flatMap((reply) => answered('RCPT', reply)),
  ...message,
];

async function sendTo(script: readonly ScriptStep[], envelope: Partial<Envelope>) {
  const server = await startScripted([...script, { tail: true }]);
  opened.push(server);
  const run = await runSend({ connection: { target: `127.0.0.1:${server.port}`, security: 'none' }, envelope });
  expect(server.recorded.mismatch).toBeNull();
  const said = server.recorded.lines.filter((line) => /^(?:MAIL|RCPT|DATA|RSET)/.test(line));
  const notes = run
    .of('note')
    .flatMap(({ note, params }) =>
      note.startsWith('recipients-') || note === 'limit-exceeded' ? [[note, params]] : [],
    );
  return { ...run, said, notes };
}

const five = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@rcpt.test`);

it('takes no more together than the server states, and says so before', async () => {
  const run = await sendTo(
    [...hello('LIMITS RCPTMAX=2'), ...turn('250 a', '250 b'), ...turn('250 c', '550 5.1.1 no d'), ...turn('250 e')],
    { to: five },
  );
  expect(run.error).toBeNull();
  expect(run.delivery).toBe('some');
  expect(run.recipients.map(({ index, address, delivery }) => [index, address, delivery])).toEqual(
    five.map((address, index) => [index, address, index === 3 ? 'no' : 'yes']),
  );
  expect(run.notes).toEqual([['recipients-in-turns', { recipients: 5, most: 2, limit: 'RCPTMAX=2' }]]);
  expect(run.of('body-end')).toHaveLength(3);
});

it('asks again for those that were one too many, without a word of a limit before', async () => {
  const many = '452 4.5.3 too many recipients';
  const run = await sendTo(
    [...hello(), ...turn('250 a', '250 b', many, many, many), ...turn('250 c', '250 d', many), ...turn('250 e')],
    { to: five },
  );
  expect(run.error).toBeNull();
  expect(run.delivery).toBe('all');
  expect(run.recipients.map(({ delivery }) => delivery)).toEqual(five.map(() => 'yes'));
  expect(run.notes).toEqual([
    ['recipients-again', { recipients: 3 }],
    ['recipients-again', { recipients: 1 }],
  ]);
});

it('does not ask again where nobody was taken, or for another reason', async () => {
  const none = await sendTo(
    [...hello(), ...answered('MAIL'), ...five.flatMap(() => answered('RCPT', '452 4.5.3 no'))],
    {
      to: five,
    },
  );
  expect(none.error).toMatchObject({ code: 'recipients-refused' });
  expect(none.said.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
  const full = await sendTo([...hello(), ...turn('250 a', '452 4.2.2 mailbox full')], { to: five.slice(0, 2) });
  expect(full.delivery).toBe('some');
  expect(full.said.filter((line) => line.startsWith('MAIL'))).toHaveLength(1);
});

it('all at once where the user says so, and the limit is only said', async () => {
  const run = await sendTo([...hello('LIMITS RCPTMAX=1'), ...turn('250 a', '452 4.5.3 too many')], {
    to: five.slice(0, 2),
    maxRecipients: 'off',
  });
  expect(run.delivery).toBe('some');
  expect(run.notes).toEqual([['limit-exceeded', { limit: 'RCPTMAX', value: 1, number: 2 }]]);
});

it('as many at a time as the user says; one transaction of which nobody is taken keeps nobody else back', async () => {
  const run = await sendTo(
    [
      ...hello(),
      ...answered('MAIL'),
      ...answered('RCPT', '550 5.1.1 no'),
      ...answered('RSET'),
      ...turn('250 b'),
      ...turn('250 c'),
    ],
    { to: five.slice(0, 3), maxRecipients: 1 },
  );
  expect(run.error).toBeNull();
  expect(run.recipients.map(({ delivery }) => delivery)).toEqual(['no', 'yes', 'yes']);
  expect(run.said.filter((line) => line === 'RSET')).toHaveLength(1);
});

it('what refuses the message itself ends it for those who wait too', async () => {
  const run = await sendTo(
    [
      ...hello('LIMITS RCPTMAX=1'),
      ...answered('MAIL'),
      ...answered('RCPT'),
      ...answered('DATA', '354 go'),
      { data: true },
      { send: '554 5.6.0 not this\r\n' },
    ],
    { to: five },
  );
  expect(run.error).toMatchObject({ code: 'data-refused' });
  expect(run.delivery).toBe('none');
  expect(run.recipients.map(({ address }) => address)).toEqual(five);
  expect(run.recipients.filter(({ reply }) => reply !== null).map(({ address }) => address)).toEqual([five[0]]);
});

it('a connection lost between two leaves the first delivered', async () => {
  const run = await sendTo([...hello('LIMITS RCPTMAX=1'), ...turn('250 a'), ...answered('MAIL', '421 4.3.2 going')], {
    to: five.slice(0, 2),
  });
  expect(run.error).toMatchObject({ code: 'sender-refused' });
  expect(run.delivery).toBe('some');
});

it('domains of one transaction are counted too', async () => {
  const run = await sendTo([...hello('LIMITS RCPTDOMAINMAX=1'), ...turn('250 a', '250 b'), ...turn('250 c')], {
    to: ['a@one.test', 'b@ONE.test', 'c@two.test'],
  });
  expect(run.delivery).toBe('all');
});

it('in groups where PIPELINING is offered', async () => {
  const group = (...names: string[]): ScriptStep[] => [
    { expect: '^MAIL' },
    ...names.map((): ScriptStep => ({ expect: '^RCPT' })),
    { expect: '^DATA' },
    { send: `250 ok\r\n${names.map((name) => `250 ${name}\r\n`).join('')}354 go\r\n` },
    { data: true },
    { send: '250 taken\r\n' },
  ];
  const run = await sendTo(
    [
      ...hello('PIPELINING', 'LIMITS RCPTMAX=2').slice(0, 2),
      { send: '250-mx.test\r\n250-PIPELINING\r\n250 LIMITS RCPTMAX=2\r\n' },
      ...group('a', 'b'),
      ...group('c', 'd'),
      ...group('e'),
    ],
    { to: five },
  );
  expect(run.error).toBeNull();
  expect(run.delivery).toBe('all');
});

it('reports of single recipients stand at their RCPT, whichever transaction it is in', async () => {
  const run = await sendTo(
    [...hello('DSN').slice(0, 2), { send: '250-mx.test\r\n250 DSN\r\n' }, ...turn('250 a'), ...turn('250 b')],
    {
      to: five.slice(0, 2),
      maxRecipients: 1,
      dsn: { notify: ['failure'] },
      perRecipient: [{ index: 1, notify: ['success', 'delay'], orcpt: 'rfc822;old@rcpt.test' }],
    },
  );
  expect(run.said.filter((line) => line.startsWith('RCPT'))).toEqual([
    'RCPT TO:<a@rcpt.test> NOTIFY=FAILURE',
    'RCPT TO:<b@rcpt.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;old@rcpt.test',
  ]);
  expect(run.recipients.map(({ asked }) => asked)).toEqual([
    'NOTIFY=FAILURE',
    'NOTIFY=SUCCESS,DELAY ORCPT=rfc822;old@rcpt.test',
  ]);
});

it('leaves nobody out whose turn never came, nor whose RCPT had no answer', async () => {
  const run = await sendTo(
    [
      ...hello('LIMITS RCPTMAX=2'),
      ...turn('250 a', '250 b'),
      ...answered('MAIL'),
      ...answered('RCPT', '421 4.3.2 bye'),
      { close: 'fin' },
    ],
    { to: five },
  );
  expect(run.delivery).toBe('some');
  expect(run.recipients.map(({ index, delivery, reply }) => [index, delivery, reply?.code])).toEqual([
    [0, 'yes', 250],
    [1, 'yes', 250],
    [2, 'no', 421],
    [3, 'no', undefined],
    [4, 'no', undefined],
  ]);
  expect(new Set(run.of('recipient').map(({ result }) => result.index)).size).toBe(5);
});
