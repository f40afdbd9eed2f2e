/**
 * Mailboxes, paths and names as RFC 5321 sections 4.1.2 and 4.1.3 and RFC 6531 section 3.3 write them. Everything is read
 * from left to right once; an address is either exactly one or refused with a reason, never guessed.
 */
import { type DomainReason, hasInvisible, hasInvisibleInDomain, parseDomain } from '../../protocol/parse/domain.ts';
import { type Result, bad, good } from '../../protocol/parse/result.ts';
import { limits } from './limits.ts';
import { utf8Bytes } from './text.ts';

export type AddressReason =
  | DomainReason
  | 'control-character'
  | 'no-domain'
  | 'bad-local-part'
  | 'local-part-too-long'
  | 'too-long'
  | 'needs-smtputf8';

export interface Mailbox {
  /** What the local part means: without quotes and backslashes. */
  readonly local: string;
  /** As written; '' where there is none (see withoutDomain). */
  readonly domain: string;
  /** With A-labels: what DNS and servers without SMTPUTF8 understand. */
  readonly domainAscii: string;
  readonly literal: boolean;
  /** The local part was written in quotes. */
  readonly quoted: boolean;
  /** The local part cannot be written in ASCII; a U-label in the domain alone needs no SMTPUTF8. */
  readonly needsSmtputf8: boolean;
  /** The whole as written, quotes kept. */
  readonly text: string;
  /** As text, with the domain in A-labels: what to send unless SMTPUTF8 is used. */
  readonly wire: string;
}

export interface MailboxOptions {
  /** false: from a session without SMTPUTF8, so that any octet above 127 is refused, in the domain too. */
  readonly smtputf8?: boolean;
  /** `postmaster`: that name alone may stand without a domain (RFC 5321 4.1.1.3). `any`: LMTP servers know bare users. */
  readonly withoutDomain?: 'refuse' | 'postmaster' | 'any';
  /** Waives 64 and 254, for those who test what a server does with more; 255 for the domain stays. */
  readonly anyLength?: boolean;
}

const atom = /^[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+(?:\.[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+)*$/u;
const nonAscii = /[^\x00-\x7f]/;

/** Offset behind the closing quote; -1 when it is missing. */
function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return -1;
}

function splitMailbox(text: string): { local: string; domain: string | null } | null {
  if (text.startsWith('"')) {
    const end = endOfQuoted(text, 0);
    if (end === -1) return null;
    if (end === text.length) return { local: text, domain: null };
    return text[end] === '@' ? { local: text.slice(0, end), domain: text.slice(end + 1) } : null;
  }
  const at = text.indexOf('@');
  return at === -1 ? { local: text, domain: null } : { local: text.slice(0, at), domain: text.slice(at + 1) };
}

/** What nearly all addresses are; lengths are judged apart, and an A-label needs a closer look. */
const plain =
  /^([A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*)@((?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.(?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)$/i;

/** The same as the long way below for an address of ASCII letters, digits and atoms' signs; null for every other. */
function plainMailbox(text: string): Mailbox | null {
  if (text.length > limits.address.maxMailbox) return null;
  const [, local, domain] = plain.exec(text) ?? [];
  if (local === undefined || domain === undefined || local.length > limits.address.maxLocal) return null;
  const common = { local, domain, domainAscii: domain, text, wire: text };
  return { ...common, literal: false, quoted: false, needsSmtputf8: false };
}

/** `local@domain`, nothing around it: no blanks, comments or angle brackets. */
export function parseMailbox(text: string, options: MailboxOptions = {}): Result<Mailbox, AddressReason> {
  const simple = plainMailbox(text);
  if (simple !== null) return good(simple);
  const any = options.anyLength === true;
  if (text.length > limits.command.maxArgument) return bad('too-long');
  if (hasInvisibleInDomain(text)) return bad('control-character');
  if (options.smtputf8 === false && nonAscii.test(text)) return bad('needs-smtputf8');
  const parts = splitMailbox(text);
  if (parts === null) return bad('bad-local-part');
  if (hasInvisible(parts.local)) return bad('control-character');
  const quoted = parts.local.startsWith('"');
  if (!quoted && !atom.test(parts.local)) return bad('bad-local-part');
  if (!any && utf8Bytes(parts.local).length > limits.address.maxLocal) return bad('local-part-too-long');
  const local = quoted ? parts.local.slice(1, -1).replace(/\\(.)/gsu, '$1') : parts.local;
  // RFC 6531 section 3.3 adds UTF-8 to qtext, not to quoted pairs.
  if (quoted && /\\[^\x20-\x7e]/u.test(parts.local)) return bad('bad-local-part');
  const common = { local, quoted, needsSmtputf8: nonAscii.test(parts.local) };
  if (parts.domain === null) {
    const allowed = options.withoutDomain ?? 'refuse';
    if (allowed === 'refuse' || (allowed === 'postmaster' && local.toLowerCase() !== 'postmaster'))
      return bad('no-domain');
    return good({ ...common, domain: '', domainAscii: '', literal: false, text, wire: text });
  }
  const domain = parseDomain(parts.domain);
  if (!domain.ok) return domain;
  const written = `${parts.local}@${domain.value.text}`;
  const wire = `${parts.local}@${domain.value.ascii}`;
  const octets = Math.max(utf8Bytes(written).length, utf8Bytes(wire).length);
  if (!any && octets > limits.address.maxMailbox) return bad('too-long');
  const { text: name, ascii, literal } = domain.value;
  return good({ ...common, domain: name, domainAscii: ascii, literal, text: written, wire });
}

export interface EsmtpParameter {
  /** Upper case. */
  readonly keyword: string;
  /** null where there is no `=`. */
  readonly value: string | null;
}

export interface PathArgument {
  /** What stands between the brackets, source route taken off; '' for the null reverse-path. */
  readonly path: string;
  /** null for the null reverse-path. */
  readonly mailbox: Mailbox | null;
  /** The source route as written, without its colon (RFC 5321 appendix C: accepted and ignored); '' for none. */
  readonly route: string;
  /** An octet above 127 stands in path or parameters: legal with the parameter SMTPUTF8 alone. */
  readonly nonAscii: boolean;
  readonly params: readonly EsmtpParameter[];
  /** The parameters as written. */
  readonly rest: string;
}

export type PathReason = AddressReason | 'no-brackets' | 'bad-route' | 'bad-parameter';

/** RFC 5321 section 4.1.2; the value may hold UTF-8 by RFC 6531 section 3.3. */
const parameterForm = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~\u0080-\u{10ffff}]+))?$/u;

/** Offset of the `>` that is not in quotes; -1 for none. */
function endOfPath(text: string): number {
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === '>') return at;
    if (text[at] === '"') {
      const end = endOfQuoted(text, at);
      if (end === -1) return -1;
      at = end - 1;
    }
  }
  return -1;
}

