/** What filters say of a sender, an envelope and whose list refuses it. */
export const filterConcepts = {
  'suspects-spam':
    /\b(?:judged|considered|deemed|classified|identified|flagged|marked|regarded)(?: [^ ]+){0,2}? (?:unsolicited|junk|bulk|unwanted|ube|uce)\b|\b(?:suspicion|suspected|suspect) (?:of|as) (?:being )?(?:spam|junk)\b/,
  'spam-statistics': /\bspam statistics\b/,
  'envelope-blocked':
    /\b(?:your|this|sender(?:'s)?) domain(?: %host)? (?:is |was |has been )?(?:on|in|listed (?:on|in)) (?:our|my|a local|the local|the receiver's) (?:[^ ]+ )?(?:black|block|deny)[- ]?list\b|\benvelope (?:is |was )?blocked\b/,
  'by-the-user': /\b(?:user|personal|individual)(?: domain)? (?:entry|block ?list|block policy|blocked senders?)\b/,
} as const;
