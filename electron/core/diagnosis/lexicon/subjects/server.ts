/** About the server's own state: its load, disk, configuration, what it relies on. */
import { anyOf } from '../any-of.ts';

export const serverConcepts = {
  server: /\b(?:server|system|service|host|mta|mailer|daemon|smtpd?|mail system|machine)\b/,
  internal: anyOf(
    /\b(?:starting|executing|running|spawning|invoking)(?: the)? [^ ]{1,40} (?:has )?failed\b|\b(?:unable|not able|failed|could not|can not)(?: to)? create (?:an? |the )?(?:temporary|temp|spool|queue) (?:files?|directory)|\berror processing (?:the |your |this )?(?:message|mail|command|request)\b|\b(?:bounce|trace|cleanup|rewrite|defer|queue manager)(?: or [a-z]{1,12})? service (?:failure|error)\b|\bservice malfunction\b|\b(?:internal(?: server)? (?:error|problem|failure)|internal error|local (?:error|problem)|server (?:local )?error|system (?:error|failure|i\/o error)|mail system error|i\/o error|input\/output error|software (?:error|failure|fault)|(?:server|system|service) (?:fault|malfunction)|unhandled|(?:unknown|unspecified|general) (?:server|system) error|exception (?:while|in|during)|unexpected (?:error|exception|failure)|qq (?:read error|crashed|temporary problem)|error while (?:reading|processing)|local problem|(?:can|could) not be (?:saved|stored|queued|written|spooled)|(?:can|could) not (?:write|create|open|save|store|spool)(?: [^ ]+){0,3} (?:file|spool|queue|message|mail)|(?:unable|failed) to (?:write|create|open|save|store|queue|spool)(?: [^ ]+){0,3} (?:file|spool|queue|message|mail)|not be saved|(?:queue )?file (?:write|read) error|failed to be (?:replicated|saved|stored)|(?:failed|unable|can not|could not) (?:to )?(?:assign|fork|spawn|start|create|launch|execute|run)(?: [^ ]+){0,5}? (?:process|child|thread|worker|program)|(?:signing|sealing) (?:of (?:the )?message )?failed|(?:failed|unable|could not) (?:to )?sign|error (?:adding|appending|writing|storing|saving)|failed to (?:add|append|copy) (?:the )?(?:data|message)|(?:unable|failed|not able) to (?:process|handle) (?:the |this |an |your )?(?:command|message|email|mail)|interrupted system call|local data error|(?:qq|qmail-queue) (?:timeout|trouble)|due to (?:a )?fatal error|temporary problem accepting|unable to figure out|service (?:failure|error))\b|\(\) failed/,
    /\bproblem (?:attempting|trying) to (?:execute|run|process|handle)\b/,
    /\bback-?end (?:is )?not running\b/,
  ),
  /** Of what the error was, these words say nothing. */
  'some-error':
    /\b(?:encountered|ran into) (?:an?|the) (?:[^ ]+ )?(?:error|problem|exception)\b(?! (?:in|with) your)|\b(?:something went wrong|error (?:has )?occurred(?! while sending)|encountered an error|processing error|error in processing)\b/,
  'temporary-error':
    /\b(?:temporary (?:(?:local|server|system|service) )?(?:error|failure|problem)|temporarily (?:rejected|unable)|temp(?:orary)? ?fail(?:ure)?|system temporary|transient (?:error|failure))\b/,
  busy: anyOf(
    /\b(?:busy|overload(?:ed)?|over-?loaded|load (?:average|(?:is |was )?(?:too |very )?high)|(?:high|heavy) (?:system |server )?load|too (?:high )?load|resources? (?:temporarily unavailable|exhausted)|resources unavailable|no (?:system )?resources?|out of (?:memory|resources|processes|threads|(?:file )?descriptors|sockets|workers)|can not (?:fork|allocate memory)|queue (?:full|quota|unavailable)|connection queue|(?:insufficient|not enough|low on|exhausted) (?:system |server )?resources?|(?:system |server )?resources (?:are |have been )?(?:exceeded|low|used up|depleted|unavailable)|all (?:server |screening )?ports|(?:no|not enough|insufficient|out of) (?:free|available|idle|spare) (?:[a-z]+ )?(?:process(?:es)?|child(?:ren)?|workers?|slots?|threads?|servers?)|too many (?:connected |active |concurrent )?(?:clients|processes|children|workers)|(?:server|system|host)(?: or [a-z]+)? (?:is |seems )?(?:too |very )?busy)\b/,
    /\bresource (?:limitations?|shortage|constraints?|exhaustion)\b/,
    /\bload shedding\b/,
  ),
  'server-is-busy':
    /\b(?:server|smtp) ports (?:are )?busy\b|\btoo busy\b|\bexceed(?:s|ed|ing)? (?:the )?max(?:imum)? (?:number of )?connections\b|\b(?:server|service|system|host)(?: or [a-z]+)? (?:is |seems )(?:too |very |currently )?busy\b/,
  disk: /\b(?:disk(?: space)?|no space left|spool(?: file| directory)?|storage|free space|space shortage|out of (?:disk )?space|file ?system full|mail system full|disk full|insufficient (?:system )?storage|quota)\b/,
  'disk-full': anyOf(
    /\b(?:no (?:more )?(?:space|room)(?: left| available| in (?:the )?(?:queue|spool))?|(?:out of|insufficient|not enough|low on) (?:free )?(?:disk|space|system storage|storage|system resources)|disk (?:is )?full|space shortage|(?:mail )?system full|file ?system full|error while writing spool|write error or disk full|spool (?:is )?full|(?:error|trouble|failed)(?: in)? (?:writing|creating)(?: to)?(?: [^ ]+){0,2} (?:spool|queue)|spool or log directory problem|(?:system|server) storage (?:has been |is |was )?(?:exceeded|full|exhausted))\b/,
    /\b(?:spool )?disk (?:is )?(?:too|nearly|almost|completely) full\b/,
    /\bspazio esaurito\b/,
  ),
  /** Of what: room, memory or processes, is not said. */
  'system-resources': /\bsystem resources\b/,
  configuration:
    /\bno (?:storage |delivery |mail )?(?:back-?end|transport|router|handler|plugin|driver)s?(?: (?:is|was|has been))? ?(?:configured|defined|available|set|found|for|decided|$)|\bno appropriate\b|\b(?:config(?:uration|ured)?|mis-?config(?:ured|uration)|configuration (?:error|problem)|set up|partition|home directory|permission denied|usage:)/,
  lookup:
    /\b(?:look-?up(?: table)?|look(?:ing|ed) up|table lookup|map lookup|database|ldap|(?<!file or )directory|user lookup|alias(?:es)?)\b/,
  'lookup-trouble':
    /\b(?:hash|lmdb|btree|cdb|dbm|texthash|regexp|pcre|ldap|mysql|pgsql|proxy|sqlite):[^ ]{1,120}(?: [^ ]{1,40}){0,2}? is un-?available\b|\b(?:maps?|table) (?:look-?up )(?:problem|failure|error|failed)|\b(?:error|failure|problem) in (?:user|alias|table|map) look-?up\b|\b(?:unable|failed|could not|can not)(?: to)? contact (?:the )?ldap\b|\bldap server(?: [^ ]+){0,2} (?:unreachable|unavailable|down|not)\b|\b(?:map|table) (?:is )?(?:unavailable|not available)|\berror reading (?:the )?(?:map|table)\b/,
  /** The client's own logins, in a table of Postfix. */
  'logins-table': /\bsasl ?passwd\b|\bretrieve credentials\b/,
  'setting-broken':
    /\bfatal: (?:bad |unsupported |invalid )|\bbad (?:numerical|boolean|string|integer) (?:configuration|value)\b|\bregex(?:p|es)? compilation failed\b|\bplugins?(?: failure)?\b.{0,60}\bcan not (?:execute|run|load)\b|\bcan not execute\b|\b(?:unable to|can not|could not|failed to) load (?:the )?(?:server )?configuration\b|\bunknown (?:smtpd )?(?:restriction|setting|parameter) ?: |\bfatal: parameter\b|\bspecify at least one working\b|\bunsupported dictionary type\b|\bfailed to expand\b|\bexpansion (?:of [^:]{1,80} )?failed\b|\btainted (?:file ?name|search|name|data)\b|\b(?:error|mistake) in (?:the |its |my )?configuration\b/,
  /** A program or rule of the server's own that does not run. */
  'own-program-broken': anyOf(
    /\b(?:can not|could not|unable to|failed to) (?:execute|exec|invoke|launch) (?:the )?(?:[^ ]{0,80}\/|plugin|program|script|filter|helper)/,
    /(?:\/[a-z0-9._-]{1,40}){2,8}:? (?:can not|could not|unable to|failed to) (?:execute|exec|run|be executed|start)\b/,
    /\b(?:plugin|qmail-spp|rcpthook|hook) (?:failure|failed|crashed|error)\b/,
    /\b(?:regexp?|regular expression|pattern) (?:compilation|compiling|compile) (?:failed|error|failure)\b/,
  ),
  /** Said by a server of the next one. */
  'hop-unreachable': anyOf(
    /\b(?:(?:can|could) not|unable to|failed to) (?:connect to|reach|contact) (?:%host|%ip|(?:the )?(?:destination|recipient(?:'s)?|final|next|inner|customer(?:'s)?) (?:mail |smtp )?(?:server|host))/,
    /\b(?:can not|could not|unable to|failed to) forward (?:the |this |your )?(?:mails?|messages?)\b/,
    /\b(?:mail |message )?forwarding (?:has )?failed\b/,
  ),
  'the-next-server':
    /\b(?:destination|recipient(?:'s)?|remote|receiving|target|next|other)(?: [a-z]{1,12})? (?:server|host|system|domain|side|hop)\b/,
  /** Of a connection that the server itself made, or wanted to. */
  'way-to-another': /\bconnection (?:to|with) (?!the client|you)/,
  'temporary-lookup': /\btemporary look-?up (?:failure|error|problem)\b/,
  'talks-to-own':
    /\b(?:problem|trouble|error) (?:talking to|communicating with) (?:the )?(?:server|service|milter|policy|daemon)\b/,
  'own-hop-failed':
    /\bproxy(?:ing)? failed\b|\bfailed to connect to (?:the )?(?:relay|back-?end|proxy|next|upstream) (?:server|host)\b/,
  backend:
    /\b(?:back-?end|relay server|next[ -]hop|upstream|downstream|remote server|proxy failed|proxying|mail server(?!(?:\(s\)|s)? (?:for|of) (?:the|your|this) domain)|(?:local )?delivery (?:agent|service|process)|(?:mail|message|mailbox) ?(?:store|storage)|storage (?:server|back-?end|system|node|host)|mail ?box (?:server|host)|lmtp (?:server|socket)|onward transmission|(?:destination|recipient's|target|inner|internal) (?:smtp |mail )?(?:server|daemon)|server\(s\)|policy (?:service|server)|content filter|mta\()/,
  shutdown: anyOf(
    /\b(?:shut(?:ting)? ?down|going down|maintenance|restart(?:ing)?|out of service|going offline|server is stopping)\b/,
    /\bwaiting for (?:[a-z]+ )?start-?up\b/,
  ),
  service: /\b(?:service|server|smtp)\b/,
  connections:
    /\b(?<!\b(?:closing|dropping|closed|dropped|terminating|aborting|end(?:ing)?)(?: the| this| your| transmission| smtp){0,2} )(?:connections?|sessions?)\b(?! (?:is |was |has been )?(?:closed|dropped|terminated|aborted|lost))|\b(?:threads?|concurren(?:t|cy)|simultaneous)\b/,
  'from-you':
    /\b(?:from (?:this|your|the same|that)|your (?:ip|host|address|network|site|client)|per (?:ip|host|client|address|user)|this (?:ip|host|client|address))|from %ip|\bslow down\b/,
  'network-address': /%ip|\bip(?: address)?\b/,
  'our-host':
    /\b(?:client(?: host)?|(?:your|this|the|connecting|source|remote) (?:ip|host|address|server|machine|network|ip address|mail server)|ip(?: address)?|%ip)\b/,
  'this-address': /\b(?:your|this|the connecting|client) (?:ip|%ip)\b|\bfrom %ip\b/,
  'your-host': /\b(?:your|connecting|client) (?:ip|host|address|server|machine|network|mta)\b/,
  'ran-out': /\b(?:out of|ran out|run out|used up|exhausted|insufficient|depleted|lapsed|not enough|overdue|unpaid)\b/,
  plan: /\b(?:credits?|licen[cs]e|billing|payment|plan|trial|subscription|invoice|unpaid|balance)\b/,
  loop: /\b(?:loop(?:s|ing)?|recursive (?:forward(?:s|ing)?|alias(?:es)?)|hop count|too many hops|against myself|loops back|(?:my|its|our) own host ?name)\b/,
  'tls-setup': anyOf(
    /\b(?:handshake (?:error|failed|failure|problem)|tls (?:initiali[sz]ation|not available|configuration|negotiation|library|engine|is not available|currently|unavailable|problem)|no certificate|ssl_ctx|tls context|start tls)\b/,
    /\bdisabling tls(?: support)?\b/,
  ),
  'to-itself': anyOf(
    /\bunable to find primary relay for\b|\bmx (?:list|records?)? ?for [^ ]{1,80} points? back to\b|\bloops? back to (?:my|it|our)sel(?:f|ves)|(?:my|its|our) own host ?name\b/,
    /\blowest[- ]numbered mx records? points? to (?:the )?local host\b/,
  ),
  quarantine: /\bquar(?:antined?)?\b/,
  alias: /\balias(?:es|ing)?\b/,
  /** A filter behind the server could not finish; what of it failed is in words of its own. */
  'filter-broke-off': /\berror in processing\b|\bparts decode\b/,
  /** What a mail server writes in its own log about its filter, or the filter about its scanner. */
  'filter-log':
    /\b(?:avastd|avp(?:check|daemon)?|esets|fsavd?|nod32|kaspersky|bitdefender|clamd|fpscand|savdid|ctasd|spamd|rspamd|drwebd?|kavd|sophie|f-?protd?)\b.{0,40}\b(?:error|fail(?:ed|ure)?|overflow|timed out|refused)\b|\bwarning: (?:connect to )?milter\b|\bmilter (?:inet6?|unix|local):|\b(?:check_)?(?:clam(?:d|scan|av)|spamd|rspamd)(?:\(\))?:? (?:[^ ]{1,60} ){0,4}?(?:failed|connection refused|retry limit|timed out)\b/,
  scan: anyOf(
    /\b(?:avp|avast|kav|drweb|dr\.web|sophos|savdi?|savi|clamav|clamd|f-?prot|f-?secure|bdc|bitdefender|esets|mks_vir|vexira|sav)d?(?:check|scan)?(?: (?:daemon|engine|scanner|service|server))?(?::| connect| daemon)\b|\b(?:spam|virus|content|mail) (?:filter|checker|scanner)(?: [^ ]+){0,2} (?:failure|error|problem)\b|\bcould not be (?:virus[- ]?)?(?:scanned|checked)\b|\bscanned for (?:viruses|spam|malware)\b|\b(?:virus|spam|malware|content) (?:check|scan(?:ning)?|test|detection)\b|\b(?:scan(?:ner|ning)?|spamd|virus check|clamd?|content (?:filter|check|scan)|milter|(?:spam|virus|mail) (?:filter|engine|checker) (?:did|does|is not|is un|was not|could|has no|failed|timed|not))\b/,
    /\b(?:spam|virus|content) (?:filter|scanner)(?: [^ ]+){0,4} (?:failure|failed)\b/,
  ),
  /** A name that this server itself asked DNS for, and got no answer. */
  'no-dns-answer': anyOf(
    /\bqueries? [a-z]{1,6} e(?:servfail|timeout|refused|connrefused)\b|\bquery(?:txt|mx|a|aaaa|ptr|srv|ns|cname) ?e(?:servfail|timeout|refused|connrefused)\b|\bfailed to resolve (?:[^ ]+ ){0,6}?(?:ip address|mx|mail server|host)|\bdns server returned (?:[^ ]+ )?(?:failure|error)|\bservfail\b/,
    /\b(?:dns|name ?servers?|mx|mail exchangers?|host ?name|resolver|domain name)(?: [^ ]+){0,5}? (?:errors?|fail(?:ed|ure|ures)?|time ?-?out|timed out|trouble|problem)\b/,
    /\b(?:temporar(?:y|ily)|transient)(?: [^ ]+){0,3}? (?:dns|mx|name ?server|resolver|resolution)\b/,
    /\b(?:can ?not|could not|unable to) (?:resolve|look ?up|find) (?:[^ ]+ ){0,4}?(?:at this time|now|at the moment|mail exchanger)\b/,
    /\b(?:can ?not|could not|unable to) (?:find|look ?up) (?:a |the |any )?(?:mail exchangers?|mx)\b/,
    /\bno (?:answer|response|reply) from (?:[^ ]+ )?(?:mx|dns|name ?server|resolver)\b/,
    /\bhost (?:name )?not found, try again\b/,
  ),
  'lost-client': anyOf(
    /\b(?:lost|dropped|broken) (?:the )?(?:input |smtp |client )?(?:connection|channel)\b/,
    /\b(?:lost|broken) (?:the )?input\b|\bmessage ended early\b|\bunexpected (?:eof|end of (?:data|input|file|message|stream))\b/,
    /\bconnection (?:was |has been )?(?:lost|dropped|broken|error)\b/,
    /\b(?:incomplete|unfinished|truncated) (?:data|message|transfer)\b|\beof (?:while|before|in|during)\b/,
    /\bclient (?:has )?(?:disconnected|went away|hung up|quit unexpectedly)\b/,
  ),
  welcome:
    /\b(?:takes? no (?:mail|email|messages)|not welcome|no smtp service here|does not accept (?:any )?(?:mail|email|messages)(?! (?:from|for|to|that|with|without))|not (?:currently |being )?accept(?:ing|ed) (?:connections|mail|messages)(?! (?:from|for|to|that|with|without))|(?:system|server|host)(?: is)? not accepting network messages|mail is not being accepted|(?:mail )?receiving (?:is )?disabled|service not available|we do not accept)\b/,
} as const;
