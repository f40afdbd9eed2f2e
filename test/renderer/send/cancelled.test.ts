/** A send test that is cancelled in each of its phases: what the window says of the delivery is what the peer can know, and no socket stays. */
import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { ReportFold } from '../../../electron/core/report/fold.ts';
import { generatedSource } from '../../../electron/core/smtp/plan/message-source.ts';
import { verdictOf, type VerdictKind } from '../../../electron/protocol/fold/verdict.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { verdictText } from '../../../electron/texts/outcomes/verdict.ts';
import { recipientVerdict } from '../../../renderer/session/recipients/recipient-words.ts';
import { expectNoMoreThan, openKinds } from '../../core/smtp/properties/resources.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { runSend, type RunOptions } from '../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';

beforeAll(makeCertificates);

type Watch = (event: SessionEvent) => boolean;

interface Case {
  /** What the peer does; then it says nothing any more. */
  readonly script: readonly ScriptStep[];
  /** The event at which the user presses Cancel. */
  readonly at: Watch;
  readonly run?: Partial<RunOptions>;
  readonly phase: string;
  readonly kind: VerdictKind;
  readonly delivery: 'none' | 'some' | 'unknown';
  /** Beside each recipient. */
  readonly words: readonly string[];
}

const silence: ScriptStep = { sleep: 30_000 };
const greeting: ScriptStep[] = [{ send: '220 mx.test\r\n' }];
const hello = (...keywords: string[]): ScriptStep[] => [
  ...greeting,
  { expect: '^(EHLO|LHLO)' },
  {
    send: ['mx.test', ...keywords].map((line, at, all) => `250${at + 1 < all.length ? '-' : ' '}${line}\r\n`).join(''),
  },
];
const answered = (before: readonly ScriptStep[], verb: string, reply = '250 ok\r\n'): ScriptStep[] => [
  ...before,
  { expect: `^${verb}` },
  { send: reply },
];
const rcpt = answered(answered(hello(), 'MAIL'), 'RCPT');
const data = answered(rcpt, 'DATA', '354 go\r\n');
const twoOverLmtp = answered(answered(answered(answered(hello(), 'MAIL'), 'RCPT'), 'RCPT'), 'DATA', '354 go\r\n');
const chunking = answered(answered(hello('CHUNKING'), 'MAIL'), 'RCPT');

const begins =
  (phase: string): Watch =>
  (event) =>
    event.type === 'phase-begin' && event.phase === phase;
const sent =
  (line: RegExp): Watch =>
  (event) =>
    event.type === 'line' && event.direction === 'sent' && line.test(event.text);
const large = { message: generatedSource(64_000_000) };
const stopped = { kind: 'stopped', delivery: 'none' } as const;
const login = { auth: { user: 'ann', password: 'secret', allowClear: true } };
const chunked = { envelope: { chunking: 65_536 } };
const two = { envelope: { to: ['ann@rcpt.test', 'ben@rcpt.test'] } };

const cases: Readonly<Record<string, Case>> = {
  connecting: { script: [silence], at: begins('connect'), phase: 'connect', ...stopped, words: [] },
  greeting: { script: [silence], at: begins('greeting'), phase: 'greeting', ...stopped, words: [] },
  EHLO: { script: [...greeting, silence], at: sent(/^EHLO/), phase: 'ehlo', ...stopped, words: [] },
  STARTTLS: {
    script: [...hello('STARTTLS'), silence],
    at: sent(/^STARTTLS/),
    run: { connection: { target: '', security: 'starttls' } },
    phase: 'starttls',
    ...stopped,
    words: [],
  },
  'the handshake': {
    script: [...answered(hello('STARTTLS'), 'STARTTLS', '220 go\r\n'), silence],
    at: begins('tls'),
    run: { connection: { target: '', security: 'starttls' } },
    phase: 'tls',
    ...stopped,
    words: [],
  },
  AUTH: {
    script: [...hello('AUTH PLAIN'), silence],
    at: sent(/^AUTH/),
    run: login,
    phase: 'auth',
    ...stopped,
    words: [],
  },
  MAIL: { script: [...hello(), silence], at: sent(/^MAIL/), phase: 'mail', ...stopped, words: [] },
  RCPT: {
    script: [...answered(hello(), 'MAIL'), silence],
    at: sent(/^RCPT/),
    phase: 'rcpt',
    ...stopped,
    words: ['not answered'],
  },
  'the second RCPT': {
    script: [...answered(answered(hello(), 'MAIL'), 'RCPT'), silence],
    at: sent(/^RCPT TO:<ben/),
    run: two,
    phase: 'rcpt',
    ...stopped,
    words: ['RCPT ok', 'not answered'],
  },
  DATA: { script: [...rcpt, silence], at: sent(/^DATA/), phase: 'data', ...stopped, words: ['RCPT ok'] },
  'the body': {
    script: [...data, silence],
    at: (event) => event.type === 'body-progress' && event.octets > 0,
    run: large,
    phase: 'data',
    ...stopped,
    words: ['RCPT ok'],
  },
  'a chunk': {
    script: [...chunking, silence],
    at: sent(/^BDAT/),
    run: { ...large, ...chunked },
    phase: 'data',
    ...stopped,
    words: ['RCPT ok'],
  },
  'after the final dot': {
    script: [...data, { data: true }, silence],
    at: (event) => event.type === 'body-end',
    phase: 'data',
    kind: 'unknown',
    delivery: 'unknown',
    words: ['unknown'],
  },
  'after the last chunk': {
    script: [...chunking, silence],
    at: (event) => event.type === 'body-end',
    run: chunked,
    phase: 'data',
    kind: 'unknown',
    delivery: 'unknown',
    words: ['unknown'],
  },
  'LMTP, one of two answered': {
    script: [...twoOverLmtp, { data: true }, { send: '250 2.0.0 first\r\n' }, silence],
    at: (event) => event.type === 'reply' && event.reply.lines.join().includes('first'),
    run: { connection: { target: '', protocol: 'lmtp' }, ...two },
    phase: 'data',
    kind: 'unknown',
    delivery: 'unknown',
    words: ['accepted', 'unknown'],
  },
};

test.each(Object.entries(cases))('%s', async (_name, wanted) => {
  const before = openKinds();
  const peer = await startScripted(wanted.script);
  const fold = new ReportFold('send');
  const { connection, ...rest } = wanted.run ?? {};
  let pressed = false;
  const run = await runSend({
    ...rest,
    connection: { security: 'none', ...connection, target: `127.0.0.1:${peer.port}` },
    watch(event, cancel) {
      fold.push(event);
      if (pressed || !wanted.at(event)) return;
      pressed = true;
      // As a press comes: not within the event.
      void turn().then(cancel);
    },
  });
  const report = await fold.report({ transcript: true, error: run.error, delivery: run.delivery });
  await peer.close();
  expect(pressed).toBe(true);
  expect(run.error).toMatchObject({ code: 'cancelled', phase: wanted.phase });
  const shown = report.recipients.map((result) => recipientVerdict(result, false).word);
  expect({ kind: verdictOf(report).kind, delivery: report.delivery, words: shown }).toEqual({
    kind: wanted.kind,
    delivery: wanted.delivery,
    words: wanted.words,
  });
  // Never a word of a delivery that nobody knows of, nor a doubt where there is none.
  expect(verdictText(report).includes('unknown')).toBe(wanted.delivery === 'unknown');
  expect(peer.recorded.data.length > 0).toBe(wanted.script.some(({ data: whole }) => whole === true));
  await expectNoMoreThan(before);
});
