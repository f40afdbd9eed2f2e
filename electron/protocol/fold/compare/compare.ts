/**
 * Two reports in, what differs out, by stable paths (docs/engine.md has their grammar). Left out is what always differs and means
 * nothing: names, times, ids. So is what one side never came to because its session had ended: `error.code` says that already.
 */
import { otherFindings } from '../verdict.ts';
import type { Difference } from '../../values/session/comparison.ts';
import type { Report } from '../../values/session/report.ts';
import { compareOffers } from './ehlo.ts';
import {
  type Compared,
  item,
  maybe,
  compareReplies,
  sameSet,
  type Sides,
  sorted,
  compareTexts,
  comparable,
} from './parts.ts';
import { ownNames } from './text.ts';
import { encryption } from './tls.ts';

/** In the order of the session. With the sides exchanged: the same places, `a` and `b` exchanged. Never throws. */
export function compareReports(a: Report, b: Report): Compared[] {
  const sides = { a, b, names: new Set([...ownNames(a), ...ownNames(b)]) };
  return [
    ...targets(sides),
    ...errors(sides),
    ...ways(sides),
    ...greetings(sides),
    ...stages(sides),
    ...logins(sides),
    ...envelopes(sides),
    ...findings(sides),
  ];
}

export function differencesIn(compared: readonly Compared[]): Difference[] {
  return compared.filter(({ same }) => !same).map(({ path, a, b }) => ({ path, a, b }));
}

function* targets({ a, b }: Sides): Generator<Compared> {
  // Refused arguments lead nowhere.
  if ([a, b].some(({ target }) => target.host === null && target.path === null)) return;
  if (a.target.port !== null || b.target.port !== null) yield item(['target', 'port'], a.target.port, b.target.port);
  yield item(['target', 'protocol'], a.target.protocol, b.target.protocol);
  yield item(['target', 'security'], a.target.security, b.target.security);
}

/** The reply that these ended with stands elsewhere in the report. */
const repliesElsewhere: ReadonlySet<string> = new Set(['greeting-refused', 'sender-refused', 'recipients-refused']);

function* errors(sides: Sides): Generator<Compared> {
  const { a, b } = sides;
  if (a.error === null && b.error === null) return;
  yield item(['error', 'code'], a.error?.code ?? null, b.error?.code ?? null);
  if (a.error === null || a.error.code !== b.error?.code) return;
  yield item(['error', 'phase'], a.error.phase, b.error.phase);
  const reasons = [reasonOf(a.error), reasonOf(b.error)] as const;
  if (reasons[0] !== null || reasons[1] !== null) yield item(['error', 'reason'], ...reasons);
  if (!repliesElsewhere.has(a.error.code))
    yield* compareReplies(sides, ['error', 'reply'], a.error.reply, b.error.reply);
}

/** The one parameter that tells two outcomes of the same code apart. */
function reasonOf(error: NonNullable<Report['error']>): string | null {
  switch (error.code) {
    case 'invalid-argument':
    case 'proxy-failed':
    case 'auth-unavailable':
    case 'auth-failed':
      return error.params.reason;
    case 'dns-failed':
      return error.params.dnsCode;
    case 'protocol-error':
      return error.params.limit ?? error.params.anomaly;
    case 'security-mismatch':
      return error.params.seen;
    case 'not-supported':
      return error.params.keyword;
    case 'tls-failed':
      return error.params.chainError ?? error.params.libraryCode ?? error.params.check;
    default:
      return null;
  }
}

/** How they were reached: not by which addresses, which are always others, but by what kind, and what failed. */
function* ways(sides: Sides): Generator<Compared> {
  const { a, b } = sides;
  const local = a.target.path !== null || b.target.path !== null;
  const connected = ({ addresses }: Report): string[] =>
    sorted(addresses.flatMap(({ ok, family }) => (ok && family !== null ? [`IPv${family}`] : [])));
  const failed = ({ addresses }: Report): string[] => sorted(addresses.flatMap(({ error }) => error ?? []));
  if (!local && connected(a).length > 0 && connected(b).length > 0)
    yield item(['addresses', 'connected'], connected(a), connected(b));
  const alike = (a.error?.code === 'connect-failed') === (b.error?.code === 'connect-failed');
  if (alike && a.addresses.length > 0 && b.addresses.length > 0)
    yield item(['addresses', 'failed'], failed(a), failed(b));
  yield* maybe(sides, ['mx', 'via'], a.mx?.via ?? null, b.mx?.via ?? null);
  yield* maybe(sides, ['mx', 'hosts'], hostsOf(a), hostsOf(b));
}

