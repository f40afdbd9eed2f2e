/**
 * What follows `FROM:` and `TO:`: a path with its angle brackets and an old source route, and ESMTP parameters (RFC 5321
 * section 4.1.2, RFC 6531 section 3.3).
 */
import { hasInvisible, parseDomain } from '../../protocol/parse/domain.ts';
import {
  type AddressReason,
  endOfQuoted,
  type Mailbox,
  type AddressOptions,
  nonAscii,
  parseMailbox,
} from '../../protocol/parse/addresses/mailbox.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';

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
 * What a client writes after `FROM:` or `TO:`, from the `<` on (blanks before it are allowed, as most servers do).
 * `withoutDomain` is `postmaster` unless told otherwise. Parameters are told apart here and judged by the server.
 */
export function parsePathArgument(text: string, options: AddressOptions = {}): Result<PathArgument, PathReason> {
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

/** Of MAIL and RCPT, good or bad: what stood there, without the brackets. */
export function givenPath(args: string): string {
  const path = args.slice(0, 512).replace(/^(?:TO|FROM):\s*<?/i, '');
  return path.split('>', 1)[0] ?? '';
}
