/**
 * The one adapter for the client cases: turns a case into options for our flows, runs it against the scripted server, and reports in
 * what the result differs from what the case expects.
 */
import { type Octets, type Recorded, type ScriptStep, octetsOf, startScripted } from './peers/scripted-server.ts';
import type { Outcome, RecipientResult } from '../../electron/protocol/values/session/outcome.ts';
import type { SendFlowOptions, SessionResult } from '../../electron/core/smtp/types.ts';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';
import { authMechanisms } from '../../electron/core/wire/ehlo.ts';
import { foldReport } from '../core/report/fold-report.ts';
import { type WireExpect, checkBodyOnWire } from './peers/wire-checks.ts';
import { send } from '../../electron/core/smtp/flows/send.ts';
import { sendMany } from '../../electron/core/smtp/flows/send-many.ts';
import { sourceFromBytes } from '../../electron/core/smtp/plan/message-source.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';
import { testAuthority } from './certificates.ts';

interface CaseAction {
  readonly op: 'send' | 'sendMany';
  readonly from: string;
  readonly to: readonly string[];
  readonly message: Octets;
  readonly messages?: readonly CaseAction[];
  readonly tls: 'none' | 'opportunistic' | 'required';
  readonly protocol?: 'lmtp';
  readonly ca?: string;
  readonly verifyName?: string;
  readonly ehloName?: string;
  readonly size?: string;
  readonly chunking?: true;
  readonly dsn?: { readonly ret: string; readonly envid: string; readonly notify: readonly string[] };
  readonly timeouts?: Readonly<Record<string, number>>;
  readonly auth?: {
    readonly user: string;
    readonly pass: string | null;
    readonly token?: string;
    readonly mechanism?: string | null;
    readonly allowInsecure?: boolean;
    readonly initialResponse?: boolean;
  } | null;
}

interface CaseExpect {
  readonly outcome: readonly string[];
  readonly error?: readonly string[];
  readonly code?: number;
  readonly enhanced?: string | null;
  readonly temporary?: boolean;
  readonly phase?: string;
  readonly within?: number;
  readonly textContains?: string;
  readonly accepted?: readonly string[];
  readonly rejected?: readonly { readonly address: string; readonly code: number }[];
  readonly unknown?: readonly string[];
  readonly results?: readonly { readonly outcome: string; readonly error?: string; readonly code?: number }[];
  readonly deliveryState?: string;
  readonly dataEquals?: Octets;
  readonly dataEqualsAny?: readonly Octets[];
  readonly capabilities?: readonly string[];
  readonly capabilitiesExclude?: readonly string[];
  readonly authMechanisms?: readonly string[];
  readonly secure?: boolean;
  readonly sni?: string;
  readonly hint?: string;
  readonly finding?: string;
  readonly mustNotReport?: { readonly rejectedRecipient?: string };
  readonly transcriptExclude?: readonly string[];
  readonly wire?: WireExpect;
}

export interface ClientCase {
  readonly id: string;
  readonly title: string;
  readonly action: CaseAction;
  readonly server: readonly ScriptStep[];
  readonly expect: CaseExpect;
}

/** The cases' neutral names of errors, as far as our outcome is one of them. */
export function kindsOf(error: Outcome): string[] {
  const special =
    error.reply?.code === 421 ? ['ServiceUnavailable'] : error.reply?.code === 530 ? ['AuthenticationRequired'] : [];
  switch (error.code) {
    case 'connect-failed':
    case 'dns-failed':
      return ['ConnectFailed'];
    case 'server-disconnected':
      return ['ConnectionLost', ...special];
    case 'timeout':
      return ['Timeout'];
    case 'greeting-refused':
      return ['GreetingRejected', ...special];
    case 'helo-refused':
      return ['HelloRejected', ...special];
    case 'protocol-error':
      return error.params.limit === null ? ['ProtocolViolation'] : ['ProtocolViolation', 'ResponseTooLong'];
    case 'security-mismatch':
      return ['ProtocolViolation'];
    case 'not-supported':
      return error.params.keyword === 'STARTTLS' ? ['TlsUnavailable'] : ['Unsupported'];
    case 'starttls-refused':
      return ['TlsUnavailable'];
    case 'tls-failed':
      return [error.params.check === 'handshake' ? 'TlsHandshakeFailed' : 'CertificateInvalid'];
    case 'auth-unavailable':
      return [
        'AuthUnavailable',
        error.params.reason === 'needs-tls' ? 'InsecureAuthRefused' : 'AuthMechanismUnsupported',
      ];
    case 'auth-failed':
      return [
        'AuthenticationFailed',
        ...(error.params.reason === 'server-not-authenticated' ? ['ServerNotAuthenticated'] : []),
      ];
    case 'sender-refused':
      return ['SenderRejected', ...special];
    case 'recipients-refused':
      return ['AllRecipientsRejected', 'RecipientRejected', ...special];
    case 'message-too-large':
      return ['MessageTooLarge'];
    case 'data-refused':
      return ['DataRejected', 'MessageRejected', ...special];
    case 'invalid-argument':
      return ['InvalidInput'];
    case 'proxy-failed':
    case 'command-refused':
    case 'cancelled':
      return [];
  }
}

