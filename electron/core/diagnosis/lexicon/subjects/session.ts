/** About the session itself: commands, their form and order, TLS, time, line ends and lengths. */
import { anyOf } from '../any-of.ts';

export const sessionConcepts = {
  command: /\b(?:commands?|verbs?|operation|esmtp command)\b/,
  'a-command':
    /\b(?:helo|ehlo|lhlo|mail(?: from)?|rcpt(?: to)?|data|bdat|auth|starttls|vrfy|expn|etrn|rset|quit|turn|help|noop|xclient|burl|chunk)\b/,
  hello: /\b(?:helo|ehlo|lhlo|hello|introduce (?:your|the)sel(?:f|ves))\b/,
  lhlo: /\blhlo\b/,
  'hello-alone': /\b(?:helo|ehlo) requires? (?:a )?(?:domain|host ?name|address|argument)/,
  'identity-change':
    /\b(?:no |not )?(?:identity|user) (?:changes?|switch(?:ing)?)\b|\b(?:change|switch)(?:ing)? (?:of )?(?:the )?(?:identity|user)\b|\bre-?authenticat(?:e|ion) (?:is )?not (?:allowed|permitted)\b/,
  'hello-first':
    /\bexpected (?:helo|ehlo)\b|\b(?:say (?:helo|ehlo|hello)(?: first)?|(?:send|use|need|issue|require[sd]?) (?:a |an )?(?:helo|ehlo|hello)|(?:helo|ehlo|hello)(?:\/(?:helo|ehlo))? (?:first|before|required|is required|must(?! (?:be|have|contain|match|not))|has not|not (?:been )?(?:given|sent|received|seen)|expected|wanted|missing)|(?:no|missing|without) (?:helo|ehlo|hello|greeting)(?:\/(?:helo|ehlo))?(?: (?:yet|given|sent|received|seen))?(?: |$)|(?<!you )introduce yourself|without (?:using |sending |saying )?(?:a |an )?(?:ehlo|helo)|polite people)\b/,
  'mail-command': /\b(?:mail(?: from)?|sender)\b/,
  'rcpt-command': /\b(?:rcpt(?: to)?|recipients?)\b/,
  transaction: /\b(?:transaction|rset|reset|start over|previous (?:data )?chunk)\b/,
  syntax:
    /\b(?:size|number|integer|argument|token|value) (?:is |was )?expected\b|\bexpected after\b|\b(?:missing (?:from|to)\b|keywords?|colon|(?:angle )?brackets?|syntax(?:es)?|syntactically|syntactic|usage|arguments?|operand|parameters?|malformed|parse|whitespace|characters?|at end of path|wrong number|too (?:many|few) (?:values?|fields?|words?|tokens?)|un-?balanced|unmatched|unterminated|utf-8)\b/,
  'argument-expected':
    /\b(?:integer|numeric|number|size|count|value)(?: [^ ]{1,20}){0,2} expected\b|\bmechanism must be (?:specified|given)\b|\bsyntax: (?:bdat|auth|mail|rcpt|helo|ehlo|vrfy|etrn)\b|\binvalid trace id\b/,
  parameter:
    /\binvalid (?:trace|session) id\b|\b(?:param(?:eter)?s?|options?|extensions?|keywords?|(?:size|ret|envid|notify|orcpt|body|smtputf8|requiretls|holdfor|holduntil|mt-priority|by|rrvs|auth|xverp|conperm|submitter|deliverby)(?:=| (?:parameter|value|requires|is|can)| must)|to ret\b|value for|addr-type|binarymime|8bitmime)/,
  'one-parameter': /\b(?:parameter|option) ?(?:value)?\b/,
  'an-argument':
    /\b(?:unknown|unrecogni[sz]ed|un-?supported|unexpected) (?:(?:mail(?: from)?|rcpt(?: to)?|esmtp|smtp) )?(?:arguments?|parameters?|options?|keywords?|extensions?)\b|\b(?:arguments?|parameters?|options?|keywords?|extensions?)(?: [^ ]+){0,3} (?:is |are |was )?(?:unknown|not (?:recogni[sz]ed|supported|known|understood|available))\b/,
  'extension-name': /\b(?:smtputf8|8bitmime|binarymime|chunking|dsn|deliverby|requiretls|mt-priority|futurerelease)\b/,
  'smtp-extension': /\b(?:e?smtp|requested|service) extensions?\b/,
  improper: /\bimproper\b/,
  'pipeline-end': /\b(?:after|behind|beyond) (?:the )?end of (?:the )?(?:smtp )?(?:command )?(?:pipelin\w{1,4}|group)/,
  'sync-error':
    /\bimproper (?:use of )?(?:smtp )?(?:command )?pipelining\b|\bnext input sent too soon\b|\bpipelining was not (?:advertised|offered)/,
  'parameter-name':
    /\b(?:size|ret|envid|notify|orcpt|body|holdfor|holduntil|holfor|mt-priority|requiretls|rrvs|dsn|xverp|deliverby)\b|\bauth=/,
  tls: /\b(?:tls|ssl|starttls|encrypt(?:ed|ion)?|secure connection|secur(?:ed|ity) layer|secure channel|confidentiality)\b/,
  'not-over-tls':
    /\b(?:not (?:been )?(?:sent|received|submitted|delivered|made|using|over|use)|without) (?:[^ ]+ ){0,3}?(?:tls|ssl|encrypted|encryption|secure connection)\b/,
  starttls: /\bstarttls\b/,
  'tls-active':
    /\b(?:already (?:speaking|in|using|under|successfully|running|active|started|secured|encrypted)|already|active|in use)\b/,
  'encryption-weak': /\bencryption (?:is )?too weak\b|\bcipher (?:is )?too weak\b/,
  insecure:
    /\b(?:non-?secure|in-?secure|un-?encrypted|non-?encrypted|(?:lack|absence) of (?:security|encryption|tls|ssl)|clear ?text|plain ?text|without (?:tls|ssl|encryption)|not (?:secure|encrypted)|non-(?:ssl|tls))\b/,
  'client-certificate':
    /\b(?:client(?:'s)?(?: (?:ssl|tls|x\.?509))? cert(?:ificate)?s?|(?:ssl|tls|x\.?509) cert(?:ificate)?s?|(?:present|provide|supply|send|offer|show)(?:ed)?(?: [^ ]+){0,2} certificate|certificate (?:is )?(?:required|needed|verification)|your certificate|validate certificate|cn %?[a-z.]+ does not match|bad certificate)\b/,
  'peer-showed-none':
    /\b(?:peer|client) (?:did|does|has) not (?:return|present|send|provide|supply|show|offer)(?:ed)? (?:us )?(?:a |its |any |the )?(?:client )?certificate|\bno (?:client|peer) certificate (?:was )?(?:received|presented|returned|sent|provided|supplied)/,
  idle: /\bcommand time limit\b|\b(?:idle(?: for)?|silent|inactiv(?:e|ity)|time(?:d)?[ -]?out|timeout|talk faster|too slow|took too long|connection expired|timer expired|no (?:data|command|activity) (?:for|received))\b/,
  waiting:
    /\b(?:waiting|data|client|connection|closing|incoming|exceeded|input|bye|talk faster|command|reading|session)\b/,
  'line-end': anyOf(
    /\b(?:(?:additional|extra|single|isolated|naked|unexpected|embedded|raw) (?:cr|lf|newline|line ?feed|carriage return)s?\b|bare (?:lf|cr|newlines?|line ?feeds?|carriage returns?|<lf>|<cr>|\\[rn])|stray (?:lf|cr|newline)|bare <(?:lf|cr)>|bare \\|lone (?:lf|cr)|lf without cr|cr without lf|crlf|smtplf|line ?feeds?|newlines?|smtp smuggling|smuggling|line (?:ends?|endings?|terminators?|breaks?))/,
    /\bbare line-feeds?\b/,
  ),
  'line-length':
    /\b(?:lines? (?:of|in) (?:the |your |this )?(?:message|body|header|mail)(?: [^ ]+){0,2}? (?:exceeds?|too long|longer)|lines? (?:is |are |was )?(?:too long|length|longer|exceed(?:s|ed|ing)?|over \d)|line(?: is)? too long|(?:command|header|line|input)(?: line)?(?: is)? too long|maximum (?:allowed )?line|line (?:size|limit)|over-?long line|too long (?:line|command))\b/,
  pipelining: /\b(?:pipelin(?:ing|ed|e)|improper (?:use of )?(?:smtp )?(?:command )?pipelining|synchroni[sz]ation)\b/,
  synchronisation:
    /\b(?:synchroni[sz]ation|out of sync|pregreet|pre-greet(?:ing)?|early ?talk(?:er|ing)?|before (?:the |our |my )?(?:smtp )?(?:greeting|banner)|(?:spoke|talk(?:ed|ing|s)?|sp[eo]ak(?:ing|s)?|sent(?: [a-z]+)?) (?:too )?(?:soon|early|first)|spoke (?:too early|before)|talk(?:ed|ing)? (?:too soon|before|first)|(?:wait(?:ed|ing)?) for (?:the |our |my )?(?:greeting|banner|reply|response)|sent data before(?: [a-z]+)? greeting)\b/,
  'protocol-error': /\bprotocol (?:error|violation)\b/,
  'not-smtp':
    /\b(?:http(?: command| request)?|not (?:an )?smtp|speaking smtp|non-?smtp|smtp, not|is no smtp|instead of (?:an? )?smtp command|invoking (?:a )?shell|html|web[ -]?(?:server|browser|client|page)s?)\b|\b(?:get|post|options) (?:is|was|request|method)\b/,
  /** A line of a message where a command was due. */
  'header-for-command':
    /\bnon-?smtp command from\b|\b(?:un-?recogni[sz]ed|unknown|invalid|bad)(?: command)?: ?(?:received|from|to|subject|date|message-id|mime-version|content-type|return-path):|\bsent (?:[^ ]+ )?header instead\b/,
  /** In a log: a client that did not wait. */
  'sent-unasked':
    /\bpre-?greet \d{1,6} after\b|\binput sent without waiting\b|\bpre-?greet(?:ing)?[- ](?:traffic|data|input|commands?)\b|\b(?:traffic|input|data|commands?) (?:sent |received |seen )?before (?:the |our )?(?:smtp )?(?:greeting|banner)\b|\bsent (?:data|commands?|input)(?: [^ ]+)? before (?:the |our )?(?:smtp )?(?:greeting|banner)\b/,
  errors:
    /\b(?:errors|error limit|(?:invalid|bad|unrecogni[sz]ed|unknown|junk|failed|nonmail|non-?smtp|wrong|erroneous|illegal|unimplemented|rejected|syntactically (?:incorrect|invalid)) commands?|(?:consecutive |repeated )?(?:noops?|rsets?|vrfys?)\b|nonsense|garbage|rubbish|commands without|nonmail|violations?|mistakes?|too many times)\b/,
  /** In a log, which may end with the last command. */
  'protocol-errors':
    /\btoo many (?:(?:smtp|syntax|protocol|command|bad|invalid|unknown|unrecogni[sz]ed|nonmail|or|and|synchroni[sz]ation) ){1,4}errors?\b|\btoo many errors after\b/,
  'probe-refused': /\b(?:vrfy|expn)\b.{0,80}\[?\b(?:rejected|refused|denied|disabled|not (?:allowed|permitted))\b/,
  /** In a server's log: of a client that said nothing more, or went away. */
  'server-waited': anyOf(
    /\bcommand time limit from\b|\btimeout after (?:connect|helo|ehlo|starttls|auth|mail|rcpt|data|bdat|rset|unknown|end-of-message)\b.{0,30} from |\btime-?out waiting for (?:input|commands?|data|the client)\b/,
    /\bsmtp (?:data|command|input) time-?out\b.{0,60}\bon connection from\b/,
  ),
  'server-lost':
    /\blost (?:connection|input channel)\b.{0,120}\bafter (?:connect|helo|ehlo|starttls|auth|mail|rcpt|data|bdat|rset|unknown|end-of-message|noop|quit)\b/,
  'too-many-commands':
    /\btoo (?:many|much) (?:[a-z]+ ){0,3}commands?\b|\bcommand (?:count |number )?limit (?:was |is |has been )?(?:exceeded|reached)/,
  'syntax-log': /\bsmtp syntax error\b|\bsyntax error in "/,
  'no-vrfy': /\b(?:could|can|will|do|does) not (?:do |take )?(?:vrfy|expn)\b/,
  vrfy: /\b(?:vrfy|verify (?:user|address)|expn|try rcpt|attempt delivery|send some mail)\b/,
  etrn: /\b(?:etrn|queue messages? for (?:this )?(?:node|domain)|queue run|queuing (?:node|for)|already processing)\b/,
  lmtp: /\b(?:lmtp|lhlo)\b/,
  'open-proxy': /\bopen (?:[a-z]+ )?prox(?:y|ies)\b/,
  proxy:
    /\billegal proxy command\b|\b(?:proxy(?: protocol| negotiation)?|xclient|xforward|internalcmd|xrcptforward|trusted (?:ip|host|client)|insufficient authori[sz]ation)\b/,
  smtputf8: /\b(?:smtputf8|utf-?8|internationali[sz]ed|unicode|non-?ascii|eai)\b/,
  chunking: /\bbdat|chunk(?:ing)?\b/,
  /** What a server of FTP says to whatever is no USER (RFC 959). */
  'ftp-login': /\blog ?in with user and pass\b/,
  'tls-fingerprint': /\b(?:tls|certificate) fingerprint\b/,
} as const;
