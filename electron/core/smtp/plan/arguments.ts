/**
 * Everything that was asked for, checked before anything is connected: what could break out of a command line, what is no
 * address, what contradicts itself. The first fault is named with the argument's name; afterwards values are only used.
 */
import { X509Certificate } from 'node:crypto';
import type { AuthOptions, ConnectionOptions, Envelope, Target } from '../../../protocol/values/target.ts';
import type { DropPoint, Timeouts, TlsVersion } from '../../../protocol/values/connection.ts';
import type { Family } from '../../../protocol/values/common.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import { type AskedParameter, askedOfMail, askedOfRcpt } from './envelope-options.ts';
import { type Mailbox, parseMailbox } from '../../../protocol/parse/addresses/mailbox.ts';
import { parseEhloName } from '../../../protocol/parse/ehlo-name.ts';
import { parseAddress, parseDnsServer, parseFingerprint, parseServername } from '../../../protocol/parse/host.ts';
import { type Proxy, parseProxy } from '../../../protocol/parse/proxy.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';
import { limits } from '../limits.ts';
import { splitPem } from '../../tls/trust.ts';
import { type PlannedAttributes, planAttributes } from './attributes.ts';
import type { ProxySource } from '../proxy/header.ts';
import { type StepResult, done, failed } from '../step.ts';
import { planTarget } from './target.ts';
import { hostPortText, parseSource } from '../../../protocol/parse/host-port.ts';

export interface ConnectionPlan {
  readonly target: Target;
  /** How TLS begins was left to us, and is not settled by the port. */
  readonly auto: boolean;
  /** null: made from the connection's own address. */
  readonly ehloName: string | null;
  readonly heloOnly: boolean;
  readonly family: Family | null;
  readonly localAddress: string | null;
  readonly mx: boolean;
  readonly everyAddress: boolean;
  /** As node:dns takes it. */
  readonly dnsServer: string | null;
  readonly proxy: Proxy | null;
  /**
   * Name or address the certificate is compared with, in A-labels; for SNI too unless it is an address. Where MX hosts are tried
   * and nothing else was asked for, that host's name takes its place (ClientSession.verifiedName).
   */
  readonly verifiedName: string;
  readonly namedByUser: boolean;
  /** The name is sent in the handshake. */
  readonly sni: boolean;
  readonly ca: string | null;
  /** PEM. */
  readonly clientCertificate: string | null;
  /** Upper-case hex with colons. */
  readonly acceptCertificate: string | null;
  readonly insecure: boolean;
  readonly tlsMin: TlsVersion;
  readonly tlsMax: TlsVersion;
  readonly timeouts: Timeouts;
  readonly xclient: PlannedAttributes;
  readonly xforward: PlannedAttributes;
  readonly proxyHeader: ProxySource | null;
  readonly quitAfter: NonNullable<ConnectionOptions['quitAfter']> | null;
  readonly dropAfter: DropPoint | null;
}

export interface PlannedRecipient {
  /** Its place in the envelope as it was asked for. */
  readonly index: number;
  readonly text: string;
  readonly mailbox: Mailbox;
  readonly asked: readonly AskedParameter[];
}

export interface EnvelopePlan {
  /** null for the null reverse-path. */
  readonly from: Mailbox | null;
  readonly fromText: string;
  readonly to: readonly PlannedRecipient[];
  /** Parameters of MAIL that were asked for by name: refused where they are not offered. */
  readonly asked: readonly AskedParameter[];
  readonly mailOptions: readonly string[];
  readonly rcptOptions: readonly string[];
  /** Asked for, or needed by an address. */
  readonly smtputf8: boolean;
  readonly body: Envelope['body'] | null;
  /** SIZE of MAIL where it is to be another than the message has; null: what it has. */
  readonly statedSize: number | null;
  /** Extensions are used whether offered or not. */
  readonly force: boolean;
  /** Octets of a BDAT chunk; `auto`: BDAT where offered; `off`: DATA. */
  readonly chunking: number | 'auto' | 'off';
  readonly pipelining: boolean;
  /** Recipients of one transaction; `auto`: as many as the server states and takes; `off`: all. */
  readonly maxRecipients: number | 'auto' | 'off';
}

const versions: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
/** RFC 5321 4.1.2: esmtp-keyword ["=" esmtp-value]; octets above 127 only with SMTPUTF8, which options of ours never need. */
const parameterForm = /^[A-Za-z0-9][A-Za-z0-9-]*(?:=[\x21-\x3c\x3e-\x7e]+)?$/;
const mechanismForm = /^[A-Za-z0-9_-]{1,20}$/;