function optionsOf(action: CaseAction, port: number): SendFlowOptions {
  const security = { none: 'none', opportunistic: 'starttls-if-offered', required: 'starttls' } as const;
  const { auth, dsn } = action;
  const reply = action.timeouts?.reply;
  return {
    connection: {
      target: `127.0.0.1:${port}`,
      security: security[action.tls],
      ehloName: action.ehloName ?? 'client.test',
      ...(action.protocol === undefined ? {} : { protocol: action.protocol }),
      ...(action.verifyName === undefined ? {} : { servername: action.verifyName }),
      ...(action.ca === undefined ? {} : { ca: testAuthority() }),
      ...(action.timeouts === undefined
        ? {}
        : { timeouts: { ...action.timeouts, ...(reply === undefined ? {} : { finalDot: reply }) } }),
    },
    auth:
      auth === undefined || auth === null
        ? null
        : {
            options: {
              user: auth.user,
              ...(typeof auth.mechanism === 'string' ? { mechanisms: [auth.mechanism] } : {}),
              ...(auth.initialResponse === undefined ? {} : { initialResponse: auth.initialResponse }),
              allowClear: auth.allowInsecure === true,
            },
            secret: { read: () => Promise.resolve(auth.pass ?? auth.token ?? '') },
          },
    envelope: {
      from: action.from,
      to: [...action.to],
      mailOptions: [
        ...(action.size === undefined ? [] : [`SIZE=${action.size}`]),
        ...(dsn === undefined ? [] : [`RET=${dsn.ret}`, `ENVID=${dsn.envid}`]),
      ],
      rcptOptions: dsn === undefined ? [] : [`NOTIFY=${dsn.notify.join(',')}`],
      ...(action.chunking === undefined ? {} : { chunking: 'auto' as const }),
    },
    message: sourceFromBytes(octetsOf(action.message), 'normalise'),
    dryRun: false,
  };
}

/** Everything in which the run was not as the case wants it; empty when it passed. */
export async function runClientCase(one: ClientCase): Promise<string[]> {
  const server = await startScripted(one.server);
  const events: SessionEvent[] = [];
  const context = {
    emit: (event: SessionEvent) => void events.push(event),
    signal: new AbortController().signal,
    clock: systemClock,
  };
  const started = performance.now();
  let result: SessionResult & { results?: readonly SessionResult[] };
  if (one.action.op === 'sendMany') {
    const [first] = one.action.messages ?? [];
    if (first === undefined) return ['no messages in the case'];
    const { connection, auth } = optionsOf(first, server.port);
    const messages = (one.action.messages ?? []).map((message) => optionsOf(message, server.port));
    result = await sendMany({ connection, auth, messages }, context);
  } else result = await send(optionsOf(one.action, server.port), context);
  const lasted = performance.now() - started;
  await server.close();

  const problems: string[] = [];
  const expected = (what: string, fulfilled: boolean, got: unknown) => {
    if (!fulfilled) problems.push(`${what}: ${JSON.stringify(got)}`);
  };
  const { expect } = one;
  if (expect.results === undefined) checkResult(expect, result, expected);
  for (const [index, wanted] of (expect.results ?? []).entries()) {
    const got = result.results?.[index];
    if (got === undefined) problems.push(`result ${index} is missing`);
    else
      checkResult(
        {
          ...wanted,
          outcome: [wanted.outcome],
          ...(wanted.error === undefined ? {} : { error: [wanted.error] }),
        } as CaseExpect,
        got,
        expected,
      );
  }
  expected('within', expect.within === undefined || lasted < expect.within, lasted);
  expected('script', server.recorded.mismatch === null, server.recorded.mismatch);
  checkEvents(expect, events, expected);
  checkWire(expect, events, server.recorded, expected);
  checkSecrets(one.action, events, expected);
  return problems;
}

type Expected = (what: string, fulfilled: boolean, got: unknown) => void;

function checkResult(expect: CaseExpect, result: SessionResult, expected: Expected): void {
  const { error, delivery, recipients } = result;
  const outcome =
    error === null && delivery === 'all' ? 'accepted' : error === null && delivery === 'some' ? 'partial' : 'error';
  expected('outcome', expect.outcome.includes(outcome), { outcome, error, delivery });
  if (error !== null && expect.error !== undefined) {
    expected(
      'error',
      kindsOf(error).some((kind) => expect.error?.includes(kind)),
      error,
    );
  }
  if (outcome === 'error') {
    expected('code', expect.code === undefined || error?.reply?.code === expect.code, error);
    expected('enhanced', expect.enhanced === undefined || error?.reply?.enhancedCode === expect.enhanced, error);
    expected('temporary', expect.temporary === undefined || error?.temporary === expect.temporary, error);
    expected('phase', expect.phase === undefined || error?.phase === expect.phase, error);
    const text = error?.reply?.lines.join('\n') ?? '';
    expected('text', expect.textContains === undefined || text.includes(expect.textContains), text);
  }
  const found = (address: string) => recipients.find((one) => one.address === address);
  const code = (one: RecipientResult | undefined) => (one?.final ?? one?.reply)?.code;
  for (const address of expect.accepted ?? []) expected('accepted', found(address)?.delivery === 'yes', found(address));
  for (const address of expect.unknown ?? [])
    expected('unknown', found(address)?.delivery === 'unknown', found(address));
  for (const one of expect.rejected ?? []) {
    const got = found(one.address);
    expected('rejected', got?.delivery === 'no' && code(got) === one.code, got);
  }
  const spared = expect.mustNotReport?.rejectedRecipient;
  expected('must not report', spared === undefined || code(found(spared)) !== 550, recipients);
  if (expect.deliveryState === 'unknown') expected('delivery', delivery === 'unknown', delivery);
}