/** By preference, then by name: equal ones come in any order. */
function hostsOf({ mx }: Report): string[] | null {
  if (mx === undefined) return null;
  const hosts = mx.hosts.map(({ name, preference }) => ({ name: name.toLowerCase(), preference: preference ?? 0 }));
  hosts.sort((x, y) => x.preference - y.preference || (x.name < y.name ? -1 : x.name > y.name ? 1 : 0));
  return hosts.map(({ name, preference }) => `${preference} ${name}`);
}

function* greetings(sides: Sides): Generator<Compared> {
  const { greeting: a } = sides.a;
  const { greeting: b } = sides.b;
  if (a?.code !== 220 || b?.code !== 220) yield* compareReplies(sides, ['greeting'], a, b);
  else {
    yield item(['greeting', 'code'], a.code, b.code);
    yield compareTexts(sides, ['greeting', 'text'], a.lines, b.lines, 'every');
  }
}

/** Only where both came to it: that one has no TLS is shown by `tls.version`. Without a moment in common, what each offered last. */
function* stages(sides: Sides): Generator<Compared> {
  const { a, b } = sides;
  if (a.ehlo.plain !== null && b.ehlo.plain !== null) yield* compareOffers(sides, 'plain', a.ehlo.plain, b.ehlo.plain);
  yield* encryption(sides);
  if (a.ehlo.tls !== null && b.ehlo.tls !== null) yield* compareOffers(sides, 'tls', a.ehlo.tls, b.ehlo.tls);
  const common = (['plain', 'tls'] as const).some((stage) => a.ehlo[stage] !== null && b.ehlo[stage] !== null);
  const left = a.ehlo.tls ?? a.ehlo.plain;
  const right = b.ehlo.tls ?? b.ehlo.plain;
  if (!common && left !== null && right !== null) yield* compareOffers(sides, 'last', left, right);
}

function* logins(sides: Sides): Generator<Compared> {
  const { a, b } = sides;
  if (!comparable(sides, a.auth, b.auth)) return;
  const tried = [a.auth, b.auth].map((auth) => auth?.tried ?? []);
  if (a.auth !== null && b.auth !== null)
    yield item(['auth', 'offered'], a.auth.offered, b.auth.offered, sameSet(...upper(a.auth.offered, b.auth.offered)));
  yield* maybe(sides, ['auth', 'used'], a.auth?.used ?? null, b.auth?.used ?? null);
  for (const mechanism of a.auth === null || b.auth === null ? [] : sorted(tried.flat().map((one) => one.mechanism))) {
    const [left, right] = tried.map((all) => all.findLast((one) => one.mechanism === mechanism));
    const at = ['auth', 'tried', mechanism];
    // One that only one side took and that worked there is shown by `auth.used`.
    if (left !== undefined && right !== undefined) yield item([...at, 'ok'], left.ok, right.ok);
    else if (left?.ok !== true && right?.ok !== true)
      yield* maybe(sides, [...at, 'ok'], left?.ok ?? null, right?.ok ?? null);
    // Whoever is let in says so with 235 and whatever words.
    if (left?.ok === false && right?.ok === false) yield* compareReplies(sides, at, left.reply, right.reply);
  }
  if (a.ehlo.auth !== null && b.ehlo.auth !== null) yield* compareOffers(sides, 'auth', a.ehlo.auth, b.ehlo.auth);
}

const upper = (...all: readonly [readonly string[], readonly string[]]): [string[], string[]] => [
  all[0].map((name) => name.toUpperCase()),
  all[1].map((name) => name.toUpperCase()),
];

function* envelopes(sides: Sides): Generator<Compared> {
  const { a, b } = sides;
  const answers = [a.answers ?? [], b.answers ?? []] as const;
  for (let index = 0; index < Math.max(answers[0].length, answers[1].length); index += 1) {
    const asked = answers.map((all) => all[index]?.reply ?? null);
    yield* compareReplies(sides, ['answers', index], asked[0] ?? null, asked[1] ?? null, 'always');
  }
  yield* compareReplies(sides, ['sender'], a.sender, b.sender);
  for (let index = 0; index < Math.max(a.recipients.length, b.recipients.length); index += 1) {
    const left = a.recipients[index];
    const right = b.recipients[index];
    yield* maybe(sides, ['recipients', index, 'address'], left?.address ?? null, right?.address ?? null);
    yield* compareReplies(sides, ['recipients', index], left?.reply ?? null, right?.reply ?? null);
  }
}

/** Why something was refused stands in its reply. */
function* findings(sides: Sides): Generator<Compared> {
  const of = (report: Report, id: string): string[] | null => {
    const found = otherFindings(report).filter((finding) => finding.id === id);
    return found.length === 0 ? null : sorted(found.map(({ severity, title }) => `${severity}: ${title}`));
  };
  for (const id of sorted([...otherFindings(sides.a), ...otherFindings(sides.b)].map((finding) => finding.id)))
    yield* maybe(sides, ['findings', ...id.split('.')], of(sides.a, id), of(sides.b, id));
}
