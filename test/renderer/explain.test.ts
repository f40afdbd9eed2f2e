/** The explain screen's state: judged while it is typed, old answers dropped, files bounded; replies and bounces handed over whole. */
import { describe, expect, test, vi } from 'vitest';
import { PASTED_LIMIT } from '../../electron/protocol/values/app/explain.ts';
import { explainPasted } from '../../electron/core/explain/pasted.ts';
import { ExplainState } from '../../renderer/features/explain/explain.svelte.ts';
import { readPastedFile } from '../../renderer/features/explain/pasted-file.ts';
import { linesAround, placeInText, readFacts } from '../../renderer/features/explain/reading.ts';
import { deliveryReport, isBounce } from '../../renderer/features/inbox/message/bounce.ts';
import { ShownSession } from '../../renderer/session/log.svelte.ts';
import { explainAsk } from '../../renderer/session/transcript/reply.ts';
import type { CallInput } from '../../electron/ipc/contract.ts';
import { authFailed, localCheck } from './fake/scenarios.ts';
import { openShell } from './fake/shell.ts';

type Asked = CallInput<'explain.text'>;

async function opened() {
  const asked: Asked[] = [];
  const { app } = await openShell({
    'explain.text': (input: Asked) => {
      asked.push(input);
      return explainPasted(input.text, input.context);
    },
  });
  return { app, asked, explain: new ExplainState(app) };
}
const done = (explain: ExplainState) => vi.waitFor(() => expect(explain.busy).toBe(false));

describe('what is typed', () => {
  test('is judged once it pauses, not key by key', async () => {
    const { asked, explain } = await opened();
    for (const text of ['5', '53', '535 5.7.8 Authentication failed']) explain.type(text);
    expect(explain.busy).toBe(true);
    await done(explain);
    expect(asked.map(({ text }) => text)).toEqual(['535 5.7.8 Authentication failed']);
    expect(explain.answer?.value.reading.code).toBe(535);
  });

  test('an answer to what stood there before is dropped', async () => {
    const waiting: (() => void)[] = [];
    const { app } = await openShell();
    const call = app.client.call.bind(app.client);
    app.client.call = async (name, input) => {
      const answer = await call(name, input);
      await new Promise<void>((resolve) => void waiting.push(resolve));
      return answer;
    };
    const explain = new ExplainState(app);
    explain.type('550 5.1.1 first');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    explain.type('421 4.3.2 second');
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    for (const resolve of waiting.reverse()) resolve();
    await done(explain);
    expect(explain.answer?.text).toBe('421 4.3.2 second');
  });

  test('what is too long is not sent; its end can be kept', async () => {
    const { asked, explain } = await opened();
    explain.type(`${'x'.repeat(PASTED_LIMIT)}\n550 5.1.1 no such user`);
    expect(explain.tooLong).toBe(23);
    expect(explain.busy).toBe(false);
    explain.keepEnd();
    await done(explain);
    expect(asked).toHaveLength(1);
    expect(explain.answer?.value.reading.code).toBe(550);
  });

  test('server, step and port go along; a port that is none does not', async () => {
    const { asked, explain } = await opened();
    explain.type('550 5.7.1 no');
    explain.setHost(' mx.example.org ');
    explain.setPhase('rcpt');
    explain.setPort('70000');
    await done(explain);
    expect(explain.portError).toMatch(/65535/);
    explain.setPort('25');
    await done(explain);
    expect(asked.map(({ context }) => context.port)).toEqual([null, 25]);
    expect(asked[1]?.context).toMatchObject({ host: 'mx.example.org', phase: 'rcpt' });
  });

  test('nothing is asked of an empty box', async () => {
    const { asked, explain } = await opened();
    explain.type('550 no');
    explain.clear();
    await done(explain);
    expect(asked).toEqual([]);
    expect(explain.answer).toBeNull();
  });
});

describe('a session that it came from', () => {
  const ask = {
    text: '550 no',
    context: { host: 'mx.example.org', port: 25, ehlo: ['mx.example.org'] },
    from: 'mx.example.org:25',
  };

  test('counts until it is left out, or the box is emptied', async () => {
    const { asked, explain } = await opened();
    explain.open(ask);
    await done(explain);
    explain.dropSession();
    await done(explain);
    expect(asked.map(({ context }) => context.ehlo)).toEqual([['mx.example.org'], undefined]);
    expect(asked[1]?.context.host).toBe('mx.example.org');
    explain.open(ask);
    explain.clear();
    expect([explain.host, explain.port, explain.session]).toEqual(['', '', null]);
  });
});

describe('a file', () => {
  test('a small one is taken whole, and nothing else than text', async () => {
    expect(await readPastedFile(new File(['550 no\n'], 'a.log'))).toEqual({
      text: '550 no\n',
      note: 'a.log, 7 octets.',
    });
    expect((await readPastedFile(new File(['a\0b'], 'a.log'))).text).toBeNull();
    expect((await readPastedFile(new File(['x'], 'a.png', { type: 'image/png' }))).note).toMatch(
      /\.log, \.txt or \.eml/,
    );
    expect((await readPastedFile(new File(['\n'], 'a.txt'))).note).toBe('a.txt is empty.');
  });

  test('of a large log the end, of a large message the beginning, in whole lines; and it is said', async () => {
    const many = 'line of a log\n'.repeat(100_000);
    const log = await readPastedFile(new File([many, '550 last\n'], 'mail.log'));
    expect(log.text?.startsWith('line of a log\n')).toBe(true);
    expect(log.text?.endsWith('550 last\n')).toBe(true);
    expect(log.text?.length).toBeLessThanOrEqual(PASTED_LIMIT);
    expect(log.note).toMatch(/^The last .* of mail\.log, which has /);
    const mail = await readPastedFile(new File(['Subject: first\n', many], 'bounce.eml'));
    expect(mail.text?.startsWith('Subject: first\n')).toBe(true);
    expect(mail.note).toMatch(/^The first /);
  });

  test('is explained, and the session before it no longer counts', async () => {
    const { asked, explain } = await opened();
    explain.open({ text: '550 no', context: { host: 'mx.example.org' }, from: 'mx.example.org' });
    await explain.take([new File(['535 5.7.8 no\n'], 'a.log'), new File(['x'], 'b.log')]);
    await done(explain);
    expect(asked.at(-1)).toMatchObject({ text: '535 5.7.8 no\n', context: { host: null } });
    expect(explain.note).toMatch(/other files were left out/);
  });
});

