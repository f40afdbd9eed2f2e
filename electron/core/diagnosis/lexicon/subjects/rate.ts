/** About how much and how fast: messages per time and per connection, quotas of a sending account, greylisting. */
import { anyOf } from '../any-of.ts';

export const rateConcepts = {
  greylist: /(?<!\/)\b(?:gr[ea]y-?list(?:ed|ing|s)?|postgrey|gr[ea]ylist(?:ed|ing)?)\b/,
  'too-fast': anyOf(
    /\bexcessive (?:e?mails?|messages|volume|traffic|amount of (?:mail|email|messages))\b/,
    /\bexceed(?:ed|s|ing)? (?:%host |[^ ]{1,30} )?(?:messages?|mails?|emails?|connections?) per \d|\b(?:messaging|sending) limits?\b/,
    /\brate[- ]?limit(?:ed|s|ing)?\b|\bthrottl(?:e|ed|ing)\b|\bratelimit\b/,
    /\btoo (?:many|much)(?: (?!recipients?|connections?|errors?|hops)[^ ]+){0,4}? (?:messages|mails|emails?|requests?|tls sessions|volume|traffic|mail(?= (?:from|in|at)))\b/,
    /\b(?:message|mail|email|sending|connection|submission|delivery|new connection|unusual)s? (?:rate|frequency|volume)\b/,
    /\brate of (?:mail|email|messages|connections|unsolicited)\b|\bunusual rate\b/,
    /\b(?:too (?:fast|quickly|frequent(?:ly)?|often)|slow down|frequency (?:is )?limit(?:ed)?|flood(?:ing)?|in a short (?:time|period)|excessive (?:volume|rate|frequency))\b/,
    /\b(?:exceed(?:ed|s|ing)?|reached|over)(?: [^ ]+){0,5} (?:per (?:second|minute|hour)|(?:this|an) (?:hour|minute)|(?:rate|hourly) (?:limit)?|permitted limits)\b/,
    /\bper[- ](?:hour|minute|second)\b(?: [^ ]+){0,6} (?:limit|exceed(?:ed)?|reached)\b/,
    // "at most 10 messages per 60 seconds", "5 recipients per 5 minutes allowed".
    /\b(?:only|exceed(?:ed|s|ing)?|at most|no more than|more than|limit(?:ed)?(?: to| of)?|max(?:imum)?(?: of)?|allowed)(?: [^ ]+){0,4} (?:per|in|every|within) (?:\d+ )?(?:seconds?|minutes?|hours?|secs?|mins?)\b/,
    /\bper (?:\d+ )?(?:seconds?|minutes?|hours?)(?: [^ ]+){0,4} (?:allowed|permitted|exceeded|limit|reached)\b/,
    /\b(?:you )?(?:have )?sen[dt] to many (?:messages|e?mails?)\b/,
    /\bmany (?:messages|e?mails?)(?: [^ ]+){0,5} in the last (?:\d+ )?(?:seconds?|minutes?|hours?)\b/,
    /\b(?:max(?:imum)?|limit)(?: of| is)? \d[\d.]{0,9} ?(?:[kmg]i?b|messages?|mails?|emails?) (?:per|in|every) (?:\d+ )?(?:seconds?|minutes?|hours?|secs?|mins?)\b/,
    /\bmore than once (?:per|in|every) \d{0,4} ?(?:seconds?|minutes?|hours?)\b/,
  ),
  'recipients-in-time':
    /\b(?:too many recipients|recipients? (?:limit|rate))(?: [^ ]+){0,2}? (?:this|per|in the last|within (?:an?|the last)|in (?:an?|one)) (?:hour|minute|day|second)\b/,
  'recipients-own-rate': anyOf(
    /\b(?:recipient(?:'s)?|mailbox|user you are trying|addressee)(?:(?! (?:un-?available|send|sending))(?: [^ ]+)){0,6} (?:limit|too (?:quickly|fast|often|many)|quota|rate|receiv(?:ed|ing))\b(?!.{0,40}from specific sender)/,
    /\b(?:messages?|mail) (?:to|for) %address\b|%address too many|(?<!too many )\brecipients? (?:received|per)\b/,
  ),
  'sending-limit': anyOf(
    /\b(?:smtp |mail )?traffic (?:quota|limit|allowance)\b|\b(?:daily|hourly|monthly|weekly|sending|submission|outgoing|outbound|smtp relay|peak smtp|24[- ]hour|plan)(?: [^ ]+){0,4}? (?:limits?|quotas?|allowance|cap|credits?)\b/,
    /\b(?:messages|emails|mails)(?: [^ ]+){0,3} (?:limit|quota|allowance)\b|\b(?:limit|quota) (?:of|for|on)(?: [^ ]+){0,3} (?:messages|emails|mails|outgoing|sending)\b/,
    /\b(?:your|the|account'?s?) (?:mail|email|message|sending)(?:s|ing)? (?:limit|quota|allowance)\b|\b(?:mail|message|email) (?:send|sending|submission) (?:limit|quota)\b/,
    /\blimited to \d+ (?:messages|emails|mails|recipients)\b|\bnumber of (?:messages|mails|emails)(?: [^ ]+){0,3} (?:limit|exceed(?:ed|s)?)\b|\b(?:mail|message|email) send(?:ing)? limit\b|\b(?:hourly|daily|weekly|monthly) (?:mail|message|email|recipient)?s? ?(?:quota|limit|allowance)\b/,
    /\b(?:account|user|sender|domain|customer|you)(?: [^ ]+){0,4} (?:quota|sending limit|message limit|daily limit|limit for (?:sending|messages))\b/,
  ),
  'used-up':
    /\b(?:exceed(?:ed|s|ing)?|reached|used up|exhausted|over(?:run|drawn)?|depleted|hit|limited to|no more|not enough|insufficient|out of|too many|limit(?:ed)?)\b/,
  storage: /\b(?:storage|disk|space|mail ?box(?:es)?|in-?box|full|over ?quota|size|bytes|[kmg]b|queue)\b/,
  'per-connection': anyOf(
    /\b(?:(?:messages?|mails?|emails?|deliveries)(?: [^ ]+){0,3} (?:per|in (?:this|one|a single|the same)|for this|on this|during this) (?:connection|session)|(?:connection|session)(?: [^ ]+){0,3} (?:message|mail) limit|too many (?:messages|mails) (?:sent|in (?:this|one)(?! (?:second|minute|hour|day|week|month|time|period|interval)))|max(?:imum)? messages? per)\b/,
    /\bbatch limit (?:is |was |has been )?(?:reached|exceeded)\b/,
  ),
  'again-later':
    /^(?:[^ ]+ )?(?:temporar(?:y|ily) (?:rejected|refused|deferred) ?: ?)?(?:please |kindly )?(?:try|retry|come back|resend)(?: it| this| again| once more)*(?: again)?(?: later| in (?:a |some )?(?:few )?(?:minutes?|moments?|while))?[: \d]*$/,
  'stranger-first': /\bservice currently unavailable\b/,
  'outgoing-blocked': anyOf(
    /\b(?:(?:outgoing|outbound)(?: [^ ]+){0,8}? (?:suspended|disabled|blocked|stopped|locked)|(?:message |mail )?sending(?: [^ ]+){0,4} (?:is |has been )?(?:disabled|suspended|blocked|stopped)|unusual sending activity)\b/,
    /\bsending (?:is |has been |was )?paused\b/,
  ),
} as const;
