/**
 * By what a provider's servers are known: one record each. Only what is certain stands here: names of hosts that nobody else has, words and
 * codes that nobody else writes. A mark that another server could write makes a stranger's reply the provider's.
 */

/** Whose wording a reply is in. `google-customer`: a rule of one of Google's customers, not Google's own. */
export const FAMILIES = [
  'google',
  'google-customer',
  'microsoft',
  'yahoo',
  'apple',
  'amazon-ses',
  'sendgrid',
  'zoho',
  'mail-ru',
  'qq',
  'godaddy',
] as const;
export type Family = (typeof FAMILIES)[number];

export interface ProviderMarks {
  /** "Google", for sentences. */
  readonly name: string;
  /** Its entries among the providers whose settings are known (`find.ts`). */
  readonly presets?: readonly string[];
  /** A host that ends in one of these is one of its servers, wherever it is named: as typed, by MX, greeting or EHLO answer. */
  readonly hosts: readonly string[];
  /** Every server of it is known to introduce itself by such a name: one that does not is a stranger. */
  readonly introducesItself?: true;
  /** Words in the first line of a greeting or EHLO answer that nobody else writes; lower case. */
  readonly greets?: readonly string[];
  /** Words of a reply that nobody else writes; lower case. */
  readonly words?: readonly string[];
  /** Enhanced codes that nobody else uses, as in causes: "5.7.139", "x.7.700-749". */
  readonly codes?: readonly string[];
}

export const providerMarks: Readonly<Record<Family, ProviderMarks>> = {
  google: {
    name: 'Google',
    presets: ['gmail', 'google-relay'],
    hosts: ['.google.com', '.googlemail.com', 'smtp.gmail.com', 'smtp-relay.gmail.com'],
    introducesItself: true,
    greets: [' gsmtp'],
    words: [
      ' gsmtp',
      'support.google.com/',
      'gmail requires all',
      "google's message size limit",
      'mail.google.com/support',
    ],
  },
  'google-customer': { name: 'an organisation at Google', hosts: [] },
  microsoft: {
    name: 'Microsoft',
    presets: ['microsoft-365', 'outlook'],
    hosts: ['.outlook.com', '.office365.com', '.hotmail.com'],
    introducesItself: true,
    words: [
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
  },
  yahoo: {
    name: 'Yahoo',
    presets: ['yahoo', 'aol'],
    hosts: ['.yahoodns.net', '.mail.yahoo.com', '.yahoo.com', '.aol.com'],
    introducesItself: true,
    words: [
      'postmaster.yahooinc.com',
      'senders.yahooinc.com',
      'postmaster.yahoo.com',
      '(#auth005)',
      '(#mbr1212)',
      'yahoo requires all senders',
    ],
  },
  apple: {
    name: 'iCloud Mail',
    presets: ['icloud'],
    hosts: ['.mail.icloud.com', '.icloud.com', '.mail.me.com', '.me.com'],
    words: ['support.apple.com/'],
  },
  'amazon-ses': {
    name: 'Amazon SES',
    presets: ['amazon-ses'],
    hosts: ['.amazonses.com'],
    words: [
      'the following identities failed the check in region',
      'not authorized to perform ses:',
      'not authorized to perform: ses:',
    ],
  },
  sendgrid: { name: 'SendGrid', presets: ['sendgrid'], hosts: ['.sendgrid.net'], words: ['sendgrid.com/docs'] },
  zoho: {
    name: 'Zoho',
    presets: ['zoho', 'zoho-eu', 'zoho-in', 'zoho-au', 'zoho-jp', 'zoho-ca'],
    hosts: [
      '.zoho.com',
      '.zoho.eu',
      '.zoho.in',
      '.zoho.jp',
      '.zoho.com.au',
      '.zohocloud.ca',
      '.zohomail.com',
      '.zeptomail.com',
    ],
  },
  'mail-ru': { name: 'Mail.ru', presets: ['mail-ru'], hosts: ['.mail.ru'], words: ['help.mail.ru/'] },
  qq: { name: 'QQ Mail', presets: ['qq'], hosts: ['.qq.com'], words: ['service.mail.qq.com/'] },
  godaddy: { name: 'GoDaddy', hosts: ['.secureserver.net'], words: ['ibsmtp servers'] },
};
