/** About a recipient and a mailbox: not there, full, switched off, moved, closed to some, not to be checked now. */
import { anyOf } from '../any-of.ts';

export const recipientConcepts = {
  'no-such-mailbox': anyOf(
    /\b(?:unknown|no such|non-?exist(?:ent|ing|ant)|un-?recogni[sz]ed|undeliverable|un-?known|not (?:a |an |one of (?:our|my) )?(?:valid|known|existing|local)) (?:(?:local|virtual|final|email|mail|rcpt|destination|recipient|or illegal) ?){0,2}(?:users?(?: ?names?)?|mail ?box(?:es)?|in-?box|recipients?|addressees?|accounts?|address(?:es)?|alias|person|customer|mailing list)\b(?! (?:syntax|format|domain|host|param))/,
    /\b(?:users?(?: ?name)?|mail ?box(?:es)?|in-?box|recipients?|addressee|accounts?|(?<!(?:sender|from|ip|source|client|hello|helo|ehlo|host|return|mx) )address(?:es)?|alias(?:es)?|mailing list|person|%address)(?: (?!domain|host|sender|mx|command|table|param|for)[^ ]+){0,6}? (?:(?:is|was|are|could|does|do|can|has) )?(?:unknown|un-?recogni[sz]ed|non-?existent|not (?:be )?(?:found|known|exist|listed|recogni[sz]ed|located|defined|here|deliverable)|(?:not |in)valid (?:here|on)|no longer (?:exists?|here|with us|on (?:this )?server))\b(?! (?:domain|tld|top[- ]level))/,
    /\b(?:no|has no|have no|have an?|have any|there is no|is no|with no) (?:mail ?box|user|one|account|such|recipient|person|email account|mailbox associated)\b.{0,20}\b(?:here|by (?:that|this) name|with (?:that|this) (?:name|address)|of that name|named|called|for|associated|on this)\b/,
    /\b(?:not|could not be found) in (?:the |our |its )?(?:directory|address book|route list|recipient (?:list|map|table)|user (?:list|table|database)|list of (?:users|recipients|mailboxes))\b/,
    /recip(?:ient)?notfound/,
    /\b(?:does|do) not have an? (?:[^ ]+ )?(?:account|mail ?box)\b/,
    /%address (?:- )?(?:is )?(?:not (?:found|known)|unknown|does not exist|no longer exists)\b/,
    /\baddress could not be found\b/,
    /\b(?:email|mail)? ?address is marked as invalid\b/,
    /\bnot a valid (?:email|mail) ?address\b(?! syntax)/,
    /\b(?:email|mail) ?(?:address |account |box )?(?:does |do |did |is )?not exist(?:s|ing)?\b/,
    /\bnot a (?:member|user|mail ?box) (?:of|in|on|at) (?:the |this |that |our )?(?:domain|system|host|server)\b/,
    /\b(?:nobody|no[- ]one|noone) (?:here )?(?:by|with|of|called|named) (?:that|this|the) (?:name|address)\b/,
  ),
  'invalid-recipient':
    /\b(?:invalid|bad|illegal|incorrect|wrong) (?:recipient|mail ?box|user|addressee|destination)s?\b|(?:%address|\b(?:address|recipient|mail ?box|user|account))(?: (?:is|was))? no longer (?:valid|available|in use)\b/,
  'mailbox-unavailable':
    /\b(?:mail ?box|recipient)(?: is)? (?:unavailable|not available)\b|\bnot deliverable\b|\bundeliverable\b/,
  unroutable:
    /\bunrout(?:e)?able (?:address|recipient|mail domain|domain|destination)\b|\bno (?:route|way) to (?:deliver|the (?:address|recipient|mail ?box))\b/,
  'address-rejected':
    /\b(?:addresses?|recipients?|mail ?box|rcpt(?: to)?) (?:was |were |has been |have been )?(?:rejected|refused|denied)\b/,
  'mailbox-full': anyOf(
    /quotaexceeded/,
    /\bquota exceeded\b.{0,60}\/mail\/|\/mail\/[^ ]{1,80}: (?:dis[ck] )?quota exceeded\b/,
    /\b(?:mail ?box|in-?box|account|user|recipient|mail ?drop)(?:'s)?(?: [^ ]+){0,6}? (?:full|over (?:its |their |his )?(?:quota|limit)|out of (?:storage|space|disk space|room)|(?:exceed(?:s|ed|ing)?|reached)(?: [^ ]{1,40}){0,4}? (?:quota|storage|space|size))\b/,
    /\bover ?-?quota\b/,
    /\bquota (?:is |has been |was |limit )?(?:exceeded|violation|violated|full|used up|reached|exhausted)\b/,
    /\b(?:exceed(?:s|ed|ing)?|over|out of|beyond)(?: (?:its|the|his|their|mailbox|storage|disk|user|allotted|allowed|maximum)){0,3} (?:quota|storage (?:allocation|limit|quota|space))\b/,
    /\bfull (?:mail ?box|mail ?folder|in-?box)\b|\bmail ?folder(?: [^ ]+){0,2}? full\b|\btoo much mail data\b/,
    /\b(?:mail ?box|in-?box) (?:size|storage)(?: limit)? (?:is |was |has been )?(?:exceeded|reached)\b/,
    /\b(?:no|not enough|insufficient|lack of)(?: [^ ]+){0,2} (?:space|room|storage)(?: [^ ]+){0,3} (?:user's |recipient's )?(?:mail ?box|mail ?folder|in-?box|recipient|user|account)\b/,
  ),
  'inbox-out-of-room':
    /\b(?:mail ?box|in-?box|account|recipient|user)(?:'s [^ ]+)?(?: (?:is|has|are|has run|ran))? (?:out of|no more) (?:storage|space|room|disk space)\b|\b(?:no|not enough|insufficient|too little) (?:free |storage |disk |more )?(?:storage|space|room)(?: left| available)? (?:in|on|for) (?:the |this |that )?(?:(?:user|recipient|addressee)(?:'s)? )?(?:mail ?box|in-?box|mail ?folder|account)\b/,
  'mailbox-noun': /\b(?:mail ?box|in-?box|recipient|user|over ?-?quota|addressee)\b/,
  'send-allowance': anyOf(
    /\b(?:submission|sending|senders?|outgoing|outbound|relay (?:limit|quota)|daily|hourly|monthly|per[- ](?:hour|day|minute|month|second)|rate)\b/,
    /\/ ?(?:hour|day|minute)\b|\b\d{1,4}[- ]hours?\b|\b(?:emails?|mails?) per\b|\brelay limit\b|\bnumber of (?:messages|mails|emails)\b|\b(?:messages?|emails?)(?: count)? (?:limit|quota)\b/,
  ),
  'mailbox-disabled': anyOf(
    /\bmail ?box can not be accessed\b/,
    /\b(?:mail ?box(?:es)?|in-?box|recipients?|addressee|(?:mail |email )?address(?:es)?|alias(?:es)?|(?:mailing |distribution )?list|account you (?:tried|are trying)[^.]{0,20})(?: (?!sender|host|ip)[^ ]+){0,4}? (?:(?:is|was|has been|are|or|currently|temporarily) ){0,2}(?:disabled|inactive|de-?activated|suspended|locked|frozen|closed|terminated|expired|switched off|turned off|not (?:currently )?(?:active|activated|enabled)|no longer active|retired)\b/,
    /\b(?:disabled|inactive|de-?activated|suspended|locked|frozen|closed|dormant) (?:mail ?box|recipient|user|alias|account|address|mailing list)\b/,
    /\b(?:mail ?box|recipient) temporarily (?:unavailable|disabled|inactive)\b/,
  ),
  'user-disabled':
    /\b(?:user|account)(?: [^ ]+){0,7}? (?:disabled|no longer active|inactive|de-?activated|suspended|locked|frozen|closed|terminated|expired|cancell?ed|not (?:currently )?(?:active|activated|enabled))\b/,
  'mailbox-busy': anyOf(
    /\b(?<!server or )(?:mail ?box|user|maildrop|mail ?file|folder)(?: [^ ]{1,40}){0,4}? (?:locked by|in use|busy|being (?:edited|moved|migrated)|(?:is )?editing)\b/,
    /\b(?:waiting for|could not (?:get|obtain|acquire)|can not (?:get|obtain|acquire)|unable to (?:get|obtain|acquire|lock)|failed to (?:get|obtain|acquire|lock)) (?:the |a )?(?:[^ ]+ )?(?:lock|mail ?box)\b/,
    /\b(?:can not|could not|unable to|failed to) lock (?:the |a )?(?:mail ?box|maildrop|mail ?file|folder|in-?box|spool|['`"]?\/[^ ]{0,60}mail)/,
    /\bhome directory is sticky\b/,
  ),
  'mailbox-locked': /\b(?:mail ?box|maildrop|mail ?drop|user)(?: [^ ]{1,40}){0,3}? locked\b/,
  'local-delivery': anyOf(
    /\b(?:local|final|mailbox) delivery (?:failed|error|failure|agent)\b/,
    /\b(?:not supported on|corrupt(?:ed)?|damaged|bad format|can not open|could not open|unable to open) (?:the )?(?:mail ?box|maildir|mailbox format|folder)\b/,
    /\b(?:mail ?box|maildir|folder)(?: [^ ]{1,40}){0,4}? (?:corrupt(?:ed)?|damaged|bad format|an invalid format|can not be opened|missing)\b/,
    /\bmaildir delivery failed\b/,
    /\bcommand died with (?:status|signal)\b/,
    /\bsieve (?:script )?(?:failed|error|runtime)\b/,
  ),
  'into-mailbox':
    /\b(?:deliver(?:y|ed|ing)?|writ(?:e|ing|ten)|saved?|saving|stor(?:e|ed|ing))(?: [^ ]{1,40}){0,3}? (?:to|into|in) (?:the )?(?:user'?s? |recipient'?s? )?(?:mail ?box|maildir|in-?box|folder)\b|\bmaildir (?:write|delivery)\b/,
  'alias-broken': anyOf(
    /\b(?:alias(?:es|ing)?|mailing list|list|forward(?:ing|er)?|include)(?: [^ ]{1,40}){0,3}? (?:expansion|expand(?:ed)?|loop(?:s|ing)?|broken|too deep|recursion|nested too)\b/,
    /\b(?:expansion|expanding|expand)(?: [^ ]{1,40}){0,3}? (?:alias(?:es)?|mailing list|list|forward)\b/,
    /\bmis-?configured (?:forward(?:ing)?|alias)\b/,
    /\b(?:read|resolve|find|determine|parse|look up)(?: the)? (?:forward(?:ing)?|alias|redirect(?:ion)?) (?:recipients?|address(?:es)?|target|destination)\b/,
  ),
  'recipient-moved':
    /\b(?:user|recipient|mail ?box|account|addressee|has|have|is)(?: [^ ]{1,40}){0,3}? (?:moved (?:to|from)|relocated|new address|changed (?:his|her|its|their|the)? ?(?:mail |email )?address)\b|\buser not local\b.{0,10}\btry\b/,
  'try-address':
    /\b(?:please )?(?:try|use|write to|send (?:it |mail )?to|contact|forward(?: it)? to)(?: instead)?:? %address/,
  'recipient-barred': anyOf(
    /\b(?:banned|blocked|barred|forbidden|prohibited|restricted) recipient\b/,
    /\brecipient(?: [^ ]{1,40}){0,3}? (?:not (?:allowed|permitted|accepted)|banned|denied|forbidden|barred)\b/,
    /\bmail (?:is )?(?:not being |not )accepted (?:at|for) (?:this|that) (?:address|recipient|mailbox)\b/,
    /\b(?:mail )?rejected by (?:the )?(?:destination|recipient'?s?) (?:domain|organi[sz]ation)\b/,
    /\bcan not (?:be )?(?:mail|send|write|deliver)(?:ed)? directly to\b/,
    /%address rejected$/,
    /\bpolicy rejection on the target\b/,
    /\b(?:mail|messages?|email) (?:to|for) (?:this |that |the )?(?:%address|address|recipient|user|mail ?box)(?: [^ ]+){0,2}? not (?:being |be )?(?:accepted|allowed|permitted|taken)\b/,
    /\b(?:recipient|rcpt|addressee)s?(?: address)?(?: %address)?(?: [^ ]+)? (?:rejected|refused|denied|blocked)(?: [^ ]+){0,3}? (?:polic(?:y|ies)|rules?)\b/,
  ),
  'recipient-on-list':
    /\b(?:recipient|rcpt|addressee|to address)s?(?: address)?(?: %address)?(?: is| was| has been)? (?:on (?:a|our|the) )?(?:black|block|deny|reject)[- ]?list(?:ed)?\b/,
  'closed-to-sender': anyOf(
    /\b(?:do not have|without|no|lack(?:s|ing)?) permissions? to (?:post|send|write|submit)\b.{0,40}\b(?:mail ?box|list|group|recipient|address|user)\b/,
    /\b(?:not (?:authori[sz]ed|allowed|permitted|authenticated)|only|restricted)\b.{0,40}\b(?:for|to|by|from) (?:this |the |that |a )?(?:group|list|distribution list|mailing list|members|subscribers|members of|public folder)\b/,
    /\bnot authori[sz]ed (?:sender|domain)\b/,
    /\b(?:only|accepts? (?:mail|messages) only)(?: [^ ]{1,40}){0,4}? (?:members?|subscribers?|internal senders?|authenticated senders?|certain senders?|approved senders?)\b/,
    /\b(?:members?|subscribers?)[- ]only\b/,
    /\b(?:sender|you)(?: [^ ]{1,40}){0,3}? not (?:in|on) (?:the |this |our |its )?(?:allowed[- ]senders?|allow(?:ed)?[- ]?list|white-?list)\b/,
    /\bnot white-?listed (?:by|for) (?:this |the )?(?:recipient|user|mail ?box)\b/,
    /\bnot subscribed\b.{0,30}\blist\b|\bnot a (?:list )?(?:member|subscriber)\b(?! of (?:the |this |that |our )?(?:domain|host|system))|\bnon-?(?:members?|subscribers?)\b|\bprivate (?:mailing )?list\b/,
    /\b(?:not (?:allowed|permitted|authori[sz]ed)|no permission|not have permission) to (?:post|send|write|mail|deliver)(?: [^ ]+){0,2}? to (?:this |the |that )?(?:mailing |distribution )?(?:recipient|list|group|mail ?box|address|user|%address)/,
    /\bonly accepts? (?:mail|messages|email) from\b|\baccepts? (?:mail|messages|email)(?: [^ ]{1,40}){0,3}? (?:only from|from [^ ]+ [^ ]+ only)\b/,
    /\bmoderat(?:ed|ion|or) (?:list|group|approval)\b/,
  ),
  'delivery-barred': /\bdelivery (?:is )?not (?:authori[sz]ed|allowed|permitted)\b/,
  'rst-restriction': /\bresolver[. ]rst[. ]/,
  'blocked-by-recipient': anyOf(
    /\b(?:rejected|blocked|refused|declined|denied) by (?:the |its )?(?:recipients?|addressee|mailbox owner|user)(?!'s? (?:domain|organi|server|mail server|policy))\b/,
    /\b(?:recipient|user|addressee)(?: [^ ]{1,40}){0,3}? (?:blocks?|has blocked|refuses|does not (?:want|wish)|does not accept|is not accepting|not accepting) (?:this |the |your |mail from |messages from |email from |mails? )/,
    /\b(?:recipient|user|addressee|mailbox owner)(?: [^ ]{1,40}){0,3}? (?:refused|refuses|declined|declines|(?:does|did) not (?:want|wish)|has chosen not|chose not|prefers not) to (?:receive|accept|get|read)\b/,
    /\bi do not accept (?:mail|messages)\b/,
    /\b(?:recipient|addressee)(?:'s)? preferences?\b/,
  ),
  'recipient-noun': /\b(?:recipients?|rcpt|addressee|mail ?box)\b/,
  'verify-temporary': anyOf(
    /\b(?:could not|can not|unable to|failed to|not able to)(?: [^ ]{1,40}){0,3}? (?:verify|check|validate)\b/,
    /\b(?:verify|verification|callout|call-?ahead|check)(?: [^ ]+){0,2}? (?:failed temporarily|in progress|timed out|temporar(?:y|ily)|could not)\b/,
    /\bunverified address\b/,
    /\b(?:recipient|user|mail ?box|address)(?: [^ ]+){0,2}? (?:look-?up|verification|check)(?: [^ ]{1,40}){0,3}? (?:failed|deferr?ed|temporar(?:y|ily)|timed out|unavailable|error)\b/,
    /\btemporar(?:y|ily)(?: [^ ]{1,40}){0,4}? (?:verify|verifying|check|look ?up|looking up)(?: [^ ]{1,40}){0,3}? (?:recipient|user|address|mail ?box)\b/,
    /\baddress verification in progress\b/,
  ),
  'other-server':
    /\bcould not connect to (?:the )?(?:other|destination|remote|next|real|backend|final)?(?: [^ ]+)? ?(?:smtp |mail )?server\b/,
  'mixed-recipients': anyOf(
    /\b(?:multiple|several|different) (?:destination |recipient |target )?(?:domains?|regions?|destinations?) (?:per|in|within) (?:(?:a|one|the same|this|each) )?(?:transaction|message|session)\b/,
    /\bbelong to (?:multiple|several|different) (?:regions?|domains?|destinations?)\b/,
    /\b(?:separate|another|different|own|new) (?:transaction|message|session|envelope)\b/,
    /\b(?:multiple|several|different|mixed|all these) (?:recipients?|domains)\b.{0,40}\b(?:with|in (?:one|the same|a single)|at once|together|not|chosen)\b/,
    /\bone recipient (?:only|at a time|per)\b|\bonly (?:one|1|a single) (?:recipient|domain|destination)\b/,
    /\b(?:recipients|domains)(?: [^ ]{1,40}){0,4}? (?:different|conflicting|incompatible) (?:polic(?:y|ies)|settings|rules|domains|options)\b/,
  ),
  'recipients-many': anyOf(
    /\b(?:too (?:many|much)|maximum(?: number of)?|max(?:imum)?(?: of)?(?: \d{1,6})?|limit (?:of|on)(?: \d{1,6})?|more than \d{1,6}|exceed(?:s|ed|ing)?(?: [^ ]{1,40}){0,4}?|number of|\d{1,6}) (?:envelope |smtp |message |invalid )?(?:recipients?|rcpts?|addressees)\b/,
    /\brecipients?(?: [^ ]{1,40}){0,3}? (?:exceed(?:s|ed|ing)?|(?:over|reached)(?: the)? (?:limit|maximum)|limit|count|too many)\b/,
  ),
  'bad-recipients':
    /\b(?:dictionary|(?:directory|address)[- ]harvest(?:ing)?|harvest(?:ing)?) (?:attacks?|attempts?)\b|\btoo many (?:bad|invalid|unknown|wrong|failed|nonexistent|non-existent|rejected|refused) (?:recipients?|rcpts?|users|addresses)\b/,
  'received-too-much': anyOf(
    /\b(?:receiv(?:e|ed|es|ing)|incoming|recipient(?:'s)?|mailbox|user you are trying)(?: (?!sen[dt]|outgoing)[^ ]+){0,6}? (?:too (?:quickly|fast|often|much|many)|at a rate|limit exceeded|rate limit|receive limit|per[- ](?:hour|day|minute)|this (?:hour|day)|thread limit|throttl(?:ed|ing))\b/,
    /\b(?:messages?|mail) (?:to|for) %address(?: [^ ]{1,40}){0,3}? (?:excessive|too (?:many|much)|volume)\b/,
    /%address too many (?:recent )?(?:messages|mails)\b/,
  ),
  suppressed: anyOf(
    /\bunsubscribed\b|\b(?:bounced|suppressed|unsubscribed) (?:address|recipient|email)\b/,
    /\b(?:suppress(?:ed|ion)|marked as inactive|opted[- ]out|hard bounced?|previous(?:ly)? (?:hard )?bounced?|do not (?:mail|contact) list)\b/,
  ),
  'not-relayed': anyOf(
    /\b(?:do|does|will) not (?:handle mail for|forward (?:mail|to)|deliver (?:mail )?(?:to|for)|accept mail for)(?: [^ ]{1,40}){0,3}? (?:external|remote|other|foreign|outside|%address|%host|that domain|domains?)/,
    /\bnot (?:allowed|permitted|authori[sz]ed) to (?:send|deliver|mail)(?: (?:mail|email|messages))?(?: to)? (?:external|remote|outside|foreign|non-?local)\b/,
    /\b(?:external|remote|foreign|non-?local) (?:recipients?|addresses|domains?|hosts?|delivery)(?: [^ ]{1,40}){0,4}? (?:not (?:allowed|permitted|accepted)|denied|refused)\b/,
    /\b(?:user|recipient|domain) (?:is )?not local\b/,
  ),
  'inbound-domain-missing': anyOf(
    /\b(?:not able to|unable to|could not|can not) (?:find|resolve|look up|locate) (?:the |that |this )?(?:recipient|destination)(?:'s)? domain\b/,
    /\brecipient(?:'s)? (?:address|domain) reserved by rfc ?2606\b/,
    /\b(?:recipient|rcpt|destination|to)(?: [^ ]{1,40}){0,3}? domain(?: [^ ]{1,40}){0,3}? (?:not (?:be )?found|unknown|does not exist|not exist|no (?:valid )?(?:mx|a record)|(?:can ?not|could not) be resolved|invalid)\b/,
    /\b(?:no|valid|find|without)(?: [^ ]+){0,3} mx (?:record )?(?:for|of) (?:the )?(?:rcpt|recipient|destination) (?:domain|host)\b/,
    /\b(?:address rejected|recipient[^.]{0,40}): domain not found\b/,
    /\b(?:recipient|rcpt|destination|to)\b.{0,60}\b(?:unknown|invalid|non-?existent|bogus|no such|not a valid) (?:tld|top[- ]level domain)\b/,
  ),
  'host-unknown':
    /(?:%address|\bhost(?: ?name)?\b).{0,4}\b(?:host unknown|unknown host|unrecogni[sz]ed host|host not found)\b|\b(?:host unknown|unrecogni[sz]ed host name|unknown host|bad destination (?:system|host))\b/,
  'not-hosted': anyOf(
    /\b(?:domain|host)(?: [^ ]{1,40}){0,3}? (?:is )?(?:not (?:hosted|served|handled|accepted|configured|known|registered|listed|found|local)(?: [^ ]+)?|not one of ours|unknown here)\b/,
    /\b(?:no|not a|unknown) (?:such |local |hosted |relay |accepted )?(?:domain)(?: here)?\b/,
  ),
  'null-mx':
    /\bnull ?-?mx\b|\bdomain (?:[^ ]+ ){0,2}(?:does not|never) (?:accepts?|receives?) (?:any )?(?:mails?|emails?|messages)\b|\bdomain not configured for mail\b/,
  'your-account': /\byour (?:account|user)\b/,
  'many-messages': /\btoo many (?:messages|mails)\b/,
  'per-session': /\b(?:per|in (?:one|this|a single)) (?:session|connection|transaction|message)\b/,
} as const;
