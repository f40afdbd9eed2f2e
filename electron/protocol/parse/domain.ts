/** Domains and address literals as RFC 5321 section 4.1.2 and 4.1.3 have them, with U-labels by RFC 6531 and 5890. */
import { octetsIn } from './characters.ts';
import { toAscii } from './host.ts';
import { isIPv4, isIPv6 } from './ip.ts';
import { limits } from './limits.ts';
import { bad, good, type Result } from './result.ts';

export type DomainReason = 'bad-domain' | 'domain-too-long' | 'bad-literal' | 'bad-label';

export interface Domain {
  /** As written, but for the tag of an IPv6 literal, which is written `IPv6:`. */
  readonly text: string;
  /** With A-labels; the same as text for ASCII domains and literals. */
  readonly ascii: string;
  readonly literal: boolean;
}

const ldhLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const uLabel = /^[A-Za-z0-9\u0080-\u{10ffff}](?:[A-Za-z0-9\u0080-\u{10ffff}-]*[A-Za-z0-9\u0080-\u{10ffff}])?$/u;
/** Controls, invisible format characters, halves of pairs, and every blank but the ASCII space. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
/** What nearly all domains are: LDH labels, none of them an A-label, which needs a closer look. */
const plain =
  /^(?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.(?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/i;
const literalForm = /^\[([A-Za-z0-9-]*[A-Za-z0-9]):([!-Z^-~]+)\]$/;

/** What no eye can distinguish from its absence: allowed by RFC 6532 and refused here, because it serves deceit alone. */
export function hasInvisible(text: string): boolean {
  return invisible.test(text);
}

/** In a domain the two joiners may stand: some scripts need them, and IDNA knows where (RFC 5892 appendix A). */
export function hasInvisibleInDomain(text: string): boolean {
  return invisible.test(text.replace(/[\u200c\u200d]/g, ''));
}

/**
 * One label at a time: the URL parser behind the URL parser takes whole names such as 1.2 for IPv4 addresses. An A-label is
 * passed through it too, which refuses those that stand for nothing.
 */
function asciiLabel(label: string): string | null {
  const ldh = ldhLabel.test(label);
  if (ldh && !/^xn--/i.test(label)) return label;
  if (!ldh && !uLabel.test(label)) return null;
  const ascii = toAscii(label);
  // A full-width digit or dot would have become an address or several labels.
  if (!ldhLabel.test(ascii) || !ascii.startsWith('xn--')) return null;
  return ldh ? label : ascii;
}

function parseLiteral(text: string): Result<Domain, DomainReason> {
  if (isIPv4(text.slice(1, -1))) return good({ text, ascii: text, literal: true });
  const [, tag = '', content = ''] = literalForm.exec(text) ?? [];
  if (tag === '') return bad('bad-literal');
  if (tag.toLowerCase() !== 'ipv6') return good({ text, ascii: text, literal: true });
  // A zone (%eth0) means something on one machine only.
  if (!isIPv6(content) || content.includes('%')) return bad('bad-literal');
  const written = `[IPv6:${content}]`;
  return good({ text: written, ascii: written, literal: true });
}

export function parseDomain(text: string): Result<Domain, DomainReason> {
  if (text.length > limits.domain) return bad('domain-too-long');
  if (plain.test(text)) return good({ text, ascii: text, literal: false });
  if (text.startsWith('[')) return text.endsWith(']') ? parseLiteral(text) : bad('bad-literal');
  if (text === '' || hasInvisibleInDomain(text)) return bad('bad-domain');
  const labels: string[] = [];
  for (const label of text.split('.')) {
    const ascii = label === '' ? null : asciiLabel(label);
    if (ascii === null) return bad(/^xn--/i.test(label) || /[^\x00-\x7f]/.test(label) ? 'bad-label' : 'bad-domain');
    if (ascii.length > limits.label) return bad('bad-label');
    labels.push(ascii);
  }
  const ascii = labels.join('.');
  if (ascii.length > limits.domain || octetsIn(text) > limits.domain) return bad('domain-too-long');
  return good({ text, ascii, literal: false });
}
