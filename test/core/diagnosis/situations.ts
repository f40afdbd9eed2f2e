/** Sessions made up of every kind of step, login, encryption and reply, for tests of what is said of them. */
import fc from 'fast-check';
import { foldReport } from '../report/fold-report.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Outcome } from '../../../electron/protocol/values/session/outcome.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { readCollection } from '../../replies/rows.ts';
import { begin, end, inPhase, line, reply, stamped } from '../report/sample.ts';

export interface Situation {
  readonly phase: 'greeting' | 'auth' | 'mail' | 'rcpt' | 'data';
  readonly said: string;
  readonly login: 'none' | 'PLAIN' | 'XOAUTH2';
  readonly port: number;
  readonly security: 'none' | 'starttls' | 'tls';
}

export const known = readCollection('test/fixtures/replies')
  .rows.map(({ text }) => text.split('\n')[0] ?? '')
  .filter((text) => /^[45]\d\d[ -]/.test(text));
const words = [
  'authentication required',
  'not logged in',
  'please log in first',
  'STARTTLS required',
  'must issue a STARTTLS command first',
  'encryption required',
  'relay access denied',
  'relaying not permitted',
  'invalid password',
  'credentials refused',
  'temporarily unavailable',
  'try again later',
  'permanent failure',
  'no such user',
  'mailbox full',
  'blocked using zen.example.org',
  'spam',
  'too many connections',
  'bare LF',
  'line too long',
  'message too large',
  'sender not owned by login',
  'access denied',
  'your IP is not allowed',
  'reverse DNS missing',
];
const enhanced = ['', '5.7.0 ', '5.7.1 ', '4.7.0 ', '5.1.1 ', '5.2.2 ', '5.3.4 ', '5.5.1 ', '5.7.8 ', '4.3.0 '];
const made = fc
  .tuple(
    fc.constantFrom(421, 450, 451, 452, 454, 500, 501, 502, 503, 504, 521, 530, 534, 535, 538, 550, 552, 553, 554, 555),
    fc.constantFrom(...enhanced),
    fc.array(fc.constantFrom(...words), { minLength: 0, maxLength: 3 }),
  )
  .map(([code, more, said]) => `${code} ${more}${said.join(', ')}`);

export const situations: fc.Arbitrary<Situation> = fc.record({
  phase: fc.constantFrom('greeting', 'auth', 'mail', 'rcpt', 'data'),
  said: fc.oneof(made, fc.constantFrom(...known)),
  login: fc.constantFrom('none', 'PLAIN', 'XOAUTH2'),
  port: fc.constantFrom(25, 465, 587, 2525),
  security: fc.constantFrom('none', 'starttls', 'tls'),
});

const sender = 'a@sender.test';

function outcomeOf({ phase, login }: Situation, answer: ReturnType<typeof reply>): Outcome {
  const common = { phase, temporary: (answer.code ?? 0) < 500, reply: answer };
  switch (phase) {
    case 'greeting':
      return { ...common, code: 'greeting-refused', params: {} };
    case 'auth':
      return {
        ...common,
        code: 'auth-failed',
        params: { reason: 'refused', mechanism: login === 'none' ? 'PLAIN' : login, tried: [] },
      };
    case 'mail':
      return { ...common, code: 'sender-refused', params: { sender } };
    case 'rcpt':
      return {
        ...common,
        code: 'recipients-refused',
        params: { refused: [{ address: 'b@rcpt.test', reply: answer }] },
      };
    case 'data':
      return { ...common, code: 'data-refused', params: {} };
  }
}

export function reportOf(one: Situation): Report {
  const { phase, said, login, port, security } = one;
  const answer = reply(Number(said.slice(0, 3)), said.slice(4));
  const order: readonly Phase[] = ['greeting', 'auth', 'mail', 'rcpt', 'data'];
  const reached = (step: Phase): boolean => order.indexOf(phase) > order.indexOf(step);
  const facts: SessionFact[] = [begin({ host: 'mx.test', port, security })];
  const greeting = reply(220, 'mx.test ESMTP');
  if (reached('greeting')) facts.push({ type: 'reply', phase: 'greeting', command: null, reply: greeting });
  if (reached('greeting') && security !== 'none') {
    const leaf = {
      subject: 'CN=mx.test',
      issuer: 'CN=ca',
      altNames: ['DNS:mx.test'],
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2028-01-01T00:00:00.000Z',
      fingerprint256: 'AA',
      serial: '01',
      key: 'RSA 2048',
    };
    const info = {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      keyExchange: null,
      alpn: null,
      servername: 'mx.test',
      verifiedName: 'mx.test',
      authorized: true,
      chainError: null,
      chainErrorCode: null,
      nameError: null,
      pinned: false,
      chain: [leaf],
    };
    facts.push({ type: 'tls', info });
  }
  if (reached('auth') && login !== 'none')
    facts.push({
      type: 'auth',
      tried: { mechanism: login, ok: true, reply: reply(235, '2.7.0 ok') },
      offered: [login],
      user: 'ann',
    });
  if (phase === 'auth')
    facts.push({
      type: 'auth',
      tried: { mechanism: login === 'none' ? 'PLAIN' : login, ok: false, reply: answer },
      offered: ['PLAIN', 'XOAUTH2'],
      user: 'ann',
    });
  if (reached('mail')) facts.push({ type: 'sender', address: sender, reply: reply(250, '2.1.0 ok') });
  const refused = phase === 'rcpt';
  if (refused || phase === 'data')
    facts.push({
      type: 'recipient',
      result: {
        index: 0,
        address: 'b@rcpt.test',
        accepted: !refused,
        reply: refused ? answer : reply(250, '2.1.5 ok'),
        final: refused ? null : answer,
        delivery: 'no',
      },
    });
  facts.push(...inPhase(phase, false, line('received', phase, said, { encrypted: security !== 'none' })));
  facts.push(
    end({ error: outcomeOf(one, answer), delivery: phase === 'greeting' || phase === 'auth' ? null : 'none' }),
  );
  return foldReport('send', stamped(facts));
}
