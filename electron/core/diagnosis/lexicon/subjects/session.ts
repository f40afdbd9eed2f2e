/** About the session itself: commands, their form and order, TLS, time, line ends and lengths. */
export const sessionConcepts = {
  command: /\b(?:commands?|verbs?|operation|esmtp command)\b/,
  'a-command':
    /\b(?:helo|ehlo|lhlo|mail(?: from)?|rcpt(?: to)?|data|bdat|auth|starttls|vrfy|expn|etrn|rset|quit|turn|help|noop|xclient|burl|chunk)\b/,
  hello: /\b(?:helo|ehlo|lhlo|hello|introduce (?:your|the)sel(?:f|ves))\b/,
  lhlo: /\blhlo\b/,
  'hello-alone': /\b(?:helo|ehlo) requires? (?:a )?(?:domain|host ?name|address|argument)/,
  'hello-first':
    /\b(?:say (?:helo|ehlo|hello)(?: first)?|(?:send|use|need|issue|require[sd]?) (?:a |an )?(?:helo|ehlo|hello)|(?:helo|ehlo|hello)(?:\/(?:helo|ehlo))? (?:first|before|required|is required|must(?! (?:be|have|contain|match|not))|has not|not (?:been )?(?:given|sent|received))|introduce yourself|polite people)\b/,
  'mail-command': /\b(?:mail(?: from)?|sender)\b/,
  'rcpt-command': /\b(?:rcpt(?: to)?|recipients?)\b/,
  transaction: /\b(?:transaction|rset|reset|start over|previous (?:data )?chunk)\b/,
  syntax:
    /\b(?:syntax(?:es)?|syntactically|syntactic|usage|arguments?|operand|parameters?|malformed|parse|whitespace|characters?|at end of path|wrong number|utf-8)\b/,
  parameter:
    /\b(?:param(?:eter)?s?|options?|extensions?|keywords?|(?:size|ret|envid|notify|orcpt|body|smtputf8|requiretls|holdfor|holduntil|mt-priority|by|rrvs|auth|xverp|conperm|submitter|deliverby)(?:=| (?:parameter|value|requires|is|can)| must)|to ret\b|value for|addr-type|binarymime|8bitmime)/,
  'one-parameter': /\b(?:parameter|option) ?(?:value)?\b/,
  'parameter-name':
    /\b(?:size|ret|envid|notify|orcpt|body|holdfor|holduntil|holfor|mt-priority|requiretls|rrvs|dsn|xverp|deliverby)\b|\bauth=/,
  tls: /\b(?:tls|ssl|starttls|encrypt(?:ed|ion)?|secure connection|secur(?:ed|ity) layer|secure channel|confidentiality)\b/,
  'not-over-tls':
    /\b(?:not (?:been )?(?:sent|received|submitted|delivered|made|using|over|use)|without) (?:[^ ]+ ){0,3}?(?:tls|ssl|encrypted|encryption|secure connection)\b/,
  starttls: /\bstarttls\b/,
  'tls-active':
    /\b(?:already (?:speaking|in|using|under|successfully|running|active|started|secured|encrypted)|already|active|in use)\b/,
  insecure:
    /\b(?:non-?secure|in-?secure|un-?encrypted|clear ?text|plain ?text|without (?:tls|ssl|encryption)|not (?:secure|encrypted)|non-(?:ssl|tls))\b/,
  'client-certificate':
    /\b(?:client cert(?:ificate)?s?|certificate (?:required|verification)|your certificate|validate certificate|cn %?[a-z.]+ does not match|bad certificate)\b/,
  idle: /\b(?:idle(?: for)?|inactiv(?:e|ity)|time(?:d)?[ -]?out|timeout|talk faster|too slow|took too long|timer expired|no (?:data|command|activity) (?:for|received))\b/,
  waiting:
    /\b(?:waiting|data|client|connection|closing|incoming|exceeded|input|bye|talk faster|command|reading|session)\b/,
  'line-end':
    /\b(?:bare (?:lf|cr|newlines?|line ?feeds?|carriage returns?|<lf>|<cr>|\\[rn])|stray (?:lf|cr|newline)|bare <(?:lf|cr)>|bare \\|lone (?:lf|cr)|lf without cr|cr without lf|crlf|smtplf|line ?feeds?|newlines?|smtp smuggling|smuggling|line (?:ends?|endings?|terminators?|breaks?))/,
  'line-length':
    /\b(?:line(?:s)? (?:is )?(?:too long|length|longer|exceed)|line(?: is)? too long|(?:command|header|line|input)(?: line)?(?: is)? too long|maximum (?:allowed )?line|line (?:size|limit)|over-?long line|too long (?:line|command))\b/,
  pipelining:
    /\b(?:pipelin(?:ing|ed|e)|improper (?:use of )?(?:smtp )?(?:command )?pipelining|wait for (?:the )?(?:response|reply)|synchroni[sz]ation)\b/,
  synchronisation:
    /\b(?:synchroni[sz]ation|out of sync|pregreet|pre-greet(?:ing)?|early ?talk(?:er|ing)?|before (?:the )?(?:greeting|banner)|spoke (?:too early|before)|talk(?:ed|ing)? (?:too soon|before|first)|waited for (?:greeting|banner))\b/,
  'protocol-error': /\bprotocol (?:error|violation)\b/,
  'not-smtp':
    /\b(?:http(?: command| request)?|not (?:an )?smtp|speaking smtp|open proxy(?! in)|non-?smtp|smtp, not|html(?! (?:e?mail|message|part|content|body)))\b/,
  errors:
    /\b(?:errors|error limit|(?:invalid|bad|unrecogni[sz]ed|unknown|junk|failed|nonmail|non-?smtp|wrong) commands?|nonmail|violations?|mistakes?)\b/,
  vrfy: /\b(?:vrfy|verify (?:user|address)|expn|try rcpt|attempt delivery|send some mail)\b/,
  etrn: /\b(?:etrn|queue run|queuing (?:node|for)|already processing)\b/,
  lmtp: /\b(?:lmtp|lhlo)\b/,
  proxy:
    /\b(?:proxy(?: protocol| negotiation)?|xclient|xforward|internalcmd|xrcptforward|trusted (?:ip|host|client)|insufficient authori[sz]ation)\b/,
  smtputf8: /\b(?:smtputf8|utf-?8|internationali[sz]ed|unicode|non-?ascii|eai)\b/,
  chunking: /\bbdat|chunk(?:ing)?\b/,
} as const;
