/** A credential verified: one attempt, each mechanism where asked, and the same login at IMAP and POP3 servers that speak for themselves. */
import { type Server, type TLSSocket, createServer } from 'node:tls';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { RequestOf } from '../../../electron/protocol/values/survey/request.ts';
import { mechanismsInferenceText, mechanismsTitle } from '../../../electron/texts/survey/mechanisms.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { resumedState, runSurvey } from './run.ts';

const PASSWORD = 'geheim "x"';
const hello = (...keywords: string[]): ScriptStep[] => [
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((one, i) => `250${i === keywords.length ? ' ' : '-'}${one}\r\n`).join('') },
];
const submission = (...after: ScriptStep[]): ScriptStep[] => [
  ...[{ send: '220 mx.test ESMTP\r\n' }, ...hello('STARTTLS'), { expect: '^STARTTLS' }, { send: '220 go\r\n' }],
  ...[{ starttls: 'valid' }, ...hello('AUTH PLAIN LOGIN'), ...after, { tail: true as const }],
];
const refusing = submission({ expect: '^AUTH' }, { send: '535 5.7.8 no\r\n' });

const closing: (() => Promise<void>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function smtp(script: readonly ScriptStep[]) {
  const server = await startScripted(script);
  closing.push(() => server.close());
  return server;
}

/** Says the greeting, then to each line what `answer` says; keeps the lines. */
async function speaking(greeting: string, answer: (line: string) => string, certificate = 'valid') {
  const heard: string[] = [];
  const sockets = new Set<TLSSocket>();
  const server: Server = createServer(testCertificate(certificate), (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).write(greeting);
    createInterface(socket).on('line', (line) => {
      heard.push(line);
      socket.write(answer(line));
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, heard };
}

const imap = (login: string, capabilities = 'IMAP4rev1 AUTH=PLAIN SASL-IR', certificate = 'valid') =>
  speaking(
    '* OK ready\r\n',
    (line) => {
      if (line === 'a1 CAPABILITY') return `* CAPABILITY ${capabilities}\r\na1 OK done\r\n`;
      return line.startsWith('a2 ') ? `a2 ${login}\r\n` : '* BYE\r\na3 OK bye\r\n';
    },
    certificate,
  );
const pop3 = (login: string) =>
  speaking('+OK ready\r\n', (line) => {
    if (line === 'CAPA') return '+OK\r\nUSER\r\nTOP\r\n.\r\n';
    return line.startsWith('PASS') ? `${login}\r\n` : '+OK\r\n';
  });

const verify = async (port: number, over: Partial<RequestOf<'mechanisms'>> = {}) => {
  const request: RequestOf<'mechanisms'> = {
    kind: 'mechanisms',
    connection: { target: `127.0.0.1:${port}`, servername: 'mx.test', ca: testAuthority() },
    auth: { user: 'ann' },
    envelope: null,
    also: [],
    ...over,
  };
  const done = await runSurvey(request, { secret: { read: async () => PASSWORD } });
  for (const at of [1, done.events.length - 1]) expect(resumedState(request, done.events, at)).toEqual(done.state);
  expect(JSON.stringify(done)).not.toContain('geheim');
  return done.state;
};
const at = (protocol: 'imap' | 'pop3', port: number) => ({ protocol, host: '127.0.0.1', port });
const attempts = (lines: readonly string[]): number => lines.filter((line) => line.startsWith('AUTH')).length;

test('refused at SMTP, taken at IMAP and POP3: the password is right', async () => {
  const server = await smtp(refusing);
  const [one, two] = [await imap('OK in'), await pop3('+OK in')];
  const state = await verify(server.port, { also: [at('imap', one.port), at('pop3', two.port)] });
  expect(state.others.map(({ protocol, result }) => [protocol, result])).toEqual([
    ['imap', 'accepted'],
    ['pop3', 'accepted'],
  ]);
  expect(state.inferences[0]).toEqual({ code: 'password-right-smtp-off', params: { protocols: ['imap', 'pop3'] } });
  expect(mechanismsTitle(state)).toBe(`127.0.0.1:${server.port}: the password is right, SMTP does not take it`);
  // One attempt each, and nothing but capabilities, login and goodbye.
  expect(attempts(server.recorded.lines)).toBe(1);
  const token = Buffer.from(`\0ann\0${PASSWORD}`).toString('base64');
  expect(one.heard).toEqual(['a1 CAPABILITY', `a2 AUTHENTICATE PLAIN ${token}`, 'a3 LOGOUT']);
  expect(two.heard).toEqual(['CAPA', 'USER ann', `PASS ${PASSWORD}`, 'QUIT']);
});

test('refused everywhere, and what says nothing of the password', async () => {
  const server = await smtp(refusing);
  const refused = await imap('NO [AUTHENTICATIONFAILED] no');
  const both = await verify(server.port, { also: [at('imap', refused.port)] });
  expect(both.inferences.map(({ code }) => code)).toEqual(['refused-everywhere', 'login-refused']);

  const busy = await imap('NO [UNAVAILABLE] later');
  const foreign = await imap('OK in', 'IMAP4rev1', 'wronghost');
  const echo = await pop3(`-ERR [SYS/TEMP] what is ${PASSWORD}?`);
  for (const [also, reason] of [
    [at('imap', busy.port), 'UNAVAILABLE'],
    [at('imap', foreign.port), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [at('pop3', echo.port), 'what is …?'],
  ] as const) {
    const state = await verify((await smtp(refusing)).port, { also: [also] });
    expect(state.others.map(({ result }) => result)).toEqual(['not-tried']);
    expect(state.others[0]?.reason).toContain(reason);
    expect(state.inferences.map(({ code }) => code)).toEqual(['login-refused']);
  }
  // Whoever is not who he says hears no password.
  expect(foreign.heard).toEqual([]);
});

test('IMAP without AUTH=PLAIN gets LOGIN, in quotes', async () => {
  const plain = await imap('OK in', 'IMAP4rev1');
  const off = await imap('OK in', 'IMAP4rev1 LOGINDISABLED');
  await verify((await smtp(refusing)).port, { also: [at('imap', plain.port)] });
  expect(plain.heard[1]).toBe('a2 LOGIN "ann" "geheim \\"x\\""');
  const state = await verify((await smtp(refusing)).port, { also: [at('imap', off.port)] });
  expect([off.heard, state.others[0]?.result]).toEqual([['a1 CAPABILITY'], 'not-tried']);
});

test('a login that works: the mechanism, and whether the sender may write', async () => {
  const works = submission(
    ...[{ expect: '^AUTH PLAIN' }, { send: '235 in\r\n' }],
    ...[{ expect: '^MAIL' }, { send: '550 5.7.1 not yours\r\n' }],
  );
  const envelope = { from: 'bob@mx.test', to: ['ann@mx.test'] };
  const server = await smtp(works);
  const state = await verify(server.port, { envelope });
  expect(state.inferences).toMatchObject([
    { code: 'login-works', params: { mechanism: 'PLAIN', of: ['PLAIN', 'LOGIN'] } },
    { code: 'sender-refused', params: { reply: '550 5.7.1 not yours' } },
  ]);
  expect(state.cells.map(({ key, answer }) => [key.mechanism, answer])).toEqual([['PLAIN', 'works']]);
});

test('each mechanism once where that is asked for, until a reply speaks of a lock-out', async () => {
  const locked = submission({ expect: '^AUTH' }, { send: '535 5.7.8 Too many failed attempts, account locked\r\n' });
  const server = await smtp(locked);
  const state = await verify(server.port, { auth: { user: 'ann', tryAllMechanisms: true } });
  expect(attempts(server.recorded.lines)).toBe(1);
  expect(state.left).toEqual(['LOGIN']);
  expect(state.inferences.map(mechanismsInferenceText)).toContain(
    'Not tried: LOGIN. A reply spoke of a lock-out, or no further connection came as far as a login.',
  );

  const each = await smtp(refusing);
  const both = await verify(each.port, { auth: { user: 'ann', tryAllMechanisms: true } });
  expect(both.cells.map(({ key, answer }) => [key.mechanism, answer])).toEqual([
    ['PLAIN', 'login-refused'],
    ['LOGIN', 'login-refused'],
  ]);
  expect(attempts(each.recorded.lines)).toBe(2);
});

test('a password that is kept back for want of encryption is said to be that, whatever IMAP says', async () => {
  const clear = await smtp([{ send: '220 mx.test ESMTP\r\n' }, ...hello('AUTH PLAIN LOGIN'), { tail: true }]);
  const one = await imap('OK in');
  const state = await verify(clear.port, { also: [at('imap', one.port)] });
  expect(state.inferences).toEqual([
    { code: 'password-kept-back', params: { offered: ['PLAIN', 'LOGIN'] } },
    { code: 'right-elsewhere', params: { protocols: ['imap'] } },
  ]);
  expect(mechanismsTitle(state)).toContain('the password was not sent, the connection is not encrypted');
  expect(attempts(clear.recorded.lines)).toBe(0);
  await clear.close();
  // Nor does a server that is not there say anything of its logins.
  const gone = await verify(clear.port, { also: [at('imap', (await imap('OK in')).port)] });
  expect(gone.inferences.map(({ code }) => code)).toEqual(['not-reached', 'right-elsewhere']);
  expect(mechanismsTitle(gone)).toContain('no login was tried');
});

test('without a login that can be used, and without a server', async () => {
  const none = await smtp([{ send: '220 mx.test ESMTP\r\n' }, ...hello('SIZE'), { tail: true }]);
  expect((await verify(none.port)).inferences[0]?.code).toBe('no-login-offered');
  await none.close();
  expect((await verify(none.port)).inferences[0]?.code).toBe('not-reached');
});
