/** What differs between two servers in words: where it belongs, what it is called, how its values are written, and the sentence above. */
import type { DifferenceValue, DifferencePath } from '../../protocol/values/session/comparison.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import { CHAIN_ERRORS, type ChainError } from '../../protocol/values/session/tls.ts';
import { capabilityText } from './capabilities.ts';
import { errorTitle } from '../outcomes/verdict.ts';
import { stageText } from './phases.ts';
import { list, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';

/** In the order of a session. */
export const COMPARISON_GROUPS = [
  'connection',
  'greeting',
  'plain',
  'tls',
  'after',
  'last',
  'login',
  'envelope',
  'findings',
] as const;
export type ComparisonGroup = (typeof COMPARISON_GROUPS)[number];

const titles = {
  connection: 'Connection',
  greeting: 'Greeting',
  plain: 'Before TLS',
  tls: 'TLS',
  after: 'After TLS',
  last: 'Offered (before TLS on one side, after it on the other)',
  login: 'Login',
  envelope: 'Envelope',
  findings: 'Findings',
} satisfies Record<ComparisonGroup, string>;

export const groupText = (group: ComparisonGroup): string => titles[group];

export interface PlaceText {
  readonly group: ComparisonGroup;
  /** Beside the values, in a narrow column. */
  readonly label: string;
  /** In the sentence above; the same for everything that is one thing to a reader. null: it is not named there. */
  readonly thing: string | null;
}

const stages: Readonly<Record<string, ComparisonGroup>> = { plain: 'plain', tls: 'after', last: 'last', auth: 'login' };

const simple: Readonly<Record<string, PlaceText>> = {
  // What was asked for needs no mention: it stands in the head of the table.
  'target port': { group: 'connection', label: 'Port', thing: null },
  'target protocol': { group: 'connection', label: 'Protocol', thing: null },
  'target security': { group: 'connection', label: 'Asked for', thing: null },
  'addresses connected': { group: 'connection', label: 'Reached over', thing: 'IP version' },
  'addresses failed': { group: 'connection', label: 'Addresses fail', thing: 'failing addresses' },
  'mx via': { group: 'connection', label: 'Route', thing: 'mail route' },
  'mx hosts': { group: 'connection', label: 'MX hosts', thing: 'MX hosts' },
  'tls version': { group: 'tls', label: 'Version', thing: 'TLS version' },
  'tls cipher': { group: 'tls', label: 'Cipher', thing: 'cipher' },
  'tls keyExchange': { group: 'tls', label: 'Key exchange', thing: 'key exchange' },
  'tls alpn': { group: 'tls', label: 'ALPN', thing: 'ALPN' },
  'tls chainError': { group: 'tls', label: 'Trust', thing: 'trust in the certificate' },
  'tls nameError': { group: 'tls', label: 'Name', thing: 'name in the certificate' },
  'tls pinned': { group: 'tls', label: 'Accepted', thing: 'certificate' },
  'auth offered': { group: 'login', label: 'Offered', thing: 'AUTH' },
  'auth used': { group: 'login', label: 'Logged in with', thing: 'login' },
};

const certificateLabels: Readonly<Record<string, string>> = {
  fingerprint256: 'Certificate',
  subject: 'Subject',
  issuer: 'Issued by',
  validTo: 'Valid until',
  key: 'Key',
  altNames: 'Names',
};

export function placeText(at: DifferencePath): PlaceText {
  const [part = '', second = '', third = ''] = at.map(String);
  const known = simple[`${part} ${second}`];
  if (known !== undefined) return known;
  switch (part) {
    case 'greeting':
      return { group: 'greeting', label: 'Reply', thing: 'greeting' };
    case 'ehlo':
      return { group: stages[second] ?? 'last', ...offerText(third) };
    case 'tls': {
      const own = third === '0';
      const label = certificateLabels[String(at[3])] ?? '';
      return {
        group: 'tls',
        label: own || third === '' ? label : `${label} ${Number(third) + 1}`,
        thing: own ? 'certificate' : 'issuers sent along',
      };
    }
    case 'auth':
      return { group: 'login', label: visible(third), thing: `login with ${visible(third)}` };
    case 'findings': {
      const id = at.slice(1).join('.');
      return { group: 'findings', label: '', thing: id };
    }
    case 'sender':
      return { group: 'envelope', label: 'MAIL', thing: 'answer to MAIL' };
    default:
      return { group: 'envelope', label: part === 'recipients' ? 'RCPT' : 'Answer', thing: 'answers' };
  }
}

function offerText(name: string): Pick<PlaceText, 'label' | 'thing'> {
  if (name === 'verb') return { label: 'Answered', thing: 'EHLO or HELO' };
  if (name === 'text') return { label: 'First line', thing: 'first line of EHLO' };
  const keyword = shorten(visible(name), 40);
  return { label: keyword, thing: keyword };
}

const isChainError = (value: unknown): value is ChainError => CHAIN_ERRORS.some((error) => error === value);

const chainErrors = {
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'bad-time': 'validity not readable',
  'self-signed': 'self-signed',
  'untrusted-root': 'unknown root',
  'incomplete-chain': 'chain incomplete',
  revoked: 'revoked',
  'weak-signature': 'weak signature',
  'weak-key': 'weak key',
  'wrong-purpose': 'not for servers',
  'constraint-violated': 'breaks a restriction of its issuer',
  'bad-signature': 'bad signature',
  other: 'not verified',
} satisfies Record<ChainError, string>;

const securities: Readonly<Record<string, string>> = {
  none: 'no TLS',
  starttls: 'STARTTLS',
  'starttls-if-offered': 'STARTTLS if offered',
  tls: 'TLS from the start',
};
const routes: Readonly<Record<string, string>> = {
  mx: 'MX',
  implicit: 'no MX, the domain itself',
  literal: 'address literal',
};

/** One side of a difference in few words. */
export function valueText(at: DifferencePath, value: DifferenceValue): string {
  const [part = '', second = '', third = ''] = at.map(String);
  if (part === 'ehlo' && third !== 'verb' && third !== 'text') return offer(third, value);
  if (part === 'tls') return tlsValue(second, String(at[3] ?? ''), value);
  if (part === 'auth' && second === 'used') return value === null ? 'not logged in' : plain(value);
  if (part === 'target' && second === 'security') return securities[String(value)] ?? plain(value);
  if (part === 'target' && second === 'protocol') return plain(value).toUpperCase();
  if (part === 'mx' && second === 'via') return routes[String(value)] ?? plain(value);
  return plain(value);
}

const NOTHING = '–';
const plain = (value: DifferenceValue): string => {
  if (value === null) return NOTHING;
  const text = Array.isArray(value) ? value.map(visible).join(', ') : visible(String(value));
  return text === '' ? NOTHING : shorten(text, 300);
};

function offer(keyword: string, value: DifferenceValue): string {
  if (!Array.isArray(value)) return NOTHING;
  if (value.length === 0) return 'offered';
  const words = keyword === 'SIZE' ? capabilityText(keyword, value).parameters : null;
  const said = shorten(value.map(visible).join(' '), 300);
  return words === null ? said : `${said}, ${words.replace('messages up to ', '')}`;
}

function tlsValue(name: string, member: string, value: DifferenceValue): string {
  switch (name) {
    case 'version':
      return value === null ? 'no TLS' : plain(value);
    case 'chainError':
      return value === null ? 'trusted' : isChainError(value) ? chainErrors[value] : plain(value);
    case 'nameError':
      return value === null ? 'fits' : 'does not fit';
    case 'pinned':
      return value === true ? 'by its fingerprint' : NOTHING;
    case 'chain':
      if (value === null) return 'not sent';
      // Enough to distinguish two and to find one again; the whole stands in the report.
      if (member === 'fingerprint256') return `${plain(value).slice(0, 23)} …`;
      return member === 'validTo' ? plain(value).slice(0, 10) : plain(value);
    default:
      return plain(value);
  }
}

const NAMED = 5;
const NAMED_KEYWORDS = 3;

export interface ComparisonFacts {
  /** What differs, each thing once. */
  readonly things: readonly string[];
  /** Those among them that are EHLO keywords. */
  readonly keywords: ReadonlySet<string>;
  /** Both were heard. */
  readonly compared: boolean;
  /** Neither works, and nothing distinguishes one failure from the other. */
  readonly alike: boolean;
}

export function comparisonVerdict(
  { a, b }: { readonly a: Report; readonly b: Report },
  { things, keywords, compared, alike }: ComparisonFacts,
): string {
  const title = (report: Report): string => (report.error === null ? '' : errorTitle(report.error, report));
  const rest = differing(things, keywords);
  if (a.error === null && b.error === null)
    return things.length === 0 ? 'Both answer the same.' : `Same but for ${rest}.`;
  const until = things.length > 0 ? ` Else the same but for ${rest}.` : compared ? ' Else both answer the same.' : '';
  if (a.error === null) return `A works, B does not (${title(b)}).${until}`;
  if (b.error === null) return `B works, A does not (${title(a)}).${until}`;
  if (alike) return `Neither works, for the same reason (${title(a)}).${until}`;
  const both = title(a) === title(b) ? title(a) : `A: ${title(a)}; B: ${title(b)}`;
  return `Neither works (${both}).${until}`;
}

/** "3 things: SIZE, cipher and certificate"; many keywords are counted, not named. */
function differing(things: readonly string[], keywords: ReadonlySet<string>): string {
  const offered = things.filter((thing) => keywords.has(thing));
  const short =
    offered.length <= NAMED_KEYWORDS
      ? things
      : [...new Set(things.map((thing) => (keywords.has(thing) ? plural(offered.length, 'EHLO keyword') : thing)))];
  const named = short.length <= NAMED ? short : [...short.slice(0, NAMED - 1), `${short.length - NAMED + 1} more`];
  return `${plural(things.length, 'thing')}: ${list(named)}`;
}

/** "9 keywords before TLS". */
export function sameKeywords(count: number, stage: string): string {
  const when = stage === 'plain' || stage === 'tls' || stage === 'auth' ? stageText(stage) : 'in the end';
  return `${plural(count, 'keyword')} ${when}`;
}
