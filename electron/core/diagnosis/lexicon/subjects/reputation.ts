/** About what is held against an address, a domain or the content: lists, blocks, reputation, spam, malware. */
import { anyOf } from '../any-of.ts';

export const reputationConcepts = {
  'on-list': anyOf(
    /\b(?:on|in) (?:the )?(?:spamcop|spamhaus|sorbs|barracuda)(?:'s)?(?: [^ ]+)? list\b/,
    /\b(?:is|are|was|present|found|contained|appears?) (?:in|on) (?:the |a )?(?:[^ ]+ ){0,2}?(?:dbl|sbl|xbl|pbl|zen|block ?list|rbl|dnsbl)\b/,
    /\b(?:black|block|deny|reject)[- ]?list(?:s|ed|ing)?\b/,
    /\b(?:inclusion|included|including|present|found|entered|contained|appears?)(?: [^ ]+){0,4}? (?:in|on) (?:our|my|a|the|their|an?other)(?: [^ ]+)? (?:spam(?:mers?)? |ban |reject )?(?:lists?|database)\b/,
    /\b(?:is|are|been|was|were|being|currently|has been) (?:currently |also |still )?listed\b(?! (?:below|here|above))/,
    /\blist(?:ed|ing) (?:in|on|by|at|with) (?!the (?:directory|address))/,
    /\b(?:rbls?|dnsbls?|dnsrbl|uribls?|surbl|rhsbl)\b/,
    /\bblocked (?:using|via|through)\b/,
  ),
  'list-name':
    /\b(?:spamhaus|spamcop|sorbs|barracuda|surbl|uribl|zen|sbl|xbl|pbl|cbl|abuseat|invaluement|ivm(?:sip|uri|24)|psbl|nixspam|manitu|uceprotect|mail-abuse|rbl(?:\+|-plus)?|dnsbl|backscatterer|mailspike|senderscore|lashback|trend micro|hostkarma|abusix|cloudmark|trustedsource)\b/,
  'blocked-by-list':
    /\b(?:blocked|refused|rejected|denied|stopped|deferred) (?:(?:by|using|via) (?:the )?[^ ]{0,20}(?:bl|sip|list)\b|(?:using|via) (?:the )?%host|blocked by %host)/,
  'own-list':
    /\b(?:our|my)(?: [^ ]+){0,2} (?:spam(?:mers?)?|ban|bad|kill) ?lists?\b|\b(?:our|my|a local|local|locally|internal|customer|private|corporate|administrative|this server's)(?: [^ ]+){0,2} (?:black|block|deny|reject)[- ]?list(?:ed|s)?\b|\b(?:locally|manually|administratively) (?:black|block|deny)[- ]?(?:listed|ed)\b/,
  'sending-address': anyOf(
    /\b(?:your|this|that) location\b|\bthis ip\b|\b(?:client(?: host| address| ip)?|connecting (?:host|ip|address|client|server)|sending (?:ip|host|server|address|mta|network)|source (?:ip|host|address)|remote (?:ip|host|address)|peer)\b/,
    /\b(?:your|this|that|the) (?:(?:ip|ip address|mail|sending|host|smtp|source|whole|entire) ?){0,2}(?:ip|address(?! (?:is|was|has|of|in|for|you)[^.]{0,20}(?:recipient|mailbox|user))|host|server(?!(?:\(?s\)?)? (?:for|of) )|network|range|subnet|isp|country|region)\b/,
    /\b(?:host|your|their|client|source|ip) (?:network|range|country|region|subnet|block)\b/,
    /\bips?\b|%ip\b|\/%ip/,
  ),
  blocked:
    /\bno access for\b|\badministratively denied\b|\b(?:rejected|refused|denied|forbidden) by (?:geo-?ip|country)|\bgeo-?ip\b.{0,20}\bblock|\b(?:block(?:ed|s|ing)?|ban(?:ned|s)?|blacklisted|barred|black-?holed|shunned|denied access)\b/,
  /** Said of mail from an address, with no list named. */
  'mail-from-blocked':
    /\bmail from (?:your|this) (?:location|site|place|country|region)(?: %ip)?(?: [^ ]{1,20}){0,3} (?:denied|refused|rejected|blocked|not (?:accepted|allowed))\b|\bno access (?:for|from) (?:this|your|that) (?:ip|host|address|network|client)\b|\bip (?:is )?in (?:prison|jail)\b|\b(?:your|this) (?:country|region|location) (?:is )?not (?:allowed|permitted|welcome|accepted)\b|\blocal bl ip\b|\b(?:mail|email|messages?|connections?|traffic|smtp)(?: [^ ]+){0,2}? from (?:your (?:ip|server|host) )?\(?%ip\)? (?:is|are|was|were|has been|have been)(?: [a-z]{1,12})? (?:blocked|banned|refused|rejected|denied)\b|(?:^|[:;-] ?)%ip (?:is |was |has been )?(?:currently )?(?:blocked|banned|barred) (?:by|for|due|because)\b/,
  /** The verdict itself, whatever advice follows it. */
  'as-spam':
    /^(?:message |mail )?(?:is |was )?(?:suspected|possible|probable) spam$|\b(?:failed|did not pass)(?: [a-z]{1,12}){0,2} (?:anti-?spam|spam) (?:checks?|tests?|filters?)\b|\b(?:rejected|refused|bounced|blocked) (?:due to|because of|for|by) (?:its |a )?spam (?:classification|content|verdict|score)\b/,
  'turned-away':
    /\bno access for\b|\badministratively denied\b|\b(?:server|host|system|network|client|connection)?(?: [^ ]+)? ?access (?:forbidden|not allowed|restricted)\b|\bforbidden (?:by|for|from) (?:your|this|the) (?:ip|host|address|server)\b|\brefused to talk to (?:me|us|you)\b|\b(?:denial of (?:connection|access)|access (?:is |was )?(?:denied|refused|forbidden|prohibited)|client(?: host)?(?: [^ ]+){0,2} (?:rejected|refused|denied)|(?:connections?|service|host|network)(?: [^ ]+){0,4} (?:denied|refused|rejected|prohibited|not (?:allowed|accepted|permitted|authori[sz]ed))|not accept(?:ing)? (?:connections|mail|messages|email) from|go away|no (?:smtp|mail) (?:service|access) (?:for|from) (?:you|your)|not accept (?:any )?(?:of )?your (?:mail|messages|email|connections?)|no connections? (?:from|accepted|allowed)|not (?:allowed|permitted|authori[sz]ed) to (?:connect|talk|use this (?:server|service)))\b/,
  /** Of a connection, not of what was sent over it. */
  'account-on-list': /\b(?:black|block|deny)-?listed (?:user|account|login)s?\b/,
  'may-not-connect':
    /\bnot (?:allowed|permitted|authori[sz]ed|welcome) to connect\b|\bconnections? (?:is |are )?not (?:allowed|permitted|authori[sz]ed)\b|\bno (?:smtp |mail )?service for (?:your|this) (?:host|ip|address|network)\b|\bhost network not allowed\b|\brefused to talk to (?:me|us|you)\b|\bnot accepting smtp connections\b/,
  'policy-range': anyOf(
    /\b(?:dynamic(?:ally)?(?:[- ]assigned)?|dial-?up|residential|dhcp|consumer|end[- ]?user|cable|dsl|home|pool) (?:[^ ]+ ){0,2}?(?:ips?|addresses|address|hosts?|range|ranges|space|networks?|connections?|lines?|clients?|pool)\b/,
    /\b(?:ip|address|host|client|network|range|%ip)(?: [^ ]+){0,4}? (?:dynamic|dial-?up|residential|policy block)\b/,
    /\bnot (?:authori[sz]ed|allowed|permitted) to send (?:e?mail |messages )?(?:straight|directly)\b/,
    /\buse (?:the |your )?(?:smtp |mail |outgoing )?(?:relay|smart ?host|(?:mail |smtp )?server|mail server|outgoing server) (?:at|of|from) your (?:service |internet )?(?:provider|isp)\b/,
    /\bbypass(?:es|ing|ed)? (?:[^ ]+ ){0,4}?(?:relay|smart ?host|mail server|smtp server|mail gateway)\b/,
    /\b(?:use|through|via) (?:the |your )?(?:isp|provider|service provider|internet provider)(?:'s|s)? (?:[^ ]+ )?(?:smtp|mail|outgoing|relay|server)\b/,
    /\bnot allowed from this (?:range|network)\b|\bpolicy block ?list\b/,
  ),
  'not-on-allow-list': anyOf(
    /\b(?:not (?:in|on|part of|included in) (?:the |our |a |your |any )?(?:[^ ]+ )?(?:white-?list|allow-?list|allowed list|list of allowed|permitted list)|(?:ip|address|host|client)(?: [^ ]+){0,3} not (?:registered|authori[sz]ed|allowed) to (?:relay|send|use|connect)|(?:ip|address|client)(?: [^ ]+){0,5} (?:does not have|has no|without) permissions? to (?:submit|relay|connect)|(?:ip|address|host) is not (?:on|in) the list)\b/,
    /\b(?:un-?authori[sz]ed|not authori[sz]ed|un-?registered) (?:client |source |sending )?ip(?: address)?\b/,
  ),
  'query-refused': anyOf(
    /\bopen (?:dns )?resolver\b|\bpublic (?:dns )?resolver\b|\b(?:public|open) dns\b/,
    /\b(?:quer(?:y|ies)|look-?ups?) (?:was |were |are |is |has been )?(?:refused|blocked|denied|limit(?:ed)?|volume|rate|not allowed|exceed)/,
    /\b(?:excessive|too many|exceed(?:ed|s|ing)?(?: [^ ]+){0,3}) (?:number of )?(?:dns )?quer(?:y|ies)\b/,
    /\bblocked due to (?:usage|query|volume)\b/,
  ),
  'a-domain-of-yours': anyOf(
    /\b(?:helo|ehlo|mail ?from|sender(?:'s)?|from|envelope|reverse|rdns|rhs|sending|your|originating|header|dkim|return[- ]path) (?:[^ ]+ )?(?:domain|host ?name)s?\b/,
    /\bdomain (?:of|in) (?:your|the) (?:sender|mail ?from|helo|from)\b|\b(?:dbl|rhsbl)\b/,
  ),
  'a-link': anyOf(
    /(?<!%)\b(?:urls?|uris?|links?|web ?sites?|hyperlinks?|(?:body|message|content|text)(?: [^ ]+){0,3} (?:contain(?:s|ed|ing)?|includes|has|with)(?: [^ ]+){0,3} (?:url|uri|link|domain|host|web ?site|%url))\b/,
    /\bcontains?(?: [^ ]+){0,5}? (?:blocked|blocking|malicious|spam) (?:urls?|uris?|links?)(?:\(s\))?/,
  ),
  'in-message':
    /\b(?:message|mail|email(?! address)|body|content|text)(?: [^ ]+){0,3} (?:contain(?:s|ed|ing)?|includes?|has (?!been|not been|a (?:poor|bad|low)))/,
  'reputation-word':
    /\b(?:siq|sender|ip) score\b|\b(?:(?:bad|poor|low|very low|negative|lowest|insufficient|very bad|no|lack of)? ?reputation|karma|senderbase|sender ?score|trust (?:score|level)|suspected spam (?:ip|source|host))\b/,
  domains: /\b(?:domains?|dkim)\b/,
  'from-domain': /\bdomain(?: based|-based)?\b/,
  complaints:
    /\bspam ?traps?\b|\bhoney ?pots?\b|\b(?:complaints?|complain(?:ed|ing)?|user feedback|reports? of (?:spam|abuse)|too much spam|spam (?:from|statistics|source)|excessive spam|spams|unsolicited (?:mail|email|messages)|(?:listed|blocked|reported) (?:as|for) (?:being )?abus(?:e|ive)|sending spam|(?:looks?|acts?|behaves?)(?: [^ ]+)? like (?:a )?spammer)\b/,
  'host-banned':
    /\b(?:host|address|ip|network|client|server)(?: %ip| %host)?(?: (?:is|was|has been|are))? (?:banned|barred|blocked|shunned)\b|\b(?:ip(?: address)?|your host|your network|your server|client)(?: %ip| ?\(%ip\)| %host)? (?:is|was|has been) (?:filtered|rejected|refused)\b|\b(?:invalid|bad|black|banned|forbidden) (?:sender |source |client |sending )?ip\b/,
  'open-relay':
    /\b(?<!not )(?:is|are|was|as|via|through|from|known|your|possible|suspected|which) (?:an? |the )?open (?:mail |smtp |http |socks )?(?:relays?|prox(?:y|ies))\b|\bopen (?:relay|proxy) in\b/,
  'sender-ip': /\bsender(?:'s)? (?:with )?(?:ip|%ip|host|server|network)/,
  'put-off':
    /\b(?:held (?:off|back)|temporar(?:y|ily)|throttl(?:ed|ing)|defer(?:red|ring)?|for (?:the|a|an|one|\d+)(?: next)? (?:days?|hours?|minutes?|while|time)|until|try (?:it )?(?:again|later)|rate[- ]?limit(?:ed|ing)?)\b/,
  spam: /(?<!users from |people from |customers from |against |reduce |prevent |stop |fight |block for |suspected |of )\b(?:spam(?:my|ming|miness)?(?! lists?\b)|spam[- ]?assassin|spam ?profiler|spam ?bouncer|junk ?mail|junk|uce|ube|bulk mail|unsolicited (?:bulk |commercial )?(?:mail|email|message))\b(?! (?:ip|source|from your|statistics|host|filter (?:failed|error|not|unavailable|timed|is|did|does|could|has no)|protection|prevention|complaint|scanner|check failed|folder))/,
  'spam-score':
    /\b(?:score|hits|points)(?: [^ ]+){0,2} (?:too high|above|over|exceed(?:s|ed)?)\b|\bscored (?:as |[0-9]).{0,20}\b|\b(?:high|great|too high)(?: [^ ]+)? (?:probability|likelihood|chance) of (?:being )?(?:spam|junk)\b|\bgtube\b|\b(?:hits|score|points)[ =:]{1,3}-?[0-9.]{1,8}.{0,30}\b(?:required|threshold|trigger|limit|maximum|max|allowed)\b|\b(?:spam|content|message)[- ]?(?:score|points|level|rating)\b.{0,30}\b(?:too high|exceed(?:s|ed)|above|over|reached)\b/,
  'suspicious-content':
    /\b(?:content|message|mail|email)(?: [^ ]+){0,4} (?:suspicious|suspect|unwanted|undesirable|objectionable)\b(?! due to the very low reputation| due to [^.]{0,30}reputation)|\bsuspect content\b|\bsuspicious (?:content|message|email|mail)\b/,
  virus:
    /\b(?:infected|contaminated)(?: [^ ]+)?:|\b(?:found|detected|contains?|contained) (?:an? |the )?(?:[^ ]+ )?(?:viral|computer virus|infection)\b|\b(?:virus(?:es)?(?! infected| ?(?:scan(?:ner|ning)?|check(?:er|ing)?|filter|engine|database|definitions|protection))|malware(?! ?(?:scan|filter|check))|malicious (?:content|code|software|attachment|file)|infected(?! (?:server|host|machine|computer|pc|system|personal))|trojan|worm|eicar|ransomware|harmful (?:content|attachment|file|program))\b/,
  phishing: /(?<!and |from |or )\bphish(?:ing|y|es)?\b/,
  'blocked-link':
    /\bcontain(?:s|ing)?(?: [^ ]+){0,5}? (?:blocked|blocking|malicious|blacklisted|spam) (?:urls?|uris?|links?)(?:\(s\))?/,
  'banned-for': /\b(?:black|block)-?listed for\b|\bbanned for\b/,
} as const;
