/** About what DNS has to say of a sender: SPF, DKIM, DMARC, the reverse name of the client, the name in EHLO. */
import { anyOf } from '../any-of.ts';

export const senderPolicyConcepts = {
  spf: /\b(?:spf\d?|sender policy framework|senderpolicy|(?<!\b(?:determine|find)(?: the)? )purported responsible (?:address|domain))\b/,
  dkim: /\b(?:dkim|domain ?keys?)\b/,
  arc: /\barc (?:chain|seal|set|signature|validation|authentication)\b/,
  dmarc: /\bdmarc\b/,
  'dmarc-absent':
    /\b(?:no|not have(?: an?)?|without(?: an?)?|missing|lacks?(?: an?)?) (?:[^ ]+ ){0,2}?dmarc (?:record|policy)\b|\bdmarc (?:record|policy)(?: is| was)? (?:missing|not (?:found|published|set|specified)|required)\b/,
  'either-proof': anyOf(
    /\beither (?:has |have |an? )?(?:valid )?(?:spf|dkim)\b|\b(?:spf(?: [^ ]+){0,2} (?:or|and|nor|\/)(?: [^ ]+){0,2} dkim|dkim(?: [^ ]+){0,2} (?:or|and|nor|\/)(?: [^ ]+){0,2} spf)\b/,
    /\bmultiple authentication checks? (?:have |has )?failed\b/,
  ),
  /** Of an address that the sender's domain does not name: SPF in other words. */
  'ip-may-not-send': anyOf(
    /(?:%ip|\b(?:your|this|the sending|that) (?:server|host|ip(?: address)?|address))(?: [^ ]+){0,2}? not (?:an? )?(?:allowed|permitted|authori[sz]ed|designated|approved|listed|valid)(?: to)?(?: be)?(?: an?)? (?:send|sending|sender|mailer|source|use|deliver)(?: [^ ]+){0,4}? (?:from|for|as|of) (?:the )?(?:%host|%address|domain)/,
    /(?:%ip|\bhost) (?:is )?not (?:listed|named|designated|registered|published) as (?:an? )?(?:permitted |allowed |authori[sz]ed |valid )?(?:sender|mailer|mail server) (?:of|for) (?:%host|%address|domain)/,
    /(?:%host|%address|\bdomain(?: of [^ ]+)?)(?: [^ ]+)? (?:does not|did not) (?:designate|list|name|authori[sz]e|allow|permit)(?: [^ ]+){0,3}? %ip/,
    /\b(?:mail|email|messages?) from (?:%host|%address) (?:is |are )?not (?:allowed|permitted|authori[sz]ed|accepted) from (?:%ip|this (?:ip|host|server|address))/,
    /\bmismatch(?:es|ed)? (?:the )?client ip\b/,
  ),
  'unauthenticated-so': anyOf(
    /\b(?:because|since|as|due to) (?:it|this|they|the (?:message|mail|email|sender|domain)) (?:is|was|are|were|being) (?:un-?authenticated|not authenticated)\b/,
  ),
  'without-proof':
    /\b(?:un-?authenticated (?:e?mails?|messages?|domains?)|(?:sender|message|mail|email|domain)(?: [^ ]+){0,2} (?:is|was|are) (?:un-?authenticated|not authenticated)|(?:no|missing|without|lacks?(?: a| an)?) spf (?:record|policy|entry)|spf none|spf (?:record )?(?:missing|not found|does not exist))\b/,
  'policy-outage': anyOf(
    /\btemp(?:orary)?[- ]?(?:error|fail(?:ure)?s?)\b|\btemporar(?:y|ily)\b|\btransient\b/,
    /\b(?:dns|resolver|name server|lookup|look-up)(?: [^ ]+){0,3} (?:error|fail(?:ed|ure|ures)?|time-?out|timed out|problem|unavailable)\b/,
    /\b(?:timed out|time-?out|no (?:response|answer|reply)|not (?:responding|answering)|spf error|could not be (?:checked|evaluated|verified) (?:now|at))\b/,
  ),
  'policy-broken':
    /\b(?:perm(?:anent)?[- ]?error|too many (?:dns |spf |void )?(?:look-?ups?|mechanisms|includes)|two or more|more than one (?:spf )?record|multiple (?:spf )?records|(?:syntax|parse|parsing) error|(?:malformed|invalid|broken|bad|suspicious) (?:spf|sender policy)? ?(?:record|policy|syntax|mechanism|entr(?:y|ies))|could not be interpreted)\b/,
  'signing-key':
    /\b(?:(?:public |signing |dkim )?keys? (?:[^ ]+ )?(?:retrieval|lookup|not found|missing|record|does not exist|unavailable|revoked|for signature)|no (?:public )?key|key (?:is )?(?:empty|revoked)|pub(?:lic )?key (?:unavailable|not available|syntax)|selector)\b/,
  'reverse-name': anyOf(
    /\b(?:ptrs?|rdns|fcrdns|reverse[- ](?:dns|host ?names?|look-?ups?|names?|address|resolution|entr(?:y|ies)|pointer|mapping|record|zone|ip)|forward[- ]confirmed|pointer record|your (?:reverse )?host ?name|in-addr\.arpa|host ?name for (?:your |the |this )?(?:ip|address|%ip)|ip (?:address )?(?:name|host ?name) look-?ups?|address not listed for (?:host ?name|%host)|%ip ?: (?:host ?name|hostname) %host verification)\b/,
    /\b(?:sender|sending|client|your) ip (?:address )?must (?:resolve|have a (?:name|ptr))\b/,
  ),
  'reverse-missing': anyOf(
    /\bpossibly forged host ?name\b/,
    /\b(?:no|missing|bad|invalid|failed) dns (?:reverse|ptr)\b|\b(?:reverse|ptr)(?: dns)? (?:look-?up|resolution|check|record|entry|name)s?(?: [^ ]+){0,2}? (?:rejected|refused|failed permanently|not found|negative|nonexistent|does not exist)\b|\bno reverse\b/,
    /\b(?:host ?name|name|ptr)(?: %host)? does not (?:resolve|lead|point|map) back to\b|\bptr(?: records?)?(?: [^ ]+){0,4} (?:differ|disagree|do not (?:agree|match))\b/,
    /\bhost ?name(?: %host)? (?:does not|must) (?:resolve|point|match|map)(?: back)? to (?:(?:its|your|the) (?:ip|address|%ip)|(?:address )?%ip)/,
    /\bno (?:host ?|domain ?)?name (?:was |is |could be )?(?:found|known|registered|set|configured)? ?for (?:the |your |this |client )?(?:ip|address|%ip|host %ip)/,
    /\baddress not listed for (?:host ?name|%host)|%ip ?: ?host ?name %host verification failed|\bno ip address(?:es)? (?:was |is )?found for (?:host|%host)/,
    /\b(?:do(?:es)? not have|has no|have no|no|missing|without|lacks?)(?: (?:a|an|any|valid|matching|proper)){0,2} (?:ptr|rdns|reverse[- ](?:dns|name|host ?name|record|entry|look-?up)|pointer record)\b/,
    /\b(?:ptr|rdns|reverse[- ](?:dns|name|host ?name|record|entry))(?: (?:record|entry|name|dns|lookup))*(?: (?:is|was|does|do))* (?:missing|not (?:set(?: up)?|match|exist|found|point|resolve|configured)|invalid|required)\b/,
  ),
  'no-name':
    /\b(?:missing|no|not|without|lacks?|can not|could not|unable|invalid|bad|fix|need(?:s|ed)?|required?|requires|must|fail(?:s|ed|ure)?|do(?:es)? not|mismatch|unknown|incorrect|should|inconsistent|un-?resolvable|never|not point)\b/,
  'generic-name': anyOf(
    /\b(?:contains? (?:your|the|its) ip|looks? (?:like )?(?:generic|dynamic|dial-?up|a dynamic|a generic|an? end)|generic|dynamic(?:ally)?|dial-?up|country code|residential|auto-?generated)\b/,
  ),
  'client-name-missing':
    /\b(?:client|your|sending|connecting|source|remote) (?:ip ?|host ?|address ?){0,2}(?:%ip )?(?:does not|can ?not be|could not be|not) resolv(?:e|ed|able)\b/,
  'bad-helo-list': /\bbad ?helos?(?: list)?\b/,
  'hello-rejected': /\b(?:helo|ehlo)(?: (?:command|name|host ?name))? (?:rejected|refused|denied)\b/,
  'hello-argument': anyOf(
    /\b(?:helo|ehlo|lhlo)(?!\/?(?:helo|ehlo)? (?:first|before|again))\b/,
    /\b(?:hello|greeting|introduced?) (?:name|host ?name|domain|argument|string)\b|\byou introduce yourself\b/,
  ),
  'full-name':
    /\bdomain address (?:is )?required\b|\bnon-?(?:fqdn|qualified)\b|\bun-?qualified\b|\b(?:fqdn|fully[- ]qualified|full (?:host|domain) ?name|(?:requires|needs?|must (?:be|have)|expects?|want)(?: [^ ]+){0,3} (?:domain|host ?name|address)|domain name required|missing (?:host ?name|domain name)|empty|no dots?|contain an? dot|address literal|(?:missing|no|invalid|requires?|needs?|without)(?: an?)? (?:valid )?argument|(?:with no|without(?: an?)?) (?:domain|host ?name|name|parameter))\b/,
  unresolvable:
    /\b(?:do(?:es)? not (?:exist|resolve)|not (?:be )?(?:found|resolved|resolve|exist)|un-?resolvable|no (?:[^ ]+ ){0,2}(?:dns|address|a record|mx|forward)(?: [^ ]+)?|unknown (?:host|domain)|host(?: name)? (?:unknown|not found)|domain not found|nxdomain|rfc ?2606|reserved (?:domain|name|tld|top[- ]level))\b/,
  'not-that-name':
    /\b(?:do(?:es)? not (?:match|belong|correspond|fit|(?:point|lead|resolve|map)(?: back)? to)|mismatch(?:ed|es)?|not (?:match|yours?|your own)|no (?:forward )?(?:dns )?match|differs? from|inconsistent)\b/,
  'borrowed-name': anyOf(
    /\bclaim(?:s|ing)? to be (?:us|me|ours?|this host)\b|\b(?:(?:my|our|local|its|the server's) (?:own )?(?:host ?|domain ?)?(?:name|ip|address|domain)|bogus (?:helo|ehlo)|forged|faked?|spoofed|impersonat(?:ing|ion)|not who you say|you are not (?:me|us|who|%host)|pretend(?:s|ing)?)\b/,
    /\byou are not (?:localhost|this host)\b/,
  ),
  'does-not-verify':
    /\b(?:did|does|do|could|can) not (?:be )?(?:verif(?:y|ied)|validated?)\b|\bnot (?:verified|validated|valid|verify)\b/,
  'name-of-address':
    /\b(?:generic|dynamic)(?:ally)?[- ](?:looking|assigned|named|style) (?:(?:host|reverse|ptr|client) ?)?(?:names?|hosts?)\b|\b(?:generic|dynamic) (?:host ?names?|ptr|rdns|reverse dns)\b|\b(?:ip(?: address)?|%ip) in (?:the |your |its )?(?:client |host |reverse |ptr |dns )?(?:host ?)?name\b/,
  'broken-dns-data':
    /\b(?:(?:malformed|numeric|invalid|bad|illegal) (?:domain|host) ?names? in (?:the )?(?:resource data|(?:mx|dns) (?:record|data))|malformed(?: or unexpected)? (?:dns|name ?server) (?:server )?(?:reply|answer|response)|invalid mx|bad mx|uses (?:an )?mx in (?:loopback|private|local|reserved|link-local|bogus)|mx (?:record )?(?:points? to|is|resolves to)(?: [^ ]+){0,3} (?:ip|%ip|cname|loopback|private|bogus|localhost)|cname loop|bogus mx|mx (?:host )?(?:is )?(?:bogus|in (?:private|bogus))|rfc ?1035 violation|violates? (?:[^ ]+ ){0,4}rfc ?1035|recursive cname|(?:none|all) (?:of )?your mail exchangers?|mx records?(?: [^ ]+){0,5} (?:violate|point(?:s|ing)? to (?:non-?existent|unknown|invalid|unroutable)|non-?existent hosts?)|mx list (?:[^ ]+ ){0,3}(?:invalid|empty|bogus))\b/,
  /** Of a client whose name looks like that of a line for homes. */
  'not-an-exchanger': /\bmay not be (?:an? )?mail exchanger\b/,
  /** What the server could not do to a message that it was to sign. */
  'signs-itself': /\b(?:dkim|arc) (?:signing|sealing) (?:has )?failed\b|\bfailed to (?:sign|seal)\b/,
} as const;
