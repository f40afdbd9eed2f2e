/**
 * What a reply may be about besides the login, the session and the server: a way whose words go with everything (a temporary error, a timeout)
 * gives way where one of these is named, because then it is that which failed.
 */
export const topicConcepts = {
  'sender-policy': /\b(?:spf|dkim|dmarc|arc|domainkeys?|sender policy|alignment)\b/,
  dns: /\b(?:dns|rdns|mx|ptr|reverse|resolv(?:e|er|es|ing)|name server|a record|host ?name lookup|dnssec|tlsa|dane)\b/,
  'block-list':
    /\b(?:(?:black|block|deny)[- ]?list(?:s|ed|ing)?|rbl|dnsbl|spamhaus|spamcop|barracuda|sorbs|listed (?:in|on|by|at))\b/,
  reputation: /\b(?:reputation|complaints?|abuse|bulk|grey-?list(?:ed|ing)?|gray-?list(?:ed|ing)?)\b/,
  content:
    /\b(?:spam(?!d)|virus(?:es)?|malware|phish(?:ing)?|attachments?|content|header(?:s)?|mime|signature|message-id)\b/,
  certificate: /\bcertificates?\b/,
  mailbox: /\b(?:mailbox|inbox|over ?quota|user lock|lock(?:ed)?|folder|sieve)\b/,
  verification: /\b(?:callout|verif(?:y|ication|ied)|unverified)\b/,
  rate: /\b(?:rate|quota|throttl(?:ed|ing)|per (?:hour|day|minute)|daily|hourly|limits?(?: exceeded)?|too fast|exceeded)\b/,
} as const;

export const topics: readonly (keyof typeof topicConcepts)[] = [
  'sender-policy',
  'dns',
  'block-list',
  'reputation',
  'content',
  'certificate',
  'mailbox',
  'verification',
  'rate',
];