function checkEvents(expect: CaseExpect, events: readonly SessionEvent[], expected: Expected): void {
  const ehlo = events.findLast((event) => event.type === 'capabilities')?.ehlo ?? null;
  const keywords = ehlo?.capabilities.map(({ keyword }) => keyword) ?? [];
  for (const keyword of expect.capabilities ?? []) expected('capability', keywords.includes(keyword), keywords);
  for (const keyword of expect.capabilitiesExclude ?? [])
    expected('no capability', !keywords.includes(keyword), keywords);
  if (expect.authMechanisms !== undefined) {
    const mechanisms = ehlo === null ? [] : authMechanisms(ehlo);
    expected('mechanisms', [...mechanisms].sort().join() === [...expect.authMechanisms].sort().join(), mechanisms);
  }
  const secure = events.some((event) => event.type === 'tls');
  expected('secure', expect.secure === undefined || secure === expect.secure, secure);
  const error = events.findLast((event) => event.type === 'session-end')?.error ?? null;
  if (expect.hint === 'tlsPort')
    expected('hint', error?.code === 'security-mismatch' && error.params.seen === 'tls', error);
  if (expect.hint === 'protocolVersion')
    expected('hint', /protocol.version|unsupported.protocol/i.test(JSON.stringify(error)), error);
  const anomalies = events.flatMap((event) => (event.type === 'anomaly' ? [event.anomaly] : []));
  if (expect.finding === 'bareLF') expected('finding', anomalies.includes('bare-lf'), anomalies);
  if (expect.finding === 'starttlsInjection') expected('finding', anomalies.includes('after-starttls'), anomalies);
  if (expect.finding === 'lineTooLong')
    expected(
      'finding',
      foldReport('send', events).findings.some(({ id }) => id === 'message.long-lines'),
      null,
    );
  const encrypted = events.flatMap((event) => (event.type === 'line' && event.encrypted ? [event.text] : []));
  for (const marker of expect.transcriptExclude ?? []) {
    const word = marker.split(' ')[0] ?? '';
    expected('transcript', !encrypted.some((line) => line.includes(word)), encrypted);
  }
  expected(
    'gapless seq',
    events.every(({ seq }, index) => seq === index + 1),
    null,
  );
  expected('ends with session-end', events.at(-1)?.type === 'session-end', events.at(-1));
}

function checkWire(expect: CaseExpect, events: readonly SessionEvent[], recorded: Recorded, expected: Expected): void {
  const { lines } = recorded;
  const { wire } = expect;
  for (const pattern of wire?.mustNotSend ?? [])
    expected('must not send', !lines.some((line) => new RegExp(pattern, 'i').test(line)), lines);
  for (const [pattern, most] of Object.entries(wire?.maxMatches ?? {})) {
    expected('at most', lines.filter((line) => new RegExp(pattern, 'i').test(line)).length <= most, lines);
  }
  if (wire?.noInjectedLine === true) {
    const sent = events.flatMap((event) => (event.type === 'line' && event.direction === 'sent' ? [event.text] : []));
    expected(
      'no injected line',
      lines.every((line) => sent.includes(line)),
      lines,
    );
  }
  if (wire?.noTlsBytes === true) expected('no TLS', !lines.some((line) => line.includes('\x16\x03')), lines);
  if (wire?.singleTransaction === true)
    expected('one MAIL', lines.filter((line) => /^MAIL/i.test(line)).length === 1, lines);
  if (expect.sni !== undefined) expected('sni', recorded.servername === expect.sni, recorded.servername);
  for (const octets of recorded.data) checkBodyOnWire(octets, wire ?? {}, expected);
  const body = recorded.data[0]?.subarray(0, -3);
  if (expect.dataEquals !== undefined)
    expected('data', body?.equals(octetsOf(expect.dataEquals)) === true, body?.toString('latin1'));
  if (expect.dataEqualsAny !== undefined) {
    expected(
      'data',
      expect.dataEqualsAny.some((one) => body?.equals(octetsOf(one)) === true),
      body?.toString('latin1'),
    );
  }
}

/** For every case with a credential, not only for those that are about it. */
function checkSecrets(action: CaseAction, events: readonly SessionEvent[], expected: Expected): void {
  const secret = action.auth?.pass ?? action.auth?.token ?? '';
  if (secret.length < 4) return;
  const text = JSON.stringify(events, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) {
    expected('secret', !text.includes(form), form);
  }
}