export function planConnection(options: ConnectionOptions): StepResult<ConnectionPlan> {
  const { protocol, security, mx } = options;
  const parsed = planTarget(options.target, { protocol, security, mx });
  if (!parsed.ok) return failed(parsed.error);
  const { target } = parsed;
  const way = planWay(options, target);
  if (!way.ok) return way;
  // Each by its name: a spread among so many fields costs more than all the checks here.
  const { everyAddress, dnsServer, proxy } = way.value;
  if (options.heloOnly === true && target.security === 'starttls')
    return failed(invalidArgument('heloOnly', null, 'conflict'));

  const ehloName = options.ehloName === undefined ? null : parseEhloName(options.ehloName);
  if (ehloName?.ok === false) return failed(refuse('ehloName', options.ehloName ?? '', 'bad-value'));
  const localAddress = options.localAddress === undefined ? null : parseAddress(options.localAddress);
  if (localAddress?.ok === false) return failed(refuse('localAddress', options.localAddress ?? '', 'bad-host'));
  // The host of the target has been read as one; an A-label in it that stands for nothing is in the DNS or is not.
  const host = target.host ?? 'localhost';
  const verifiedName =
    options.servername === undefined ? (readServername(host) ?? host) : readServername(options.servername);
  if (verifiedName === null) return failed(refuse('servername', options.servername ?? '', 'bad-host'));
  for (const name of ['ca', 'clientCertificate'] as const) {
    const pem = options[name];
    if (pem !== undefined && !isCertificates(pem)) return failed(invalidArgument(name, null, 'bad-value'));
  }
  let acceptCertificate: string | null = null;
  if (options.acceptCertificate !== undefined) {
    const parsedPin = parseFingerprint(options.acceptCertificate);
    acceptCertificate = parsedPin.ok ? parsedPin.value : null;
    if (acceptCertificate === null) return failed(refuse('acceptCertificate', options.acceptCertificate, 'bad-value'));
  }
  const tlsMax = options.tlsMax ?? 'TLSv1.3';
  const tlsMin = options.tlsMin ?? (versions.indexOf(tlsMax) < versions.indexOf('TLSv1.2') ? tlsMax : 'TLSv1.2');
  if (versions.indexOf(tlsMin) > versions.indexOf(tlsMax)) return failed(invalidArgument('tlsMin', tlsMin, 'conflict'));
  const timeouts = readTimeouts(options.timeouts);
  if (!timeouts.ok) return timeouts;
  const xclient = planAttributes('xclient', options.xclient);
  if (!xclient.ok) return xclient;
  const xforward = planAttributes('xforward', options.xforward);
  if (!xforward.ok) return xforward;
  const proxyHeader = options.proxyProtocol ?? null;
  if (proxyHeader !== null && !parseSource(hostPortText(proxyHeader.address, proxyHeader.port)).ok)
    return failed(refuse('proxyProtocol', proxyHeader.address, 'bad-value'));

  return done({
    target,
    auto: (security ?? 'auto') === 'auto' && target.security === 'starttls-if-offered',
    ehloName: ehloName?.value ?? null,
    heloOnly: options.heloOnly === true,
    family: options.family ?? null,
    localAddress: localAddress?.value ?? null,
    mx: mx === true,
    everyAddress,
    dnsServer,
    proxy,
    verifiedName,
    namedByUser: options.servername !== undefined,
    sni: options.noSni !== true,
    ca: options.ca ?? null,
    clientCertificate: options.clientCertificate ?? null,
    acceptCertificate,
    insecure: options.insecure === true,
    tlsMin,
    tlsMax,
    timeouts: timeouts.value,
    xclient: xclient.value,
    xforward: xforward.value,
    proxyHeader,
    quitAfter: options.quitAfter ?? null,
    dropAfter: options.dropAfter ?? null,
  });
}

type Way = Pick<ConnectionPlan, 'everyAddress' | 'dnsServer' | 'proxy'>;

/** How the target is reached: all addresses, another DNS server, a proxy; and what of it excludes what. */
function planWay(options: ConnectionOptions, target: Target): StepResult<Way> {
  const everyAddress = options.everyAddress === true;
  let proxy: Proxy | null = null;
  if (options.proxy !== undefined) {
    const parsed = parseProxy(options.proxy);
    if (!parsed.ok) {
      // The user is none of anybody's business, and what a broken URL holds nobody knows.
      const shown = options.proxy.includes('@') ? null : options.proxy.slice(0, 200);
      return failed(invalidArgument('proxy', parsed.reason === 'control-character' ? null : shown, parsed.reason));
    }
    // A socket is on this machine, and only who looks the name up himself knows every address.
    if (target.path !== null) return failed(invalidArgument('proxy', null, 'conflict'));
    if (everyAddress) return failed(invalidArgument('everyAddress', null, 'conflict'));
    proxy = parsed.value;
  }
  const { dnsServer } = options;
  if (dnsServer !== undefined) {
    const parsed = parseDnsServer(dnsServer);
    if (!parsed.ok) return failed(refuse('dnsServer', dnsServer, 'bad-host'));
    return done({ everyAddress, dnsServer: parsed.value, proxy });
  }
  return done({ everyAddress, dnsServer: null, proxy });
}

/** null when nothing is wrong. The secret itself is not here; it is judged when it is read. */
export function checkAuth(auth: AuthOptions): Outcome | null {
  const unsafe = checkArgument('user', auth.user) ?? checkArgument('authzid', auth.authzid ?? '');
  if (unsafe !== null) return unsafe;
  for (const mechanism of auth.mechanisms ?? []) {
    if (!mechanismForm.test(mechanism)) return refuse('mechanisms', mechanism, 'bad-value');
  }
  return null;
}

