/** The same address twice in an envelope: each RCPT keeps its reply by its place, and sums count the address once. SMTP and LMTP. */
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../../electron/core/report/outline/outline.ts';
import { startTcpPeer, type TcpPeer } from '../../../harness/peers/tcp-peer.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';
import { foldReport } from '../../report/fold-report.ts';
import { verdictText } from '../../../../electron/texts/outcomes/verdict.ts';

/** `rcpt`: answers in the order of the RCPTs; `final`: with LMTP one for each that was taken, else the first. */
function startMail(rcpt: readonly string[], final: readonly string[], lmtp = false): Promise<TcpPeer> {
  return startTcpPeer((socket) => {
    socket.write('220 mx.test\r\n');
    let [nth, taken, text, rest] = [0, 0, false, ''];
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk;
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (text) {
          if (line !== '.') continue;
          text = false;
          const answers = lmtp ? final.slice(0, taken) : final.slice(0, 1);
          socket.write(answers.map((one) => `${one}\r\n`).join(''));
        } else if (line.startsWith('RCPT')) {
          const answer = rcpt[nth] ?? '250 ok';
          nth += 1;
          if (answer.startsWith('250')) taken += 1;
          socket.write(`${answer}\r\n`);
        } else if (line === 'DATA') {
          text = taken > 0;
          socket.write(text ? '354 go\r\n' : '503 no recipients\r\n');
        } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
}

const LATER = '450 4.2.0 Greylisted, come back';
const UNKNOWN = '550 5.1.1 no such user';
const FULL = '452 4.2.2 mailbox full';

async function run(flow: typeof runCheck, to: string[], rcpt: string[], final: string[] = ['250 ok'], lmtp = false) {
  const server = await startMail(rcpt, final, lmtp);
  const result = await flow({
    connection: { target: `127.0.0.1:${server.port}`, security: 'none', ...(lmtp ? { protocol: 'lmtp' } : {}) },
    envelope: { from: 'a@x.test', to },
  });
  await server.close();
  const report = foldReport(flow === runCheck ? 'check' : 'send', result.events);
  const paragraphs = outlineOf(report).paragraphs.map((cells) => cells.map(({ text }) => text).join(''));
  return { ...result, report, verdict: verdictText(report), paragraphs };
}

const twice = ['b@y.test', 'b@Y.test', 'c@y.test'];

describe('the same address twice', () => {
  it('keeps a row and a reply for each, and is one recipient that got the message', async () => {
    const sent = await run(runSend, twice, [LATER, '250 ok', '250 ok']);
    expect(
      sent.report.recipients.map(({ index, reply, delivery, sameAs }) => [index, reply?.code, delivery, sameAs]),
    ).toEqual([
      [0, 450, 'no', undefined],
      [1, 250, 'yes', 0],
      [2, 250, 'yes', undefined],
    ]);
    expect(sent.report).toMatchObject({ delivery: 'some', error: null });
    expect(sent.verdict).toContain('took the message for 2 recipients; an address given twice was refused once');
    expect(sent.paragraphs).toEqual([]);
  });

  it('is counted once where some were refused', async () => {
    const sent = await run(runSend, twice, [LATER, '250 ok', UNKNOWN]);
    expect(sent.report.delivery).toBe('some');
    expect(sent.verdict).toContain('for 1 of 2 recipients');
    const asked = await run(runCheck, twice, [LATER, LATER, '250 ok']);
    expect(asked.verdict).toContain('it refuses 1 of 2 recipients');
  });

  it('has an answer of its own each in LMTP', async () => {
    const sent = await run(runSend, ['b@y.test', 'b@y.test', 'c@y.test'], [], [FULL, '250 ok', UNKNOWN], true);
    expect(sent.report.recipients.map(({ final, delivery, sameAs }) => [final?.code, delivery, sameAs])).toEqual([
      [452, 'no', undefined],
      [250, 'yes', 0],
      [550, 'no', undefined],
    ]);
    expect(sent.verdict).toContain('for 1 of 2 recipients');
    // RCPT refused in between: the answers still belong to those that were taken.
    const between = await run(
      runSend,
      ['b@y.test', 'b@y.test', 'b@y.test'],
      ['250 ok', LATER, '250 ok'],
      ['250 a', FULL],
      true,
    );
    expect(between.report.recipients.map(({ final }) => final?.code ?? null)).toEqual([250, null, 452]);
    expect(between.verdict).toContain('took the message for <b@y.test>; an address given twice was refused once');
  });

  it('and refused each time is one refusal', async () => {
    const sent = await run(runSend, ['b@y.test', 'b@y.test'], [UNKNOWN, UNKNOWN]);
    expect(sent.report.error?.message).toContain('refused the recipient <b@y.test> with');
    expect(sent.report.error?.remedy).toContain('check the spelling');
  });
});

describe('refusals for different reasons', () => {
  it('have each its own advice where all are refused', async () => {
    const { report } = await run(runSend, ['a@y.test', 'b@y.test', 'c@y.test'], [LATER, UNKNOWN, FULL]);
    expect(report.error?.remedy).toMatch(/^For <a@y\.test>: Greylisting/);
    expect(report.error?.remedy).toContain('For <b@y.test>: No such mailbox');
    expect(report.error?.remedy).toContain('For <c@y.test>: The mailbox is full');
  });

  it('have advice where some are refused, and share it where it is the same', async () => {
    const sent = await run(
      runSend,
      ['a@y.test', 'b@y.test', 'c@y.test', 'd@y.test'],
      ['250 ok', UNKNOWN, FULL, UNKNOWN],
    );
    expect(sent.error).toBeNull();
    expect(sent.paragraphs.join('\n')).toContain('For <b@y.test> and <d@y.test>: No such mailbox');
    expect(sent.paragraphs.join('\n')).toContain('For <c@y.test>: The mailbox is full');
    const one = await run(runSend, ['a@y.test', 'b@y.test'], ['250 ok', LATER]);
    expect(one.paragraphs[1]).toMatch(/^What to do: Greylisting/);
  });
});
