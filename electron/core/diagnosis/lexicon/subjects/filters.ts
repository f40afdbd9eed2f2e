/** What filters say of a sender, an envelope and whose list refuses it. */
export const filterConcepts = {
  'suspects-spam':
    /\bappears? to be unsolicited\b|\bmass mail(?:er|ing)s?\b|\b(?:appears?|seems?|looks?|is) (?:to be )?(?:like )?(?:unsolicited|junk|bulk|ube|uce)\b|\bbulk[. ](?:e?mails?|advertis(?:ing|ement)|messages?)\b|\b(?:failed|fails|did not pass)(?: [^ ]+){0,2} anti-?spam\b|\b(?:blocked|rejected|refused|denied|caught|stopped) by (?:our |the )?anti-?spam\b|\b(?:judged|considered|deemed|classified|identified|flagged|marked|regarded)(?: [^ ]+){0,2}? (?:unsolicited|junk|bulk|unwanted|ube|uce)\b|\b(?:suspicion|suspected|suspect) (?:of|as) (?:being )?(?:spam|junk)\b/,
  /** A filter's verdict is the reason, whatever is advised beside it. */
  'spam-verdict': /\bspam (?:classification|verdict)\b/,
  /** A list that was asked and gave no answer. */
  'list-silent': /\b(?:rbl|dnsbl|list)(?: [^ ]+)? (?:look-?up|query) (?:error|failed|failure|timed out)\b/,
  'spam-statistics': /\bspam statistics\b/,
  'envelope-blocked':
    /\b(?:your|this|sender(?:'s)?) domain(?: %host)? (?:is |was |has been )?(?:on|in|listed (?:on|in)) (?:our|my|a local|the local|the receiver's) (?:[^ ]+ )?(?:black|block|deny)[- ]?list\b|\benvelope (?:is |was )?blocked\b/,
  'domain-on-list':
    /\bdomains? (?:%host )?(?:is|are|was|present|found)(?: (?:listed|present|found))? (?:in|on|at|by)\b/,
  'by-the-user':
    /\b(?:recipient|user|addressee)(?:'s)?(?: (?!address|domain|rejected)[^ ]+){0,5}? (?:on|in) (?:a|his|her|their|its|the) (?:own |personal )?(?:black|block|reject|deny)[- ]?list\b|\b(?:user|recipient|personal)(?:'s)?(?: own| personal| private)? (?:reject|block|black|deny|ban|spam)[- ]?list\b|\b(?:user|personal|individual)(?: domain)? (?:entry|block ?list|block policy|blocked senders?)\b/,
} as const;
