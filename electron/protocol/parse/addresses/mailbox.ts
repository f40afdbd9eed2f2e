/**
 * Mailboxes as RFC 5321 sections 4.1.2 and 4.1.3 and RFC 6531 section 3.3 write them. Everything is read from left to right once; an
 * address is either exactly one or refused with a reason, never guessed.
 */
import { octetsIn } from '../characters.ts';
import { type DomainReason, hasInvisible, hasInvisibleInDomain, parseDomain } from '../domain.ts';
import { limits } from '../limits.ts';
import { type Result, bad, good } from '../result.ts';

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

export interface AddressOptions {
  /** false: from a session without SMTPUTF8, so that any octet above 127 is refused, in the domain too. */
  readonly smtputf8?: boolean;
  /** `postmaster`: that name alone may stand without a domain (RFC 5321 4.1.1.3). `any`: LMTP servers know bare users. */
  readonly withoutDomain?: 'refuse' | 'postmaster' | 'any';
  /** Waives 64 and 254, for those who test what a server does with more; 255 for the domain stays. */
  readonly anyLength?: boolean;
}

const atom = /^[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+(?:\.[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+)*$/u;
export const nonAscii = /[^\x00-\x7f]/;

/** Offset after the closing quote; -1 when it is missing. */
export function endOfQuoted(text: string, start: number): number {
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
  if (text.length > limits.mailbox) return null;
  const [, local, domain] = plain.exec(text) ?? [];
  if (local === undefined || domain === undefined || local.length > limits.localPart) return null;
  const common = { local, domain, domainAscii: domain, text, wire: text };
  return { ...common, literal: false, quoted: false, needsSmtputf8: false };
}

/** `local@domain`, nothing around it: no blanks, comments or angle brackets. */
export function parseMailbox(text: string, options: AddressOptions = {}): Result<Mailbox, AddressReason> {
  const simple = plainMailbox(text);
  if (simple !== null) return good(simple);
  const any = options.anyLength === true;
  if (text.length > limits.argument) return bad('too-long');
  if (hasInvisibleInDomain(text)) return bad('control-character');
  if (options.smtputf8 === false && nonAscii.test(text)) return bad('needs-smtputf8');
  const parts = splitMailbox(text);
  if (parts === null) return bad('bad-local-part');
  if (hasInvisible(parts.local)) return bad('control-character');
  const quoted = parts.local.startsWith('"');
  if (!quoted && !atom.test(parts.local)) return bad('bad-local-part');
  if (!any && octetsIn(parts.local) > limits.localPart) return bad('local-part-too-long');
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
  const octets = Math.max(octetsIn(written), octetsIn(wire));
  if (!any && octets > limits.mailbox) return bad('too-long');
  const { text: name, ascii, literal } = domain.value;
  return good({ ...common, domain: name, domainAscii: ascii, literal, text: written, wire });
}
