/** What the client writes the server reads as it was meant, and the other way round, for whatever fits the grammar. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientSession } from '../../../../electron/core/smtp/session.ts';
import { LineReader } from '../../../../electron/core/wire/line-reader.ts';
import { ReplyParser } from '../../../../electron/core/wire/reply.ts';
import { SessionRecorder } from '../../../../electron/core/recording/recorder.ts';
import { decodeXtext } from '../../../../electron/core/wire/xtext.ts';
import { encodeReply, makeReply } from '../../../../electron/core/server/commands/replies.ts';
import { featuresOf } from '../../../../electron/core/smtp/client/features.ts';
import { findCapability, parseEhlo } from '../../../../electron/core/wire/ehlo.ts';
import { mailCommand, rcptCommands } from '../../../../electron/core/smtp/transaction/transaction.ts';
import { parseCommandLine } from '../../../../electron/core/wire/command.ts';
import { parsePathArgument } from '../../../../electron/core/wire/path-argument.ts';
import { planConnection, planEnvelope } from '../../../../electron/core/smtp/plan/arguments.ts';
import { systemClock } from '../../../../electron/core/recording/clock.ts';
import { inSizes, sizes } from '../../wire/support.ts';

const atom = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}$/);
const quoted = fc.stringMatching(/^[ !#-Z^-~]{1,20}$/).map((text) => `"${text}"`);
// An A-label is one only when it decodes (RFC 5890 section 2.3.2.1), which random ones hardly ever do; those are refused.
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/).filter((text) => !text.startsWith('xn--'));
const domain = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
  fc.constantFrom('[192.0.2.1]', '[IPv6:2001:db8::1]'),
);
const mailbox = fc.tuple(fc.oneof(atom, quoted), domain).map(([local, name]) => `${local}@${name}`);
const text = fc.stringMatching(/^[ -~]{0,60}$/);

const parsed = (line: string) => {
  const content = Buffer.from(line);
  return parseCommandLine({ content, latin: content.toString('latin1') });
};

function sessionOffering(keywords: readonly string[]): ClientSession {
  const plan = planConnection({ target: 'mx.test' });
  if (!plan.ok) throw new Error('no plan');
  const recorder = new SessionRecorder(() => undefined, systemClock);
  const { signal } = new AbortController();
  const session = new ClientSession(plan.value, recorder, { emit: () => undefined, signal, clock: systemClock });
  session.ehlo = parseEhlo('EHLO', { lines: ['mx.test', ...keywords] });
  return session;
}

describe('round trips', () => {
  it('MAIL and RCPT: address and parameters', () => {
    const session = sessionOffering(['SIZE', '8BITMIME', 'DSN']);
    fc.assert(
      fc.property(
        mailbox,
        fc.array(mailbox, { minLength: 1, maxLength: 3 }),
        fc.stringMatching(/^[ -~]{1,30}$/),
        fc.nat(),
        (from, to, envid, size) => {
          const envelope = planEnvelope(
            { from, to, statedSize: size, body: '8bitmime', dsn: { envid, notify: ['success', 'delay'] } },
            'smtp',
          );
          if (!envelope.ok) throw new Error(JSON.stringify(envelope.error));
          const mail = parsed(mailCommand(session, envelope.value, null));
          expect(mail.verb).toBe('MAIL');
          const path = parsePathArgument(mail.args.slice('FROM:'.length));
          if (!path.ok) throw new Error(path.reason);
          expect(path.value.mailbox?.text.toLowerCase()).toBe(from.toLowerCase());
          const params = new Map(path.value.params.map(({ keyword, value }) => [keyword, value]));
          expect([params.get('SIZE'), params.get('BODY')]).toEqual([String(size), '8BITMIME']);
          expect(decodeXtext(params.get('ENVID') ?? '')).toEqual({ ok: true, value: envid });
          const recipients = rcptCommands(session, envelope.value).map((line) => {
            const read = parsePathArgument(parsed(line).args.slice('TO:'.length));
            return read.ok ? [read.value.mailbox?.text.toLowerCase(), read.value.params] : read.reason;
          });
          const asked = [{ keyword: 'NOTIFY', value: 'SUCCESS,DELAY' }];
          expect(recipients).toEqual(to.map((address) => [address.toLowerCase(), asked]));
        },
      ),
    );
  });

  it('replies, in whatever pieces they come', () => {
    const enhanced = fc.option(fc.constantFrom('2.1.5', '4.7.0', '5.7.26'));
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 559 }),
        enhanced,
        fc.array(text, { minLength: 1, maxLength: 6 }),
        sizes,
        (code, status, lines, cuts) => {
          const plain = lines.map((line) => (status === null ? `.${line}` : line));
          const { reply } = encodeReply(makeReply(code, status, ...plain));
          const reader = new LineReader({ maxLine: 8_192, lineEnd: 'lenient' });
          const parser = new ReplyParser();
          const replies = [];
          for (const chunk of inSizes(Buffer.from(reply.raw), cuts)) {
            reader.push(chunk);
            for (let line = reader.next(); line !== null; line = reader.next()) {
              const whole = parser.push(line);
              if (whole !== null) replies.push(whole);
            }
          }
          expect(replies.map(({ code: read, lines: said }) => ({ code: read, said }))).toEqual([
            { code, said: [...reply.lines] },
          ]);
          expect(Buffer.from(replies[0]?.raw ?? [])).toEqual(Buffer.from(reply.raw));
        },
      ),
    );
  });

  it('what EHLO offers', () => {
    const keyword = fc.stringMatching(/^[A-Z][A-Z0-9-]{0,12}$/).filter((word) => word !== 'AUTH');
    const offer = fc.tuple(keyword, fc.array(fc.stringMatching(/^[!-~]{1,8}$/), { maxLength: 4 }));
    fc.assert(
      fc.property(fc.uniqueArray(offer, { selector: ([word]) => word, maxLength: 12 }), (offered) => {
        const ehlo = parseEhlo('EHLO', {
          lines: ['mx.test', ...offered.map(([word, params]) => [word, ...params].join(' '))],
        });
        for (const [word, params] of offered) {
          expect(findCapability(ehlo, word.toLowerCase())?.params).toEqual(params);
          expect(featuresOf(ehlo).get(word.toLowerCase())).toBe(params.join(' '));
        }
        expect(featuresOf(ehlo).size).toBe(offered.length);
      }),
    );
  });
});
