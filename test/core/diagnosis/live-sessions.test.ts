/** The same reply in the same situation has the same diagnosis: in a session that was really made, and pasted with its context. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../../electron/core/explain/explain.ts';
import type { ExplainContext } from '../../../electron/core/explain/context.ts';
import { foldReport } from '../report/fold-report.ts';
import type { DiagnosisValue } from '../../../electron/protocol/values/session/diagnosis.ts';
import type { Phase } from '../../../electron/protocol/values/session/phase.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { type RunOptions, runCheck, runSend } from '../../harness/client-run.ts';
import { type RuleServer, startRuleServer } from '../../harness/peers/rule-server.ts';

type Step = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot';

interface Row {
  readonly step: Step;
  readonly reply: string;
  readonly login?: 'PLAIN' | 'LOGIN' | 'CRAM-MD5' | 'XOAUTH2';
  readonly tls?: true;
  /** Where it is one of ours to say what it has to be. */
  readonly id?: string;
  readonly not?: RegExp;
}

const rows: readonly Row[] = [
  { step: 'greeting', reply: '554 5.7.1 You are not allowed to connect.' },
  { step: 'greeting', reply: '554 No SMTP service here' },
  { step: 'greeting', reply: '421 4.7.0 Too many connections from your address' },
  { step: 'greeting', reply: '421 4.3.2 Service is shutting down' },
  { step: 'greeting', reply: '554 SMTP synchronization error', id: 'session.spoke-too-early', not: /block/i },
  { step: 'ehlo', reply: '501 5.5.4 Invalid domain name' },
  { step: 'ehlo', reply: '501 Syntactically invalid EHLO argument(s)' },
  { step: 'ehlo', reply: '550 5.7.1 Helo command rejected: Access denied' },
  { step: 'ehlo', reply: '421 4.4.2 Timeout exceeded' },
  { step: 'starttls', reply: '454 4.7.0 TLS not available due to local problem' },
  { step: 'starttls', reply: '502 5.5.1 Command not implemented' },
  { step: 'starttls', reply: '503 5.5.1 TLS already active' },
  { step: 'auth', login: 'PLAIN', reply: '535 5.7.8 Error: authentication failed', id: 'auth.bad-credentials' },
  { step: 'auth', login: 'PLAIN', reply: '535 Incorrect authentication data' },
  {
    step: 'auth',
    login: 'XOAUTH2',
    reply: '535 5.7.8 Invalid credentials',
    id: 'auth.token-refused',
    not: /password/i,
  },
  {
    step: 'auth',
    login: 'PLAIN',
    reply: '534 5.7.9 Application-specific password required',
    id: 'phrase.app-password',
  },
  {
    step: 'auth',
    login: 'PLAIN',
    reply: '530 5.7.7 Email sending without SSL/TLS encryption is not allowed.',
    id: 'auth.tls-first',
    not: /give user|later/i,
  },
  { step: 'auth', login: 'PLAIN', reply: '538 5.7.11 Encryption required for requested authentication mechanism' },
  { step: 'auth', login: 'PLAIN', reply: '454 4.7.0 Temporary authentication failure' },
  { step: 'auth', login: 'LOGIN', reply: '504 5.5.4 Unrecognized authentication type' },
  { step: 'auth', login: 'PLAIN', reply: '503 AUTH command used when not advertised', id: 'auth.not-offered' },
  {
    step: 'auth',
    login: 'PLAIN',
    reply: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
  },
  { step: 'auth', login: 'PLAIN', reply: '525 5.7.13 User account disabled' },
  { step: 'auth', login: 'PLAIN', reply: '421 4.7.0 Too many login attempts' },
  { step: 'auth', login: 'CRAM-MD5', reply: '535 5.7.8 authentication failed', tls: true },
  { step: 'mail', reply: '530 5.7.0 Must issue a STARTTLS command first', id: 'phrase.starttls-first' },
  {
    step: 'mail',
    reply: '451 5.7.3 STARTTLS is required to send mail',
    id: 'phrase.starttls-first',
    not: /later|log in/i,
  },
  { step: 'mail', reply: '530 5.7.0 Authentication required', id: 'phrase.login-first' },
  {
    step: 'mail',
    login: 'PLAIN',
    reply: '530 5.7.0 Authentication required',
    id: 'session.login-forgotten',
    not: /give user and password/i,
  },
  { step: 'mail', login: 'PLAIN', reply: '553 Mail from must equal authorized user', id: 'phrase.sender-not-owned' },
  {
    step: 'mail',
    login: 'PLAIN',
    reply: '501 mail from address must be same as authorization user',
    id: 'phrase.sender-not-owned',
  },
  {
    step: 'mail',
    login: 'PLAIN',
    reply: '553 5.7.1 Sender address rejected: not owned by auth user.',
    id: 'phrase.sender-not-owned',
  },
  { step: 'mail', reply: '550 5.1.8 Sender address rejected: Domain not found' },
  { step: 'mail', reply: '452 4.3.1 Insufficient system storage' },
  { step: 'mail', reply: '552 5.3.4 Message size exceeds fixed limit' },
  { step: 'mail', reply: '555 5.5.4 Unsupported option: BODY' },
  { step: 'rcpt', reply: '550 5.1.1 <b@rcpt.test>: Recipient address rejected: User unknown' },
  { step: 'rcpt', reply: '554 5.7.1 <b@rcpt.test>: Relay access denied', id: 'phrase.relay-denied' },
  {
    step: 'rcpt',
    login: 'PLAIN',
    reply: '554 5.7.1 <b@rcpt.test>: Relay access denied',
    id: 'relay.not-for-this-login',
    not: /\blog in\b(?!\w)/i,
  },
  { step: 'rcpt', reply: '450 4.2.0 <b@rcpt.test>: Recipient address rejected: Greylisted' },
  { step: 'rcpt', reply: '552 5.2.2 Mailbox full' },
  { step: 'rcpt', reply: '452 4.5.3 Too many recipients' },
  { step: 'rcpt', reply: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example.org' },
  { step: 'rcpt', reply: '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]' },
  { step: 'rcpt', reply: '550 Administrative prohibition' },
  { step: 'data', reply: '554 5.5.1 Error: no valid recipients' },
  { step: 'data', reply: '503 5.5.1 Bad sequence of commands' },
  {
    step: 'dot',
    reply: '521 5.5.2 moo.example.org Error: bare <LF> received',
    id: 'session.bare-line-end',
    not: /size|later/i,
  },
  {
    step: 'dot',
    reply: '451 See http://pobox.com/~djb/docs/smtplf.html.',
    id: 'session.bare-line-end',
    not: /size|try again/i,
  },
  { step: 'dot', reply: '552 5.6.0 Message contains bare LF', id: 'session.bare-line-end', not: /size|later/i },
  { step: 'dot', reply: '500 5.5.2 Line too long' },
  { step: 'dot', reply: '552 5.3.4 Message too big for system' },
  { step: 'dot', reply: '554 5.7.1 Message rejected as spam' },
  {
    step: 'dot',
    reply: '550 5.7.26 Unauthenticated email from sender.test is not accepted due to domain’s DMARC policy',
  },
  { step: 'dot', reply: '451 4.3.0 Temporary server error' },
  { step: 'dot', reply: '550 5.7.1 Refused by policy' },
];

const matches: Readonly<Record<Exclude<Step, 'greeting'>, string>> = {
  ehlo: '^(EHLO|HELO)',
  starttls: '^STARTTLS$',
  auth: '^AUTH',
  mail: '^MAIL',
  rcpt: '^RCPT',
  data: '^DATA$',
  dot: '^<DOT>$',
};

const keywords = (tls: boolean): string =>
  `250-scripted.test\r\n250-SIZE 10240000\r\n${tls ? '250-STARTTLS\r\n' : ''}250-AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n250 8BITMIME\r\n`;

beforeAll(makeCertificates);

let server: RuleServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function session({ step, reply, login, tls }: Row): Promise<{ report: Report; port: number }> {
  const wire = Buffer.from(`${reply}\r\n`, 'utf8').toString('latin1');
  const starttls = tls === true || step === 'starttls';
  const refuse = step === 'greeting' ? [] : [{ match: matches[step], reply: wire }];
  const taken = login === undefined || step === 'auth' ? [] : [{ match: '^AUTH', reply: '235 2.7.0 ok\r\n' }];
  const challenge =
    step === 'auth' && login === 'CRAM-MD5'
      ? [
          { match: '^AUTH', reply: '334 PDFAeD4=\r\n' },
          { match: '^[A-Za-z0-9+/=]{20,}$', reply: wire },
        ]
      : [];
  const rules = [...challenge, ...refuse, ...taken, { match: '^EHLO', reply: keywords(starttls) }];
  const running = await startRuleServer({ ...(step === 'greeting' ? { greeting: wire } : {}), rules });
  server = running;
  const options: RunOptions = {
    connection: {
      target: `127.0.0.1:${running.port}`,
      security: starttls ? 'starttls' : 'none',
      insecure: true,
    },
    ...(login === undefined
      ? {}
      : { auth: { user: 'ann@sender.test', password: 'secret', mechanisms: [login], allowClear: true } }),
    envelope: { pipelining: 'off' },
  };
  const only = step === 'greeting' || step === 'ehlo' || step === 'starttls' || step === 'auth';
  const run = only ? await runCheck({ ...options }) : await runSend(options);
  return { report: foldReport(only ? 'check' : 'send', run.events), port: running.port };
}

const answer = ({ id, title, cause, sure, actor, remedy, alternatives, experiments }: DiagnosisValue): unknown => ({
  id,
  title,
  cause,
  sure,
  actor,
  remedy,
  alternatives,
  experiments,
});

describe('a refusal in a session, and the same pasted', () => {
  test('there are enough of them', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  test.each(
    rows.map((row) => [`${row.step}${row.login === undefined ? '' : `, ${row.login}`}: ${row.reply}`, row] as const),
  )('%s', async (_, row) => {
    const { report, port } = await session(row);
    const { error } = report;
    const diagnosis = error?.diagnosis;
    if (error === null || diagnosis === undefined) throw new Error('nothing was refused');
    expect(error.reply?.code).toBe(Number(row.reply.slice(0, 3)));
    expect([error.actor, error.remedy ?? '']).toEqual([diagnosis.actor, diagnosis.remedy]);
    const phase: Phase | null = error.phase;
    const encrypted = report.tls !== null;
    const heard = phase !== 'greeting' && phase !== 'ehlo';
    const context: ExplainContext = {
      phase,
      host: '127.0.0.1',
      port,
      protocol: 'smtp',
      security: encrypted ? 'starttls' : row.step === 'starttls' ? 'starttls' : 'none',
      greeting: phase === 'greeting' ? null : '220 scripted.test ESMTP',
      ehlo: heard ? ((encrypted ? report.ehlo.tls : report.ehlo.plain)?.lines ?? null) : null,
      ehloBeforeTls: encrypted ? (report.ehlo.plain?.lines ?? null) : null,
      ...(row.login === undefined ? {} : { mechanism: row.login, user: 'ann@sender.test' }),
      mailFrom: report.sender === null && phase !== 'mail' ? null : 'a@sender.test',
      ...(row.step === 'dot' || error.code === 'message-too-large' ? { messageBytes: 21 } : {}),
    };
    const [pasted] = explain(row.reply, context).findings;
    if (pasted === undefined) throw new Error('nothing was explained');
    expect(answer(diagnosis)).toEqual(answer(pasted));
    if (row.id !== undefined) expect(diagnosis.id).toBe(row.id);
    if (row.not !== undefined) expect(`${diagnosis.title} ${diagnosis.cause} ${diagnosis.remedy}`).not.toMatch(row.not);
  });
});
