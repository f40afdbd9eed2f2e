/** About a sender: its domain, whether it exists, whose it is, what is done against it; and the form of any address. */
import { anyOf } from '../any-of.ts';

export const senderConcepts = {
  'sender-address':
    /\b(?:senders?|mail ?from|from(?= (?:address|header|domain|name|\/)|:)|"?from"? header|return[- ]path|envelope[- ]from|reverse[- ]path|originator)\b/,
  'sender-domain-missing': anyOf(
    /\b(?:sender(?:'s)?|from|mailfrom|return[- ]path):?(?: [^ ]+){0,6}? (?:domain|mx)(?: [^ ]+){0,5}? (?:not (?:be )?(?:found|exist|known|resolv(?:e|able))|unknown|un-?resolvable|does not (?:exist|resolve)|(?:can ?not|could not) be (?:found|resolved)|no (?:valid )?(?:mx|mail exchanger|a record)|has no|has neither|neither|non-?existent|invalid)\b/,
    /\b(?:no|without)(?: (?:valid|usable))? (?:mx|a record|mail exchanger)(?: records?)? (?:found )?(?:for|of|in) (?:the |your )?senders?(?:'s)? domain\b/,
    /\bdomain of (?:the |your )?sender(?:'s)?(?: [^ ]+){0,3}? (?:does not (?:exist|resolve)|has no|not found|un-?resolvable|unknown)\b/,
    /\bsender(?: [^ ]+){0,3}? (?:contains|has|uses|with)(?: [^ ]+){0,3}? (?:no valid mx|unknown domain|invalid domain|no mx)\b/,
    /\bsender(?: address)? (?:rejected|refused) ?: (?:domain|host)(?: [^ ]+)? (?:not found|unknown|does not exist)\b/,
    /\b(?:real|valid|existing|resolvable) domain(?: name)? (?:is )?required for sender\b/,
    /\b(?:unknown|unresolvable|non-?existent|invalid) sender domain\b/,
    /\bsender(?:'s)? domain must (?:exist|resolve)\b/,
    /\b(?:sender|mail from|from)\b.{0,60}\b(?:unknown|invalid|non-?existent|bogus|no such|not a valid) (?:tld|top[- ]level domain)\b/,
  ),
  'domain-missing': anyOf(
    /\bno (?:valid |usable )?mx(?: records?| hosts?)? (?:found )?(?:for|of|at) (?:%host|(?:the |that |this |your )?domain)/,
    /\b(?:not able to|unable to|could not|can not) (?:find|resolve|look up|locate) (?:the |that |this |your )?(?:sender(?:'s)? |mail )?domain\b/,
    /\bdomain(?: name| %host)? (?:was |is )?(?:not (?:be )?found|does not (?:exist|resolve)|unknown|un-?resolvable)\b/,
    /\b(?:no|not a|unknown) such domain\b|\b(?:address|domain) reserved by rfc ?2606\b/,
    /\b(?:unknown|non-?existent|unresolvable) domain\b/,
    /\bdomain(?: [^ ]+)? (?:has no|without)(?: [^ ]+){0,2} (?:mx|mail exchangers?|a records?|dns(?:\/mx)? (?:entry|entries|records?))\b/,
  ),
  'sender-rejected':
    /\b(?:sender|mail ?from|from|return[- ]path)(?: address)?(?: [^ ]+)? ?(?:was |is )?(?:rejected|refused|denied|blocked)\b/,
  'sender-banned': anyOf(
    /\b(?:senders?(?:'s)?|envelope from|mail ?from|badmailfrom)\b(?:(?! ip\b|%ip|host|server)[^.]){0,60}?\b(?:black-?list(?:ed)?|block-?list(?:ed)?|deny-?list(?:ed)?|badmailfrom|bad ?sender|block policy|on (?:a|our|my|the) list|access list)\b/,
    /\bbadmailfrom\b/,
    /\b(?:block|banned|blocked|black-?listed) (?:policy for |list for )?(?:the )?(?:envelope )?(?:senders?|from address)\b/,
    /\b(?:that|this|your) sender(?: address)? (?:can ?not|may not|is not (?:allowed|permitted|welcome)|is (?:banned|blocked))(?: to)? ?(?:send|mail|here|email)?(?! (?:as|from|to %address))/,
  ),
  'not-your-sender': anyOf(
    /\b(?:senders?|mail ?from|from(?: address)?|return[- ]path)\b.{0,60}\b(?:not owned by|(?:does not|not) belong to|(?:must|should|ha[sv]e? to) (?:be (?:the )?(?:same|equal)|match|equal|correspond)|not (?:the )?same as|does not (?:match|correspond|equal)|mismatch(?:es)?|not associated with|not (?:allowed|permitted|authori[sz]ed) (?:for|by))\b.{0,40}\b(?:auth[a-z]{0,20}|login|logged|sasl|user(?: ?name)?|account)\b/,
    /\b(?:login|logged[- ]in|user|account)\b.{0,40}\b(?:does not own|(?:is )?not (?:allowed|permitted|authori[sz]ed) to (?:use|send (?:mail )?(?:as|from|with))|may not (?:use|send (?:as|from)))\b/,
    /\byou (?:are not (?:allowed|permitted|authori[sz]ed) to|may not|can not|can only|may only|must) (?:use|send (?:mail |email |messages )?(?:as|from|using|with))\b.{0,30}(?:\bsender|\bfrom\b|address|\byour own)/,
    /\buse your own (?:address|email|sender)\b/,
    /\b(?:key|account|login|user|credentials?|token) (?:is |are )?(?:restricted|limited) to (?:the )?(?:sending |sender |from )?(?:domains?|address(?:es)?)\b/,
    /\b(?:from|sender)(?:\/sender)?(?: address)? must (?:use|be in|be on|belong to) (?:this|the|your|one of your) (?:[^ ]+ )?domains?\b/,
    /\b(?:from|senders?)(?: address)? is not (?:one of )?your(?:s\b|(?: own)?(?: [^ ]+)? address(?:es)?\b)/,
  ),
  'sender-stopped-so': anyOf(
    /\b(?:senders?|mail ?from|envelope from)(?: address| domain)?(?: [^ ]+){0,3}? (?:access denied|not (?:allowed|permitted|accepted|welcome)|barred|prohibited|denied)\b/,
    /\bnot (?:accept|want|take|allow|permit)(?:ing)? (?:any )?(?:mail|email|messages) from (?:this |your |that |the )?(?:sender|domain|%address)/,
    /\b(?:mail|messages?|email) from (?:%address|(?:your|this|that) (?:domain|sender|address))(?: [^ ]+){0,2}? (?:blocked|banned|barred|refused|rejected|denied|not (?:accepted|allowed|permitted|wanted|welcome))\b/,
    /\bblocked (?:senders?|from address)\b/,
    /\b(?:the |this |your )?domain(?: %host)? (?:is |has been |was )(?:banned|barred|blocked)\b/,
    /\bsender(?: address)?(?: %address)? (?:is|was|has been) (?:rejected|refused)$/,
    /\bsender(?: address)?(?: %address)? (?:is|was|has been) (?:rejected|refused):? [^ ]*\d/,
  ),
  'local-sender-outside': anyOf(
    /\b(?:our|local|internal|hosted)(?: own)? (?:domain|sender|address|user)s?\b.{0,60}\b(?:outside|external(?:ly)?|foreign|internet)\b/,
    /\b(?:pretend|claim)(?:s|ing)? to be (?:from )?(?:us|local|our|one of ours)\b/,
  ),
  'sender-stopped': /\bsenders?(?:'s)?(?! ip|%ip|host|server| %ip)(?: [^ ]+){0,3}? (?:blocked|banned|barred)\b/,
  'sender-verify-failed': anyOf(
    /\bsender(?:'s)? (?:address |e?mail )?(?:could not|can not) be (?:verified|confirmed|validated)\b/,
    /\bsender (?:address )?(?:verify|verification|callout|check) (?:was |is |has )?(?:fail(?:s|ed|ure)?|unsuccessful|not successful)\b/,
    /\b(?:could not|can not|unable to|failed to) verify(?: [^ ]+){0,2}? (?:"?from"?|sender|return[- ]path)\b/,
    /\b(?:verify|verification|callout|callback)\b[^.]{0,40}\b(?:failed|setup failed)\b[^.]{0,20}\b(?:sender|for %address|while verifying)\b/,
    /\bverification failed for %address/,
    /\bcallback setup failed while verifying\b/,
    /\bsender(?: address)? (?:rejected|refused) ?: (?:undeliverable|unrout(?:e)?able|user unknown|unknown user|no such)\b/,
  ),
  'sender-unknown':
    /\b(?:unknown|non-?existent|no such) sender(?: address)?\b|\bsender(?:'s)? (?:address |mailbox |account )?(?:does not exist|not found|is unknown|unknown|not (?:deliverable|exist))\b/,
  'verify-sender-temporary': anyOf(
    /\b(?:could not|can not|unable to)(?: [^ ]+){0,2}? sender (?:verify|verification|callout|check)\b/,
    /\bsender(?: address)? (?:rejected|refused) ?: unverified address\b/,
    /\bsender (?:verify|verification|callout)(?: [^ ]+){0,2}? (?:temporar(?:y|ily)|deferr?ed|in progress|timed out)\b/,
  ),
  'sender-unverified': anyOf(
    /\b(?:sender|from|domain|identit(?:y|ies)|address)(?: [^ ]+){0,5}? (?:is |are |has |have |been )*(?:not (?:been )?(?:verified|registered|confirmed|validated)|un-?verified(?! address)|un-?registered|not a sender signature)\b/,
    /\b(?:does not match|must be|not|from|only)(?: [^ ]+){0,4}? verified (?:senders?|domain|identit(?:y|ies)|address|email)\b/,
    /\bverify your (?:domain|sender|identity|email address)\b/,
    /\b(?:sender|from)(?: address| domain)? (?:is )?not (?:configured|set up|added|enabled) (?:for|on|in|at)\b/,
    /\bun-?registered (?:sender|domain|address)s?\b/,
    /\bun-?verified (?:sender|domain|email address|identity|from)\b/,
    /\bsender signature\b/,
    /\b(?:from|sender)[^.]{0,20}\bname is not valid\b/,
    /\benvelope (?:from|sender)(?: address)? is not (?:authori[sz]ed|verified)\b/,
  ),
  'send-from-that':
    /\b(?:domain|address|sender|identity)(?: [^ ]+){0,2}? not (?:associated with|part of|registered (?:to|with|for|in)|linked (?:to|with)|added to|assigned to|belong(?:ing)? to) (?:your|the|this|an?y?) (?:account|user|organi[sz]ation)\b|\bnot (?:authori[sz]ed|allowed|permitted) to send from (?:that|this|the) (?:email |mail )?(?:address|domain|sender)\b/,
  'null-sender':
    /\b(?:null|empty|blank) (?:envelope )?(?:sender|return[- ]path|reverse[- ]path|mail from)s?\b|\b(?:mail from|sender|from) ?: ?<>|(?:bounces?|dsns?) (?:not accepted|are not accepted|refused)\b/,
  'stray-bounce':
    /\b(?:bounces?|dsns?|mdns?|ndrs?|notifications?)\b.{0,60}\b(?:(?:did|does|do) not originate|not (?:sent|originat(?:e|ed)|written|caused)(?: [^ ]+){0,2}? (?:from |by )?(?:here|us)|never sent)\b|\b(?:does not|do not|never) sends? (?:any )?(?:mails?|emails?|messages)\b.{0,60}\bbounces?\b/,
  'bounce-protection':
    /\b(?:backscatter|bounce(?: address)?)(?: [^ ]+)? (?:protection|verification|validation|check|filter)\b/,
  'bounce-tag': /\b(?:batv|prvs|bounce (?:address )?(?:tag|token|signature)|srs)\b/,
  bounce: /(?<!soft |hard )\b(?:bounces?|dsns?|backscatter|delivery status notifications?|non-delivery)\b/,
  forged:
    /\b(?:spoof(?:ed|ing)?|forged|forgery|anti-?spoof(?:ing)?|impersonat(?:ed|ion)|(?:can be )?accepted only from)\b/,
  'resolver-trouble': anyOf(
    /\b(?:temp(?:orary)?\.?|transient)(?: [^ ]+){0,2}? (?:resolver|dns|domain|resolution|lookup) (?:error|failure|problem)\b/,
    /\b(?:can not|could not|unable to|failed to) (?:verify|check|look ?up|resolve)(?: [^ ]+){0,2}? (?:mx|dns|domain)\b/,
    /\bmx lookup (?:failure|failed|error|timed out)\b/,
    /\btemporary domain failure\b/,
    /\bresolver error\b/,
  ),
  // The form of an address.
  'address-form': anyOf(
    /\baddress(?:es)? in single[- ]label domains?\b|\bsingle[- ]label (?:recipient |sender )?domains?\b/,
    /\b(?:syntax(?: error)?|malformed|mal-?formed|ill-?formed|un-?parse?able|improper|not well[- ]formed|unacceptable|invalid format)(?: [^ ]+){0,4}? (?:(?:email |mail |mailbox |sender |recipient )*address|recipient|sender|mail ?box|path|to|from|uucp)\b/,
    /\b(?:address|recipient|sender|mail ?box|path)(?: [^ ]+){0,3}? (?:syntax|format|malformed|ill-?formed|not well[- ]formed|too long|can not be empty|not be empty|must contain|missing domain|unparse?able)\b/,
    /\b(?:no local[- ]part|local[- ]part (?:must|too long|invalid|missing|is empty|is missing|contains)|missing (?:domain|local[- ]part|'?@'?|at sign)|domain (?:missing|literals? not|is missing|part missing)|hostname required|user address required|colon illegal|expected after|empty path)\b/,
    /\b(?:need|want|requires?) (?:a )?fully[- ]qualified (?:address|sender|recipient|domain)\b/,
    /\bnot a valid (?:rfc ?\d+ )?address\b|\bis not a valid rfc\b/,
    /\baddress is (?:not valid|invalid|bad)\b/,
    /\buucp|bang path\b/,
    /\bun-?balanced (?:'|"|<|>|\(|quote|bracket|angle|paren)/,
    /\bun-?qualified (?:address|sender|recipient|domain)/,
    /\bmay not follow\b|\bexpected word\b/,
    /\b(?:illegal|invalid|bad|non-?printable|unexpected) characters? in (?:the )?(?:address|mail ?box|local|domain|user|path|sender|recipient)/,
    /\b(?:null|empty|ambiguous|incomplete|un-?terminated|illegal route|invalid route|route)[- ]?addr(?:ess)?\b/,
    /\b(?:local[- ]part|domain(?: name| part)?|address|user ?name|path)(?: [^ ]+){0,2}? too long\b/,
    /\b(?:host|domain) ?name (?:required|expected|missing)\b|\bsource rout(?:e|ing)\b/,
    /%address(?: is)? (?:not a? ?valid|malformed|bad syntax)\b|%address is invalid\b/,
    /\b(?:violates|not compliant with|not conform(?:ing)? to) rfc ?(?:821|2821|5321)\b/,
    /\b(?:unable to|can ?not|could not) (?:normali[sz]e|parse|decode)(?: [^ ]+){0,3}? (?:address|recipient|sender)\b/,
    /\b(?:missing '@'|angle-addr|no angle bracket|must specify (?:to|from) address|supplying a domain|without (?:a )?domain)\b/,
    /\b(?:should|must|may|can) not be empty\b/,
  ),
  'invalid-address':
    /\b(?:invalid|bad|illegal|malformed|incorrect) (?:(?:email|mail|sender|recipient|from|to|rcpt|mailbox|return[- ]path) ){0,2}(?:address|to|from|path|domain name)\b/,
  'ip-in-address': /\b(?:ip addresses? (?:are|is) not allowed|not accepting email for ip|domain[- ]literals?)\b/,
  'to-side': /\b(?:recipient|rcpt|to(?= ?:| address| parameter)|addressee|destination)\b/,
  'attack-word': /\b(?:attacks?|suspected|backscatter)\b/,
  'multi-recipient': /\bmulti(?:ple)?[- ]recipients?\b|\b(?:more than one|several|two|many) recipients?\b/,
  'policy-word': /\bpolic(?:y|ies)\b/,
} as const;
