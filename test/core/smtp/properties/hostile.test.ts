/** Whatever a server says: the engine ends with an outcome of its own, with its whole story recorded, and leaves nothing open. */
import * as v from 'valibot';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startPuppet } from './puppet.ts';
import { type Run, runCheck, runSend } from '../../../harness/client-run.ts';
import { OutcomeSchema } from '../../../../electron/protocol/values/session/outcome.ts';
import { SessionEventSchema } from '../../../../electron/protocol/values/session/event.ts';
import { LmtpClient, SmtpClient } from '../../../../electron/core/smtp/client/client.ts';
import { SmtpException } from '../../../../electron/core/smtp/client/errors.ts';
import { expectNoMoreThan, openKinds } from './resources.ts';
import { hostileBytes } from '../../wire/support.ts';
import { makeCertificates, testCertificate } from '../../../harness/certificates.ts';
import { rounds } from '../../../harness/seeds.ts';

beforeAll(makeCertificates);

/** Each limit, so that a server which says half a line is waited for no longer. */
const limit = 60;
const timeouts = { greeting: limit, reply: limit, finalDot: limit, bodyIdle: limit, quit: limit };
/** Far beyond all limits together: a guard against hanging, not a measure. */
const GUARD = 15_000;

const code = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('220', '250', '354', '235', '334', '421', '450', '550', '221') },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9999 }).map(String) },
);
const proper = fc
  .tuple(code, fc.array(fc.stringMatching(/^[ -~]{0,20}$/), { minLength: 1, maxLength: 4 }))
  .map(([digits, lines]) =>
    lines.map((line, at) => `${digits}${at === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join(''),
  );
const ehlo = fc
  .subarray([
    'PIPELINING',
    'SIZE 100',
    'CHUNKING',
    '8BITMIME',
    'AUTH PLAIN LOGIN CRAM-MD5',
    'SMTPUTF8',
    'SIZE x y',
    'AUTH=LOGIN',
    'DSN',
  ])
  .map((words) => ['mx.test', ...words].map((word, at) => `250${at === words.length ? ' ' : '-'}${word}\r\n`).join(''));
/** Mostly what a server would say at that place, so that the dialogue comes far; then anything. */
const saying = (usual: string) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    { weight: 3, arbitrary: proper },
    { weight: 1, arbitrary: fc.tuple(proper, proper).map((two) => two.join('')) },
    { weight: 1, arbitrary: hostileBytes.map((octets) => octets.toString('latin1')) },
    { weight: 1, arbitrary: proper.map((text) => text.slice(0, -1)) },
  );

const pieces = (text: string, cuts: readonly number[]): Answer => {
  const octets = Buffer.from(text, 'latin1');
  const parts: Buffer[] = [];
  let at = 0;
  for (const cut of cuts) {
    parts.push(octets.subarray(at, at + cut));
    at += cut;
  }
  return [...parts, octets.subarray(at)].filter((part) => part.length > 0);
};
const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 });

const dialogue = fc
  .tuple(
    saying('220 mx.test\r\n'),
    fc.oneof({ weight: 6, arbitrary: ehlo }, { weight: 1, arbitrary: saying('250 mx.test\r\n') }),
    fc.array(saying('250 ok\r\n'), { maxLength: 2 }),
    saying('354 go\r\n'),
    fc.array(saying('250 ok\r\n'), { maxLength: 6 }),
    fc.array(cuts, { minLength: 12, maxLength: 12 }),
  )
  .map(([greeting, hello, envelope, data, rest, cutting]) =>
    [greeting, hello, ...envelope, data, ...rest].map((text, at) => pieces(text, cutting[at] ?? [])),
  );

const offersTls = '250-mx.test\r\n250-STARTTLS\r\n250 SIZE\r\n';
const insideTls = '250-mx.test\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n';
const dialogueWithTls = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('220 go\r\n') },
      { weight: 1, arbitrary: hostileBytes.map((octets) => `220 go\r\n${octets.toString('latin1')}`) },
      { weight: 1, arbitrary: saying('220 go\r\n') },
    ),
    saying(insideTls),
    saying('235 ok\r\n'),
    fc.array(saying('250 ok\r\n'), { maxLength: 3 }),
    saying('354 go\r\n'),
    fc.array(saying('250 ok\r\n'), { maxLength: 5 }),
    fc.array(cuts, { minLength: 14, maxLength: 14 }),
  )
  .map(([starttls, hello, login, envelope, data, rest, cutting]) =>
    ['220 mx.test\r\n', offersTls, starttls, hello, login, ...envelope, data, ...rest].map((text, at) =>
      pieces(text, cutting[at] ?? []),
    ),
  );

/** Numbered without a gap, from its beginning to its end, every phase that began has ended, and each event as its schema says. */
function expectWholeStory({ events, error }: Run): void {
  expect(events[0]?.type).toBe('session-begin');
  expect(events.at(-1)?.type).toBe('session-end');
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  const open: string[] = [];
  for (const event of events) {
    v.assert(SessionEventSchema, event);
    if (event.type === 'phase-begin') open.push(event.phase);
    if (event.type === 'phase-end') expect(open.pop()).toBe(event.phase);
  }
  if (error !== null) v.assert(OutcomeSchema, error);
}

async function guarded<T>(work: Promise<T>): Promise<T> {
  let guard: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    guard = setTimeout(() => reject(new Error('hangs')), GUARD);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(guard);
  }
}

describe('no dialogue makes the engine throw, hang, or leave anything open', () => {
  it('send and check', { timeout: 60_000 }, async () => {
    const before = openKinds();
    const property = fc.asyncProperty(
      dialogue,
      fc.constantFrom('smtp', 'lmtp'),
      fc.boolean(),
      fc.boolean(),
      async (answers, protocol, closes, checking) => {
        const server = await startPuppet(answers, closes);
        const connection = {
          target: `127.0.0.1:${server.port}`,
          security: 'none' as const,
          protocol,
          timeouts,
        };
        const auth = { user: 'user', password: 's3cr3tpass', allowClear: true };
        const run = await guarded(
          checking
            ? runCheck({ connection, auth, envelope: {} })
            : runSend({ connection, envelope: { to: ['b@y.test', 'c@y.test'] } }),
        );
        await server.close();
        expectWholeStory(run);
        expect(run.text).not.toContain('s3cr3tpass');
      },
    );
    await fc.assert(property, { numRuns: rounds(80) });
    await expectNoMoreThan(before);
  });

  it('send, check and the library, through STARTTLS', { timeout: 60_000 }, async () => {
    const before = openKinds();
    const certificate = testCertificate('valid');
    let encrypted = 0;
    const property = fc.asyncProperty(
      dialogueWithTls,
      fc.constantFrom('check', 'send', 'library'),
      fc.boolean(),
      async (answers, kind, closes) => {
        const server = await startPuppet(answers, closes, certificate);
        const given = { insecure: true, timeouts: { ...timeouts, tls: 2_000 } };
        if (kind === 'library') {
          const client = new SmtpClient({ localHostname: 'client.test', ...given });
          const calls: readonly (() => Promise<unknown>)[] = [
            () => client.open('127.0.0.1', server.port),
            () => client.starttls(),
            () => client.login('user', 's3cr3tpass'),
            () => client.sendmail('a@x.test', ['b@y.test'], 'Subject: t\r\n\r\nhello\r\n'),
            () => client.quit(),
          ];
          for (const call of calls)
            await guarded(call()).catch((error: unknown) => expect(error).toBeInstanceOf(SmtpException));
          await client.close();
        } else {
          const connection = { target: `127.0.0.1:${server.port}`, security: 'starttls' as const, ...given };
          const auth = { user: 'user', password: 's3cr3tpass' };
          const run = await guarded(
            kind === 'check' ? runCheck({ connection, auth, envelope: {} }) : runSend({ connection, auth }),
          );
          expectWholeStory(run);
          expect(run.text).not.toContain('s3cr3tpass');
          if (run.of('tls').length > 0) encrypted += 1;
          // Not one command in clear after a 220.
          const accepted = run.of('reply').find(({ command, reply }) => command === 'STARTTLS' && reply.code === 220);
          const later = run
            .of('line')
            .filter(({ seq, direction }) => direction === 'sent' && seq > (accepted?.seq ?? Infinity));
          expect(later.filter((line) => !line.encrypted)).toEqual([]);
        }
        await server.close();
      },
    );
    await fc.assert(property, { numRuns: rounds(60) });
    expect(encrypted).toBeGreaterThan(5);
    await expectNoMoreThan(before);
  });

  it('the library', { timeout: 60_000 }, async () => {
    const before = openKinds();
    const property = fc.asyncProperty(dialogue, fc.boolean(), fc.boolean(), async (answers, lmtp, closes) => {
      const server = await startPuppet(answers, closes);
      const client = new (lmtp ? LmtpClient : SmtpClient)({ localHostname: 'client.test', timeouts });
      const calls: readonly (() => Promise<unknown>)[] = [
        () => client.open('127.0.0.1', server.port),
        () => client.ehlo(),
        () => client.sendmail('a@x.test', ['b@y.test', 'c@y.test'], 'Subject: t\r\n\r\nhello\r\n'),
        () => client.mail('a@x.test'),
        () => client.rcpt('b@y.test'),
        () => client.data('x'),
        () => client.auth('X', () => 'response'),
        () => client.quit(),
      ];
      for (const call of calls) {
        try {
          await guarded(call());
        } catch (error) {
          // Of nothing a peer does is there any other kind.
          expect(error).toBeInstanceOf(SmtpException);
        }
      }
      await client.close();
      await server.close();
    });
    await fc.assert(property, { numRuns: rounds(50) });
    await expectNoMoreThan(before);
  });
});
