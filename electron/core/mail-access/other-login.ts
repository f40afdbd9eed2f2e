/**
 * The same user and password at IMAP (RFC 9051) or POP3 (RFC 1939, 5034): capabilities, one login, goodbye. Nothing is read, no mailbox is
 * opened. It shows whether a password that SMTP refuses is right. Inside TLS that passed, and only so.
 */
import type { Clock } from '../ports.ts';
import type { OtherLogin } from '../../protocol/values/survey/event.ts';
import type { OtherProtocol } from '../../protocol/values/survey/request.ts';
import { LineLink, LinkFailure } from './line-link.ts';
import { limits } from './limits.ts';

export interface AskedLogin {
  readonly protocol: OtherProtocol;
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  readonly ca: string | null;
  readonly user: string;
  readonly password: string;
}

/** TLS from the first octet (RFC 8314 section 3.2 and 3.3). */
export const OTHER_PORTS: Readonly<Record<OtherProtocol, number>> = { imap: 993, pop3: 995 };

type Answer = Pick<OtherLogin, 'result' | 'reason' | 'capabilities'>;
const untried = (reason: string, capabilities: readonly string[] = []): Answer => ({
  result: 'not-tried',
  reason,
  capabilities: [...capabilities],
});

/** Never rejects for anything a server does. */
export async function tryOtherLogin(
  asked: AskedLogin,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<OtherLogin> {
  const begun = clock.now();
  const { protocol, host, port } = asked;
  let link: LineLink | null = null;
  let answer: Answer;
  try {
    link = await LineLink.open({ ...asked, signal });
    if (protocol === 'imap') {
      answer = await imapLogin(link, asked);
      if (answer.result !== 'not-tried') await link.leave('a3 LOGOUT');
    } else answer = await pop3Login(link, asked);
  } catch (error) {
    if (!(error instanceof LinkFailure)) throw error;
    answer = untried(error.message);
  } finally {
    link?.close();
  }
  return { protocol, host, port, ...hidden(answer, asked), durationMs: clock.now() - begun };
}

const plainResponse = ({ user, password }: Credential): string =>
  Buffer.from(`\0${user}\0${password}`, 'utf8').toString('base64');

function hidden({ result, reason, capabilities }: Answer, asked: AskedLogin): Answer {
  const hide = (text: string): string => hideSecrets(text, asked);
  return { result, reason: reason === null ? null : hide(reason), capabilities: capabilities.map(hide) };
}

type Credential = Pick<AskedLogin, 'user' | 'password'>;

/** A server that repeats what it was sent does not put it into our reports. */
export function hideSecrets(text: string, asked: Credential): string {
  const { password } = asked;
  const secrets = [
    plainResponse(asked),
    Buffer.from(password, 'utf8').toString('base64'),
    password,
    Buffer.from(password, 'utf8').toString('latin1'),
  ];
  return secrets
    .filter((one) => one !== '')
    .reduce((rest, one) => rest.replaceAll(one, '…'), text)
    .slice(0, limits.reason);
}

/** What of RFC 5530 says nothing of the credential. */
const passing = /^\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|PRIVACYREQUIRED|CONTACTADMIN|SYS\/TEMP|IN-USE|LOGIN-DELAY)\b/i;

/** The session is left as it is then: logged in where the answer says so. @throws LinkFailure */
export async function imapLogin(link: LineLink, asked: AskedLogin): Promise<Answer> {
  const greeting = await link.line();
  if (!/^\* OK\b/i.test(greeting)) return untried(greeting);
  link.send('a1 CAPABILITY');
  const { untagged, tagged } = await imapReply(link, 'a1');
  if (!/^OK\b/i.test(tagged)) return untried(tagged);
  const capabilities = untagged.flatMap((line) => /^\* CAPABILITY (.*)$/i.exec(line)?.[1]?.split(' ') ?? []);
  const has = (name: string): boolean => capabilities.some((one) => one.toUpperCase() === name);
  const quoted = [asked.user, asked.password].map(imapString);
  if (has('AUTH=PLAIN')) {
    if (has('SASL-IR')) link.send(`a2 AUTHENTICATE PLAIN ${plainResponse(asked)}`);
    else {
      link.send('a2 AUTHENTICATE PLAIN');
      const ready = await link.line();
      if (!ready.startsWith('+')) return imapJudged(ready.replace(/^a2 /, ''), capabilities);
      link.send(plainResponse(asked));
    }
  } else if (has('LOGINDISABLED') || quoted.includes(null)) {
    return untried('no login that can be used is offered', capabilities);
  } else link.send(`a2 LOGIN ${quoted.join(' ')}`);
  return imapJudged((await imapReply(link, 'a2')).tagged, capabilities);
}