export function planEnvelope(envelope: Envelope, protocol: Target['protocol']): StepResult<EnvelopePlan> {
  const withoutDomain = protocol === 'lmtp' ? 'any' : 'postmaster';
  let from: Mailbox | null = null;
  if (envelope.from !== '') {
    const parsed = readMailbox('from', envelope.from, 'refuse');
    if (!parsed.ok) return parsed;
    from = parsed.value;
  }
  if (envelope.to.length === 0) return failed(invalidArgument('to', null, 'missing'));
  const asked = askedOfMail(envelope);
  if (!asked.ok) return asked;
  const own = new Map(envelope.perRecipient?.map((reports) => [reports.index, reports]));
  const to: PlannedRecipient[] = [];
  for (const [index, text] of envelope.to.entries()) {
    const parsed = readMailbox('to', text, withoutDomain);
    if (!parsed.ok) return parsed;
    const wanted = askedOfRcpt(envelope, parsed.value, own.get(index));
    if (!wanted.ok) return wanted;
    to.push({ index, text, mailbox: parsed.value, asked: wanted.value });
  }
  const chunking = readChunking(envelope);
  if (!chunking.ok) return chunking;
  for (const [name, list] of [
    ['mailOptions', envelope.mailOptions],
    ['rcptOptions', envelope.rcptOptions],
  ] as const) {
    for (const option of list ?? []) if (!parameterForm.test(option)) return failed(refuse(name, option, 'bad-value'));
  }
  const needed = from?.needsSmtputf8 === true || to.some(({ mailbox }) => mailbox.needsSmtputf8);
  return done({
    from,
    fromText: envelope.from,
    to,
    mailOptions: envelope.mailOptions ?? [],
    rcptOptions: envelope.rcptOptions ?? [],
    smtputf8: envelope.smtputf8 === true || needed,
    body: envelope.body ?? null,
    statedSize: envelope.statedSize ?? null,
    asked: asked.value,
    force: envelope.forceExtensions === true,
    chunking: chunking.value,
    pipelining: envelope.pipelining !== 'off',
    maxRecipients: envelope.maxRecipients ?? 'auto',
  });
}

/** RFC 3030 section 3: BINARYMIME needs BDAT, so that it cannot be had without. */
function readChunking({ chunking, body }: Envelope): StepResult<EnvelopePlan['chunking']> {
  const binary = body === 'binarymime';
  if (chunking === undefined) return done(binary ? 'auto' : 'off');
  if (chunking === 'auto' || (chunking === 'off' && !binary)) return done(chunking);
  const usable = typeof chunking === 'number' && chunking >= 1 && chunking <= limits.client.maxChunkOctets;
  return usable ? done(chunking) : failed(invalidArgument('chunking', String(chunking), 'bad-value'));
}

/** A control character is the graver fault, whatever else the value is. */
function refuse(name: string, value: string, reason: 'bad-value' | 'bad-host'): Outcome {
  return checkArgument(name, value) ?? invalidArgument(name, value.slice(0, 200), reason);
}

function readMailbox(name: string, text: string, withoutDomain: 'refuse' | 'postmaster' | 'any'): StepResult<Mailbox> {
  const unsafe = checkArgument(name, text);
  if (unsafe !== null) return failed(unsafe);
  const parsed = parseMailbox(text, { smtputf8: true, withoutDomain });
  if (parsed.ok) return done(parsed.value);
  const long =
    parsed.reason === 'too-long' || parsed.reason === 'local-part-too-long' || parsed.reason === 'domain-too-long';
  return failed(invalidArgument(name, text.slice(0, 200), text === '' ? 'missing' : long ? 'too-long' : 'bad-address'));
}

function readServername(name: string): string | null {
  if (checkArgument('servername', name) !== null) return null;
  const parsed = parseServername(name);
  return parsed.ok ? parsed.value : null;
}

/** The last that was found good: a CA file is the same for session after session, and reading it costs more than a plain probe. */
let goodCertificates: string | null = null;

function isCertificates(pem: string): boolean {
  if (pem === goodCertificates) return true;
  const blocks = splitPem(pem);
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch {
    return false;
  }
  if (blocks.length === 0) return false;
  goodCertificates = pem;
  return true;
}

function readTimeouts(given: ConnectionOptions['timeouts']): StepResult<Timeouts> {
  if (given === undefined) return done(limits.timeouts);
  const timeouts: Timeouts = { ...limits.timeouts };
  for (const key of Object.keys(limits.timeouts) as (keyof Timeouts)[]) {
    const value = given[key];
    if (value === undefined) continue;
    // Beyond this setTimeout fires at once.
    if (!Number.isFinite(value) || value <= 0 || value > 0x7fff_ffff) {
      return failed(invalidArgument(`timeouts.${key}`, String(value), 'bad-value'));
    }
    timeouts[key] = value;
  }
  return done(timeouts);
}
