/** When the parameters of an EHLO keyword say the same: compared as each keyword's grammar has them, not as strings. */

/** Where the order means nothing: mechanisms (RFC 4954), limits (RFC 9422), attributes (Postfix), schemes (RFC 4468). */
const sets: ReadonlySet<string> = new Set(['AUTH', 'X-EXPS', 'LIMITS', 'XCLIENT', 'XFORWARD', 'NO-SOLICITING', 'BURL']);
/** RFC 1870 and 2852: a number, which may be written with zeros before it. */
const numbers: ReadonlySet<string> = new Set(['SIZE', 'DELIVERBY']);

/** The latest time of FUTURERELEASE (RFC 4865) moves along with the clock; so far apart two answers may be, in milliseconds. */
const CLOCK_TOLERANCE = 120_000;

/** Two lists, or two lines of one keyword, as one: in a set each item once. */
export function joinedParameters(keyword: string, a: readonly string[], b: readonly string[]): readonly string[] {
  const all = [...a, ...b];
  return sets.has(keyword) ? [...new Set(all)] : all;
}

/** `keyword` in upper case. */
export function sameParameters(keyword: string, a: readonly string[], b: readonly string[]): boolean {
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

const setOf = (items: readonly string[]): string => [...items].sort().join(' ');

/** Zeros before a number, alone or after NAME=, say nothing. */
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
