/**
 * What two servers' prose is compared by: the words that are left when everything is taken off that differs from host to host and
 * from one minute to the next, such as names, addresses, dates and ids. Versions stay: "Exim 4.96" and "Exim 4.98" are two things.
 */
import { ipFamily } from '../../parse/ip.ts';
import type { Report } from '../../values/session/report.ts';

const dateWords = new Set(
  (
    'mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday ' +
    'jan feb mar apr may jun jul aug sep oct nov dec ' +
    'january february march april june july august september october november december'
  ).split(' '),
);
/** Only after a time: elsewhere "EST" may be anything. */
const zones = new Set(
  'gmt utc z am pm est edt cst cdt mst mdt pst pdt wet west cet cest eet eest bst ist jst msk'.split(' '),
);

const time = /^\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?z?$/;
const offset = /^[+-]\d{2}:?\d{2}$/;
// A year has four digits, which no part of "3.7.11" has.
const date = /^(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:t[0-9:.+z-]*)?$/;
const numberOnly = /^[+-]?\d+$/;
const edges = new Set('[](){}<>"\',;:.!*=_|#~-');
/** Its last label is no number, else it is a version. */
const hostLike = /^(?:[a-z0-9_-]{1,63}\.){1,20}[a-z][a-z0-9-]{0,62}$/;

/** Names by which a server and the way to it are called; they say nothing of what it is. */
export function ownNames(report: Report): ReadonlySet<string> {
  const { target, greeting, ehlo, tls, mx } = report;
  const first = (line: string | undefined): string => bare(line?.trim().split(/\s/, 1)[0] ?? '');
  const said = [greeting?.lines[0], ...[ehlo.plain, ehlo.tls, ehlo.auth].map((each) => each?.lines[0])].map(first);
  // RFC 5321 section 4.2: a domain stands first; a server that leaves it out begins with a word of its own.
  const named = said.filter((word, index) => hostLike.test(word) || said.indexOf(word) !== index);
  const known = [target.host, tls?.servername, tls?.verifiedName, ...(mx?.hosts ?? []).map(({ name }) => name)];
  return new Set([...named, ...known.flatMap((name) => (name === null || name === undefined ? [] : [bare(name)]))]);
}

/** Without what stands around words. */
function bare(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && edges.has(word.charAt(from))) from += 1;
  while (to > from && edges.has(word.charAt(to - 1))) to -= 1;
  return word.slice(from, to).toLowerCase();
}

/**
 * Words of server text as they are compared. `hosts`: `every` takes off whatever looks like a host's name, as fits greetings; `own` only
 * `names`, since in a refusal another name, such as that of a block list, is the reason.
 */
export function essence(text: string, names: ReadonlySet<string>, hosts: 'own' | 'every'): string {
  let afterTime = false;
  const kept: string[] = [];
  for (const raw of text.split(/\s+/)) {
    const word = bare(raw);
    if (word === '') continue;
    const timely: boolean = isTime(raw.toLowerCase()) || isTime(word) || (afterTime && zones.has(word));
    const name = names.has(word) || (hosts === 'every' && hostLike.test(word));
    afterTime = timely;
    if (timely || name || dateWords.has(word) || numberOnly.test(word) || isAddress(word) || isId(word)) continue;
    kept.push(word);
  }
  return kept.join(' ');
}

const isTime = (word: string): boolean => time.test(word) || offset.test(word) || date.test(word);
const isAddress = (word: string): boolean => ipFamily(word.replace(/^ipv6:/, '')) !== 0;

/**
 * Queue ids, session ids and numbered nicknames: letters and digits that alternate, many digits, or a number with zeros before it. A
 * product with its year ("Exchange2019") is none.
 */
function isId(whole: string): boolean {
  // Google counts after its ids: "…si123456abc.12".
  const word = whole.replace(/\.\d{1,4}$/, '');
  const runs = word.match(/\d+|[a-z]+/g) ?? [];
  const digits = runs.filter((run) => run >= '0' && run < 'a');
  if (digits.length === 0 || digits.length === runs.length || /[./:@]/.test(word)) return false;
  const count = digits.join('').length;
  const padded = digits.some((run) => run.length > 1 && run.startsWith('0'));
  return padded || count >= 5 || (word.length >= 8 && digits.length >= 2);
}
