/** What two EHLO replies offer, keyword by keyword: parameters are compared as each keyword's grammar says, not as strings. */
import type { Ehlo } from '../../../protocol/values/session/reply.ts';
import { type Compared, item, type Sides, sorted, texts } from './parts.ts';

/** Where the order means nothing: mechanisms (RFC 4954), limits (RFC 9422), attributes (Postfix), schemes (RFC 4468). */
const sets: ReadonlySet<string> = new Set(['AUTH', 'X-EXPS', 'LIMITS', 'XCLIENT', 'XFORWARD', 'NO-SOLICITING', 'BURL']);
/** RFC 1870 and 2852: a number, which may be written with zeros before it. */
const numbers: ReadonlySet<string> = new Set(['SIZE', 'DELIVERBY']);

/** The latest time of FUTURERELEASE (RFC 4865) moves along with the clock; so far apart two servers may tell it in milliseconds. */
const CLOCK_TOLERANCE = 120_000;

/** `stage`: as the path names it. */
export function* offers(sides: Sides, stage: string, a: Ehlo, b: Ehlo): Generator<Compared> {
  if (sides.a.target.protocol === sides.b.target.protocol) yield item(['ehlo', stage, 'verb'], a.verb, b.verb);
  yield texts(sides, ['ehlo', stage, 'text'], a.lines.slice(0, 1), b.lines.slice(0, 1), 'every');
  const offered = [offeredBy(a), offeredBy(b)] as const;
  for (const keyword of sorted([...offered[0].keys(), ...offered[1].keys()])) {
    const left = offered[0].get(keyword);
    const right = offered[1].get(keyword);
    const same = left !== undefined && right !== undefined && sameParameters(keyword, left, right);
    yield item(['ehlo', stage, keyword], left?.slice() ?? null, right?.slice() ?? null, same);
  }
}

/** Parameters by keyword. Of a keyword given more than once, as in AUTH and AUTH=, all of them. */
function offeredBy({ capabilities }: Ehlo): ReadonlyMap<string, readonly string[]> {
  const offered = new Map<string, readonly string[]>();
  for (const { keyword, params } of capabilities) {
    const name = keyword.toUpperCase();
    const all = [...(offered.get(name) ?? []), ...params];
    offered.set(name, sets.has(name) ? [...new Set(all)] : all);
  }
  return offered;
}

/** `keyword` in upper case. */
function sameParameters(keyword: string, a: readonly string[], b: readonly string[]): boolean {
  if (keyword === 'FUTURERELEASE') return sameRelease(a, b);
  return canonical(keyword, a) === canonical(keyword, b);
}

function canonical(keyword: string, params: readonly string[]): string {
  if (keyword === 'NO-SOLICITING') return setOf(params.flatMap((param) => param.toLowerCase().split(',')));
  // "imap" is a keyword there, a URL is not.
  if (keyword === 'BURL') return setOf(params.map((param) => (param.includes(':') ? param : param.toLowerCase())));
  if (sets.has(keyword)) return setOf(params.map((param) => numeric(param.toUpperCase())));
  if (numbers.has(keyword)) return params.map(numeric).join(' ');
  return (keyword === 'MT-PRIORITY' ? params.map((param) => param.toUpperCase()) : params).join(' ');
}

const setOf = (items: readonly string[]): string => sorted(items).join(' ');

/** Zeros before a number, alone or behind NAME=, say nothing. */
function numeric(param: string): string {
  const begin = param.indexOf('=') + 1;
  const value = param.slice(begin);
  return /^\d+$/.test(value) ? param.slice(0, begin) + value.replace(/^0+(?=\d)/, '') : param;
}

function sameRelease(a: readonly string[], b: readonly string[]): boolean {
  const [interval = '', until = '', ...rest] = a;
  const [otherInterval = '', otherUntil = '', ...otherRest] = b;
  if (numeric(interval) !== numeric(otherInterval) || rest.join(' ') !== otherRest.join(' ')) return false;
  const apart = Math.abs(Date.parse(until) - Date.parse(otherUntil));
  return until === otherUntil || apart <= CLOCK_TOLERANCE;
}
