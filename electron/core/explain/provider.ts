/**
 * Whose reply it is, where that is certain: by the host that said it, by its greeting and EHLO lines, or by a mark in the reply that
 * nobody else writes. Where two of these disagree, nothing is certain.
 */
import { providerOfHost } from '../../protocol/providers/find.ts';
import type { Provider } from '../../protocol/providers/types.ts';
import type { ExplainContext } from './context.ts';
import type { Family, ReadReply } from './types.ts';

export interface Whose {
  readonly family: Family | null;
  /** A provider whose host it is, with or without rules of its own. */
  readonly provider: Provider | null;
  /** "Google", for sentences. */
  readonly name: string;
  /** How that is known: "its host", "its greeting", "a mark in the reply". */
  readonly by: string;
}

const names: Readonly<Record<Family, string>> = {
  google: 'Google',
  'google-customer': 'an organisation at Google',
  microsoft: 'Microsoft',
  yahoo: 'Yahoo',
  apple: 'iCloud Mail',
  'amazon-ses': 'Amazon SES',
  sendgrid: 'SendGrid',
  zoho: 'Zoho',
  'mail-ru': 'Mail.ru',
  qq: 'QQ Mail',
  godaddy: 'GoDaddy',
};

/** Names of hosts that only this provider has: they end in one of these. */
const hosts: readonly (readonly [family: Family, endings: readonly string[]])[] = [
  ['google', ['.google.com', '.googlemail.com', 'smtp.gmail.com', 'smtp-relay.gmail.com']],
  ['microsoft', ['.outlook.com', '.office365.com', '.hotmail.com']],
  ['yahoo', ['.yahoodns.net', '.mail.yahoo.com', '.yahoo.com', '.aol.com']],
  ['apple', ['.mail.icloud.com', '.icloud.com', '.mail.me.com', '.me.com']],
  ['amazon-ses', ['.amazonses.com']],
  ['sendgrid', ['.sendgrid.net']],
  [
    'zoho',
    [
      '.zoho.com',
      '.zoho.eu',
      '.zoho.in',
      '.zoho.jp',
      '.zoho.com.au',
      '.zohocloud.ca',
      '.zohomail.com',
      '.zeptomail.com',
    ],
  ],
  ['mail-ru', ['.mail.ru']],
  ['qq', ['.qq.com']],
  ['godaddy', ['.secureserver.net']],
];

const byProviderId: Readonly<Record<string, Family>> = {
  gmail: 'google',
  'google-relay': 'google',
  'microsoft-365': 'microsoft',
  outlook: 'microsoft',
  yahoo: 'yahoo',
  aol: 'yahoo',
  icloud: 'apple',
  'amazon-ses': 'amazon-ses',
  sendgrid: 'sendgrid',
  zoho: 'zoho',
  'zoho-eu': 'zoho',
  'zoho-in': 'zoho',
  'zoho-au': 'zoho',
  'zoho-jp': 'zoho',
  'zoho-ca': 'zoho',
  'mail-ru': 'mail-ru',
  qq: 'qq',
};

/** Words of a reply that only this provider writes. */
const marks: readonly (readonly [family: Family, words: readonly string[]])[] = [
  [
    'google',
    [
      '- gsmtp',
      ' gsmtp',
      'support.google.com/',
      'gmail requires all',
      "google's message size limit",
      'mail.google.com/support',
    ],
  ],
  [
    'microsoft',
    [
      '.prod.outlook.com',
      '.protection.outlook.com',
      '[outlook.com]',
      'aka.ms/smtp_auth_disabled',
      'smtpclientauthentication is disabled',
      'not supported for client submission',
      'tenantattribution',
      'postmaster.live.com',
      'mail.live.com/mail',
    ],
  ],
  [
    'yahoo',
    [
      'postmaster.yahooinc.com',
      'senders.yahooinc.com',
      'postmaster.yahoo.com',
      '(#auth005)',
      '(#mbr1212)',
      'yahoo requires all senders',
    ],
  ],
  ['apple', ['support.apple.com/']],
  [
    'amazon-ses',
    [
      'the following identities failed the check in region',
      'not authorized to perform ses:',
      'not authorized to perform: ses:',
    ],
  ],
  ['sendgrid', ['sendgrid.com/docs']],
  ['mail-ru', ['help.mail.ru/']],
  ['qq', ['service.mail.qq.com/']],
  ['godaddy', ['ibsmtp servers']],
];

export function familyOfHost(host: string): { family: Family | null; provider: Provider | null } {
  const name = host.toLowerCase().replace(/\.$/, '');
  const provider = providerOfHost(name);
  const family =
    (provider === null ? undefined : byProviderId[provider.id]) ??
    hosts.find(([, endings]) => endings.some((ending) => name.endsWith(ending)))?.[0] ??
    null;
  return { family, provider };
}

/** "220 smtp.gmail.com ESMTP ... gsmtp", "mx.zoho.com Hello": the first name of a host, and Google's mark. */
export function familyOfLine(line: string): { family: Family | null; provider: Provider | null } {
  const text = line.toLowerCase().replace(/^[2-5][0-9][0-9][ -]/, '');
  const host = /^[a-z0-9.-]{1,255}/.exec(text)?.[0] ?? '';
  const found = familyOfHost(host);
  if (found.family !== null || found.provider !== null) return found;
  return { family: text.includes(' gsmtp') ? 'google' : null, provider: null };
}

const MARK = 'a mark in the reply';
const nobody: Whose = { family: null, provider: null, name: '', by: '' };

/** Null family where it is not certain. */
export function whoseReply(reply: ReadReply, context: ExplainContext): Whose {
  const signs: { family: Family | null; provider: Provider | null; by: string }[] = [];
  for (const [family, words] of marks) {
    if (words.some((one) => ` ${reply.words}`.includes(one))) signs.push({ family, provider: null, by: MARK });
  }
  // Others write [TS..] too.
  if (/\[tss?[0-9]{2}\]/.test(reply.words) && /yahoo|aol/.test(reply.whole)) {
    signs.push({ family: 'yahoo', provider: null, by: MARK });
  }
  // A host in a log line is the one that was talked to, nearer to the reply than the context.
  for (const host of [reply.host, context.host ?? null]) {
    if (host !== null) signs.push({ ...familyOfHost(host), by: 'its host' });
  }
  if (typeof context.greeting === 'string') signs.push({ ...familyOfLine(context.greeting), by: 'its greeting' });
  const [hello] = context.ehlo ?? [];
  if (hello !== undefined) signs.push({ ...familyOfLine(hello), by: 'its EHLO answer' });
  const families = new Set(signs.flatMap(({ family }) => (family === null ? [] : [family])));
  const provider = signs.find((sign) => sign.provider !== null)?.provider ?? null;
  if (families.size > 1) return nobody;
  const [family = null] = families;
  if (family === null) return provider === null ? nobody : { family, provider, name: provider.name, by: 'its host' };
  const by = signs.find((sign) => sign.family === family)?.by ?? '';
  // Google marks what a rule of its customer says: then it is that customer's wording.
  if (family === 'google' && /\bgcdp\b/.test(reply.words)) {
    return { family: 'google-customer', provider: null, name: names['google-customer'], by };
  }
  return { family, provider, name: names[family], by };
}