function imapJudged(tagged: string, capabilities: readonly string[]): Answer {
  const [, word = '', text = ''] = /^(\S{1,20}) ?(.*)$/.exec(tagged) ?? [];
  if (word.toUpperCase() === 'OK') return { result: 'accepted', reason: null, capabilities: [...capabilities] };
  // BAD: the command was not understood, and the password not looked at.
  if (word.toUpperCase() !== 'NO' || passing.test(text)) return untried(tagged, capabilities);
  return { result: 'refused', reason: text, capabilities: [...capabilities] };
}

/** Printable ASCII in quotes (RFC 9051 section 4.3); null for what needs a literal. */
export const imapString = (text: string): string | null =>
  /^[\x20-\x7e]{0,1000}$/.test(text) ? `"${text.replace(/["\\]/g, (one) => `\\${one}`)}"` : null;

/** @throws LinkFailure */
export async function imapReply(link: LineLink, tag: string): Promise<{ untagged: string[]; tagged: string }> {
  const untagged: string[] = [];
  for (;;) {
    const line = await link.line();
    if (line.startsWith(`${tag} `)) return { untagged, tagged: line.slice(tag.length + 1) };
    untagged.push(line);
    if (untagged.length > limits.lines) throw new LinkFailure('the server says too much');
  }
}

async function pop3Login(link: LineLink, asked: AskedLogin): Promise<Answer> {
  const greeting = await link.line();
  if (!greeting.startsWith('+OK')) return untried(greeting);
  link.send('CAPA');
  const capabilities: string[] = [];
  if ((await link.line()).startsWith('+OK'))
    for (let line = await link.line(); line !== '.'; line = await link.line()) {
      capabilities.push(line);
      if (capabilities.length > limits.lines) throw new LinkFailure('the server says too much');
    }
  const sasl =
    capabilities
      .find((line) => /^SASL\b/i.test(line))
      ?.toUpperCase()
      .split(' ') ?? [];
  let reply: string;
  if (sasl.includes('PLAIN')) {
    link.send('AUTH PLAIN');
    const ready = await link.line();
    if (!ready.startsWith('+ ') && ready !== '+') return pop3Judged(ready, capabilities);
    link.send(plainResponse(asked));
    reply = await link.line();
  } else {
    if (/[\r\n\0]/.test(asked.user + asked.password))
      return untried('no login that can be used is offered', capabilities);
    link.send(`USER ${asked.user}`);
    const known = await link.line();
    // RFC 1939 section 7: a server may say +OK whether or not there is such a mailbox; -ERR here says that there is none.
    if (!known.startsWith('+OK')) return pop3Judged(known, capabilities);
    link.send(`PASS ${asked.password}`);
    reply = await link.line();
  }
  const answer = pop3Judged(reply, capabilities);
  await link.leave('QUIT');
  return answer;
}

function pop3Judged(reply: string, capabilities: readonly string[]): Answer {
  if (reply.startsWith('+OK')) return { result: 'accepted', reason: null, capabilities: [...capabilities] };
  const text = reply.replace(/^-ERR ?/, '');
  return reply.startsWith('-ERR') && !passing.test(text)
    ? { result: 'refused', reason: text, capabilities: [...capabilities] }
    : untried(text, capabilities);
}