function splitRoute(inner: string): { route: string; path: string } | null {
  if (!inner.startsWith('@')) return { route: '', path: inner };
  // A literal in a route holds colons of its own; real ones never had any, and the RFC only wants them ignored.
  const colon = inner.indexOf(':');
  if (colon === -1) return null;
  const route = inner.slice(0, colon);
  const hops = route.split(',');
  if (!hops.every((hop) => hop.startsWith('@') && parseDomain(hop.slice(1)).ok)) return null;
  return { route, path: inner.slice(colon + 1) };
}

/**
 * What a client writes behind `FROM:` or `TO:`, from the `<` on (blanks before it are allowed, as most servers do).
 * `withoutDomain` is `postmaster` unless told otherwise. Parameters are told apart here and judged by the server.
 */
export function parsePathArgument(text: string, options: MailboxOptions = {}): Result<PathArgument, PathReason> {
  const start = text.search(/[^ \t]/);
  const argument = start > 0 ? text.slice(start) : text;
  if (!argument.startsWith('<')) return bad('no-brackets');
  const end = endOfPath(argument);
  if (end === -1) return bad('no-brackets');
  const split = splitRoute(argument.slice(1, end));
  if (split === null) return bad('bad-route');
  const { route, path } = split;
  const rest = argument.slice(end + 1);
  if (rest !== '' && !/^[ \t]/.test(rest)) return bad('bad-parameter');
  let mailbox: Mailbox | null = null;
  if (path !== '' || route !== '') {
    const parsed = parseMailbox(path, { withoutDomain: 'postmaster', ...options });
    if (!parsed.ok) return parsed;
    mailbox = parsed.value;
  }
  const params: EsmtpParameter[] = [];
  for (const token of rest.split(/[ \t]+/)) {
    if (token === '') continue;
    const match = parameterForm.exec(token);
    if (match === null || hasInvisible(token)) return bad('bad-parameter');
    params.push({ keyword: (match[1] ?? '').toUpperCase(), value: match[2] ?? null });
  }
  return good({ path, mailbox, route, nonAscii: nonAscii.test(path + rest), params, rest: rest.trim() });
}
