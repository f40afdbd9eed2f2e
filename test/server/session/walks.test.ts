/**
 * Random walks through real sessions: any commands in any order and in any pieces, over SMTP and LMTP, with and without a script. No
 * transition of the session's state is ever illegal, nothing of ours fails, and every session ends.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discardingSpool } from '../../../electron/storage/spool/memory-spool.ts';
import type { MessageHandler } from '../../../electron/core/server/handlers/types.ts';
import type { Rule, Step } from '../../../electron/protocol/values/server/script.ts';
import { startFixture, USER, type FixtureOptions } from '../fixture.ts';
import { rounds } from '../../harness/seeds.ts';

const plain = Buffer.from(`\0${USER.user}\0${USER.password}`).toString('base64');

const line = fc.constantFrom(
  ...[
    'EHLO c',
    'HELO c',
    'LHLO c',
    'EHLO',
    'NOOP',
    'RSET',
    'HELP',
    'VRFY a',
    'ETRN x.example',
    'EXPN l',
    'UNKNOWN',
    '',
  ],
  ...['MAIL FROM:<a@s.example>', 'MAIL FROM:<>', 'MAIL FROM:<a@s.example> BODY=BINARYMIME', 'MAIL', 'MAIL FROM:<a b>'],
  ...['RCPT TO:<b@r.example>', 'RCPT TO:<c@r.example>', 'RCPT TO:<bad', 'RCPT TO:<551@error.test>', 'STARTTLS'],
  ...[
    'DATA',
    'DATA',
    'Subject: x',
    '.',
    '..',
    'text\nbare',
    'BDAT 5\r\nabcde',
    'BDAT 3 LAST\r\nabc',
    'BDAT 0',
    'BDAT 0 LAST',
  ],
  ...['BDAT x', `AUTH PLAIN ${plain}`, 'AUTH PLAIN', 'AUTH LOGIN', 'AUTH NOTHING', plain, '*', 'dGVzdA==', 'QUIT x'],
  ...['XCLIENT LOGIN=ann', 'XCLIENT ADDR=192.0.2.7 PORT=7', 'XCLIENT X=y', 'x'.repeat(3_000), 'GET / HTTP/1.1'],
);

/** What is often said, so that walks come far. */
const usual = fc.constantFrom(
  ['EHLO c', 'MAIL FROM:<a@s.example>', 'RCPT TO:<b@r.example>'],
  ['LHLO c', 'MAIL FROM:<a@s.example>', 'RCPT TO:<b@r.example>', 'RCPT TO:<full@r.example>'],
  ['DATA', 'Subject: x', '', 'text', '.'],
  ['EHLO c', `AUTH PLAIN ${plain}`],
);
const lines = fc
  .array(fc.oneof({ weight: 3, arbitrary: line.map((one) => [one]) }, { weight: 2, arbitrary: usual }), {
    maxLength: 14,
  })
  .map((parts) => parts.flat());

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    { do: 'close' },
    { do: 'reset' },
    { do: 'stall' },
    { do: 'bare-lf' },
    { do: 'delay', ms: 1 },
    { do: 'drip', ms: 0 },
    { do: 'split', at: 3, ms: 1 },
    { do: 'recipients', results: [{ address: 'full*', code: 552, enhancedCode: '5.2.2', lines: ['Full'] }] },
  ),
  fc
    .constantFrom(220, 250, 354, 421, 451, 550)
    .map((code): Step => ({ do: 'reply', code, enhancedCode: null, lines: ['s'] })),
);
const moment = fc.constantFrom(
  ...[
    'CONNECT',
    'BODY',
    'END',
    'ANY',
    'EHLO',
    'LHLO',
    'MAIL',
    'RCPT',
    'DATA',
    'BDAT',
    'AUTH',
    'RSET',
    'STARTTLS',
    'QUIT',
  ],
);
const rule: fc.Arbitrary<Rule> = fc
  .tuple(moment, fc.array(step, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 0, 1))
  .map(([command, steps, after]) => ({
    match: { command, count: 'session', ...(after === 0 ? {} : { after }) },
    steps,
  }));
const rules = fc.oneof(fc.constant<Rule[]>([]), fc.array(rule, { minLength: 1, maxLength: 3 }));

const endings = fc.constantFrom('reset', 'half-close', 'half-close');

/** Where the text is cut. */
const cuts = fc.array(fc.nat(2_000), { maxLength: 4 });

/** At work while the client goes away. */
const SLOW: MessageHandler = {
  name: 'slow',
  handle: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve, { reply: null, message: null }))),
};

const OPTIONS: FixtureOptions = {
  auth: { enabled: true, allowClear: true },
  config: { xclient: true, maxMessageBytes: 1_000 },
  // A client that has closed its side before the handshake is waited for.
  limits: { lingerMs: 500, tlsMs: 200 },
  overrides: { spool: discardingSpool(), handler: SLOW },
};

test.each(['smtp', 'lmtp'] as const)('%s', { timeout: 120_000 }, async (protocol) => {
  const fixture = await startFixture({ ...OPTIONS, listener: { protocol, security: 'starttls' } });
  const { config } = fixture.states[0] ?? {};
  if (config === undefined) throw new Error('no listener');
  const server = { hostname: 'mail.test', listeners: [config], smtputf8: true, ...OPTIONS.config };
  const auth = { enabled: true, acceptAny: false, required: false, allowClear: true, mechanisms: ['PLAIN', 'LOGIN'] };
  await fc.assert(
    fc.asyncProperty(lines, rules, cuts, fc.boolean(), endings, async (said, scripted, at, quits, ending) => {
      const script = { schema: 1, name: 'walk', description: '', rules: scripted } as const;
      await fixture.server.configure({
        maxMessageBytes: 1_000,
        ...server,
        auth,
        ...(scripted.length > 0 ? { script } : {}),
      });
      const peer = await fixture.connect();
      const text = `${[...said, ...(quits ? ['.', 'QUIT'] : [])].join('\r\n')}\r\n`;
      const edges = [0, ...at.map((cut) => cut % text.length).sort((a, b) => a - b), text.length];
      for (const [index, edge] of edges.entries()) {
        if (index === 0) continue;
        await peer.send(text.slice(edges[index - 1], edge));
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (ending === 'reset') peer.reset();
      else peer.halfClose();
      await peer.untilClosed();
      expect(fixture.observed.failures).toEqual([]);
    }),
    { numRuns: rounds(250), endOnFailure: true },
  );
  await fixture.server.stop();
  expect(fixture.observed.failures).toEqual([]);
  const sessions = [...fixture.observed.sessions.values()];
  expect(sessions.every(({ endedAt, endReason }) => endedAt !== null && endReason !== 'failed')).toBe(true);
});
