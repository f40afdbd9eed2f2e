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
  // Without causes of their own: their hosts say who answered.
  'united-internet',
  'netease',
  'yandex',
  'comcast',
  'cox',
  'spectrum',
  'orange',
  'laposte',
  't-online',
  'strato',
  'ovh',
  'aruba',
  'libero',
  'seznam',
  'naver',
  'fastmail',
  'proton',
  'mimecast',
  'proofpoint',
  'barracuda',
  'cisco',
  'trend-micro',
  'hornetsecurity',
  'messagelabs',
  'sophos',
  'postmark',
  'brevo',
  'mailgun',
  'mailjet',
  'sparkpost',
  'mailtrap',
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
    hosts: ['.amazonses.com', 'email-smtp.amazonaws.com'],
    greets: [' simpleemailservice'],
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
  'united-internet': {
    name: 'the servers of GMX, WEB.DE, mail.com and IONOS',
    presets: ['gmx', 'gmx-com', 'web-de', 'mail-com', 'ionos'],
    hosts: [
      '.gmx.net',
      '.gmx.com',
      '.web.de',
      '.mail.com',
      '.kundenserver.de',
      '.1and1.com',
      '.1und1.de',
      '.ionos.com',
      '.ionos.de',
      '.ionos.co.uk',
      '.ionos.es',
      '.ionos.fr',
    ],
    greets: ['nemesis esmtp'],
    words: ['postmaster.gmx.', 'postmaster.web.de/', 'postmaster.mail.com/'],
  },
  netease: {
    name: 'NetEase Mail',
    presets: ['163', '126', 'yeah'],
    hosts: ['.163.com', '.126.com', '.yeah.net', '.netease.com'],
    words: ['mail.163.com/help'],
  },
  yandex: {
    name: 'Yandex Mail',
    presets: ['yandex'],
    hosts: ['.yandex.ru', '.yandex.net', '.yandex.com'],
    words: ['yandex.com/support/mail', 'yandex.ru/support/mail'],
  },
  comcast: { name: 'Comcast', presets: ['comcast'], hosts: ['.comcast.net'], words: ['postmaster.comcast.net'] },
  cox: { name: 'Cox', hosts: ['.cox.net'] },
  spectrum: { name: 'Spectrum', hosts: ['.charter.net'], words: ['spectrum.net/support'] },
  orange: { name: 'Orange', presets: ['orange-fr'], hosts: ['.orange.fr', '.wanadoo.fr'] },
  laposte: { name: 'La Poste', presets: ['laposte'], hosts: ['.laposte.net'] },
  't-online': { name: 'T-Online', presets: ['t-online'], hosts: ['.t-online.de'] },
  strato: { name: 'Strato', presets: ['strato'], hosts: ['.strato.de', '.rzone.de'] },
  ovh: { name: 'OVH', presets: ['ovh'], hosts: ['.ovh.net'] },
  aruba: { name: 'Aruba', presets: ['aruba', 'aruba-pec'], hosts: ['.aruba.it'] },
  libero: { name: 'Libero Mail', presets: ['libero'], hosts: ['.libero.it'] },
  seznam: { name: 'Seznam', presets: ['seznam'], hosts: ['.seznam.cz'] },
  naver: { name: 'Naver', presets: ['naver'], hosts: ['.naver.com'] },
  fastmail: { name: 'Fastmail', presets: ['fastmail'], hosts: ['.messagingengine.com', '.fastmail.com'] },
  proton: { name: 'Proton Mail', presets: ['proton-submission'], hosts: ['.protonmail.ch'] },
  mimecast: { name: 'Mimecast', hosts: ['.mimecast.com', '.mimecast.co.za'], words: ['community.mimecast.com'] },
  proofpoint: { name: 'Proofpoint', hosts: ['.pphosted.com', '.ppe-hosted.com'], words: ['support.proofpoint.com'] },
  barracuda: { name: 'Barracuda', hosts: ['.barracudanetworks.com'] },
  cisco: { name: 'Cisco Secure Email', hosts: ['.iphmx.com'] },
  'trend-micro': { name: 'Trend Micro Email Security', hosts: ['.trendmicro.com', '.trendmicro.eu'] },
  hornetsecurity: { name: 'Hornetsecurity', hosts: ['.hornetsecurity.com'] },
  messagelabs: {
    name: 'Symantec Email Security.cloud',
    hosts: ['.messagelabs.com'],
    words: ['symanteccloud.com/troubleshooting'],
  },
  sophos: { name: 'Sophos Email', hosts: ['.hydra.sophos.com'], words: ['xgemail_0'] },
  postmark: { name: 'Postmark', presets: ['postmark'], hosts: ['.postmarkapp.com', '.mtasv.net'] },
  brevo: { name: 'Brevo', presets: ['brevo'], hosts: ['.brevo.com', '.sendinblue.com'] },
  mailgun: { name: 'Mailgun', presets: ['mailgun'], hosts: ['.mailgun.org', '.mailgun.net'] },
  mailjet: { name: 'Mailjet', presets: ['mailjet'], hosts: ['.mailjet.com'] },
  sparkpost: { name: 'SparkPost', presets: ['sparkpost'], hosts: ['.sparkpostmail.com'] },
  mailtrap: { name: 'Mailtrap', presets: ['mailtrap', 'mailtrap-sandbox'], hosts: ['.mailtrap.io'] },
};