describe('how it was read', () => {
  const text = 'one\ntwo\n550-5.7.1 no \u202e<b>\n550 5.7.1 and no 2550\nfive\nsix\nseven';

  test('the lines around are numbered, those that decide marked with their codes; text stays text', () => {
    const { reading } = explainPasted(text, {});
    const lines = linesAround(text, reading);
    expect(lines.map(({ number, decides }) => [number, decides])).toEqual([
      [1, false],
      [2, false],
      [3, true],
      [4, true],
      [5, false],
      [6, false],
    ]);
    expect(lines[2]?.parts).toEqual([
      { text: '550', code: true },
      { text: '-', code: false },
      { text: '5.7.1', code: true },
      { text: ' no \\u202e<b>', code: false },
    ]);
    expect(lines[3]?.parts.at(-1)).toEqual({ text: ' and no 2550', code: false });
    const { start, end } = placeInText(text, reading.lines!);
    expect(text.slice(start, end)).toBe('550-5.7.1 no \u202e<b>\n550 5.7.1 and no 2550');
  });

  test('only what was read is named', () => {
    expect(readFacts(explainPasted('Connection refused', {}).reading)).toEqual([]);
    expect(
      readFacts(explainPasted('550 5.1.1 no', { host: 'a.example', phase: 'rcpt' }).reading).map(({ label }) => label),
    ).toEqual(['Reply code', 'Enhanced code', 'Step', 'Server']);
  });
});

describe('from a transcript', () => {
  test('a reply comes whole, with what was known when it came', () => {
    const log = new ShownSession();
    log.append(authFailed('smtp.office365.com'));
    const rows = [...log.transcript];
    const refused = rows.findIndex((row) => row.kind === 'line' && row.line.text.startsWith('535'));
    const ask = explainAsk(log.transcript, refused, log.facts);
    expect(ask?.text).toMatch(/^535 5\.7\.139 /);
    expect(ask?.context).toMatchObject({ phase: 'auth', host: 'smtp.office365.com', port: 587, protocol: 'smtp' });
    expect(ask?.context.ehlo?.length).toBeGreaterThan(1);
    expect(ask?.from).toBe('smtp.office365.com:587');
    const hello = rows.findIndex((row) => row.kind === 'line' && row.line.text.startsWith('250-') && !row.first);
    const whole = explainAsk(log.transcript, hello, log.facts);
    expect(whole?.text.split('\n').length).toBeGreaterThan(2);
    expect(whole?.text.split('\n').at(-1)).toMatch(/^250 /);
    expect(whole?.context.ehlo).toBeNull();
  });

  test('what we said is no reply', () => {
    const log = new ShownSession();
    log.append(localCheck('127.0.0.1', 2525));
    const sent = [...log.transcript].findIndex((row) => row.kind === 'line' && row.line.direction === 'sent');
    expect(explainAsk(log.transcript, sent, log.facts)).toBeNull();
    expect(explainAsk(log.transcript, -1, log.facts)).toBeNull();
  });
});

describe('a bounce', () => {
  const report =
    'Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; b@c.example\nDiagnostic-Code: smtp; 550 5.1.1 no\n such user';
  const source = (encoding: string, body: string): string =>
    [
      'Content-Type: multipart/report; boundary=b1',
      '',
      '--b1',
      '',
      'It was not delivered.',
      '--b1',
      ...(encoding === '' ? [] : [`Content-Transfer-Encoding: ${encoding}`]),
      'Content-Type: message/delivery-status',
      '',
      ...body.split('\n'),
      '--b1',
      'Content-Type: message/rfc822',
      '',
      'Subject: 421 not this',
      '--b1--',
    ].join('\r\n');

  test('is known by its type', () => {
    const type = (value: string) => [{ name: 'Content-Type', value }];
    expect(isBounce(type('multipart/report; report-type=delivery-status; boundary=x'))).toBe(true);
    expect(isBounce(type('multipart/report; boundary=x;\r\n report-type="delivery-status"'))).toBe(true);
    expect(isBounce(type('multipart/report; report-type=disposition-notification'))).toBe(false);
    expect(isBounce(type('text/plain'))).toBe(false);
  });

  test.each([
    ['', report],
    ['7bit', report],
    ['base64', btoa(report)],
    ['quoted-printable', report.replace('no\n', '=6E=\no\n')],
  ])('its report is found, encoded as "%s"', (encoding, body) => {
    expect(deliveryReport(source(encoding, body))).toBe(report);
  });

  test('nothing where nothing is', () => {
    expect(deliveryReport('Subject: x\r\n\r\ny')).toBeNull();
    expect(deliveryReport(source('base64', '***'))).toBeNull();
    expect(deliveryReport(source('x-own', report))).toBeNull();
    expect(deliveryReport('Content-Type: message/delivery-status')).toBeNull();
  });
});
