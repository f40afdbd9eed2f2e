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
    hosts: ['.outlook.com', '.office365.com', '.hotmail.com', '.exchangelabs.com'],
    introducesItself: true,
    words: [
      '.prod.outlook.com',
      '.prod.exchangelabs.com',
      '.protection.outlook.com',
      '[outlook.com]',
      'aka.ms/smtp_auth_',
      'smtpclientauthentication is disabled',
      'exchange server authentication',
      'outboundspamexception',
      'exchange server version is out-of-date',
      'not supported for client submission',
      'tenantattribution',
      'postmaster.live.com',
      'mail.live.com/mail',
      'sender.office.com',
      'delist@messaging.microsoft.com',
    ],
    // No registry has details beyond 100, and nobody else was seen to use them.
    codes: [
      'x.0.350',
      '5.1.90',
      '5.2.121-122',
      '5.2.252',
      '5.3.190',
      'x.4.300-320',
      '5.6.11',
      '4.7.66',
      '5.7.124',
      '5.7.133-139',
      'x.7.230',
      'x.7.321-325',
      'x.7.500-750',
      '4.7.850-899',
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
      'postmaster.aol.com',
      'delivery error: dd ',
    ],
  },
  apple: {
    name: 'iCloud Mail',
    presets: ['icloud'],
    hosts: ['.mail.icloud.com', '.icloud.com', '.mail.me.com', '.me.com'],
    words: ['support.apple.com/', 'privaterelay.appleid.com'],
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
