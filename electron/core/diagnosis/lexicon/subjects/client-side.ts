/** What client programs say of themselves: their settings, modules, the message they were given, what the server does not offer. */
export const clientSideConcepts = {
  'bad-setting':
    /missing port in address|mutually exclusive|must be specified in|(?:can not|can't|could not) (?:determine|retrieve) (?:the |your )?(?:local )?(?:email address|credentials)|without a sender(?: address)?|too many colons in address|not (?:been )?configured|options? not (?:set|configured)|no supported versions satisfy|(?:server ?)?host ?name can not be|valid dns name|sendmail from|(?:network )?protocols are disabled|credentials too large|open(?:ing)? database .{0,120}no such file|invalid (?:port|configuration|setting|dsn|url|scheme)|unsupported scheme|unknown (?:account|option|setting)|no (?:host|server|smarthost|account|configuration)(?: file)? (?:is )?(?:given|set|configured|specified|found|available)|hostname is not valid|bad (?:host|port) |missing (?:smtp |mail |outgoing )(?:server|host)|no (?:outgoing |smtp |mail ){1,2}(?:server|host) (?:is |has been |was )?(?:defined|configured|set|specified|given)|(?:envelope-from|from|sender)(?: address)? (?:is |was )?(?:missing|not set|empty)|no (?:from|sender)(?: email)?(?: address)? (?:is |was |has been )?(?:set|given|configured|specified|defined)/,
  misuse:
    /(?:session|connection) has not (?:yet )?been (?:started|opened|initiali[sz]ed|established)|no (?:valid )?session (?:has been |was )?(?:started|open)|already using tls|already connected|not connected|please run connect|called (?:twice|before)|run connect\(\) first|must call|connection pool (?:was )?closed|already (?:started|open)/,
  'no-recipient-given':
    /no recipients?(?: addresses)?(?: (?:defined|given|specified|found|set))?(?! (?:was |were |has been |have been )?(?:accepted|refused|rejected|taken|ok))|without (?:any |a |computed |valid )?recipients?|(?:zero|0) recipients|at least one recipient|recipient must be (?:specified|given|set|provided)|no (?:to|valid) address|must (?:have|provide|specify|set) (?:at least )?(?:a|one|an)? ?(?:recipient|to)|recipient (?:list )?(?:is )?(?:empty|missing)/,
  'bad-address':
    /invalid (?:e?mail )?address|missing '?@'?|angle-addr|(?:unable to|could not|can not|failed to) parse (?:the )?(?:recipients?|address(?:es)?|sender|from|to)\b|address (?:is )?(?:invalid|not valid|in mailbox given)|does not comply with|illegal (?:address|character in|domain|local)|not in the form required for an e?mail|invalid (?:from|to|sender|recipient) address|mail: (?:missing|no angle|expected)|contained? (?:line ?breaks|prohibited newline)|restricted characters in address|prohibited newline|(?:missing|no) (?:final )?'?@|domain contains|email (?:address )?".{0,100}" does not/,
  'local-mailer':
    /instantiate mail function|sendmail[^]{0,20}: (?:command )?not found|sendmail[^]{0,40}no such file|\/sendmail.{0,60}(?:not found|exit code 127|enoent)|no such file[^]{0,30}sendmail|spawn sendmail|exit code 127/,
  'not-ascii-mail': /smtputf8|utf-?8 support|8bitmime|unicode addresses|internationali[sz]ed|non-ascii/,
  'is-not-offered':
    /(?:not|never|n't) (?:yet )?(?:support|offer|advertis|available|announc|implement|provid|have)|un-?supported|no (?:such )?(?:support|advertised)|(?:no|not any|none of the) (?:compatible|common|suitable|supported|usable|secure|acceptable|worthy)|no server was found|(?:could not|failed to|unable to) (?:find|be found)|missing|unavailable|not supported|not (?:be )?(?:an )?(?:option|extension)|lacks/,
  'tls-unsupported':
    /(?:does ?n[o']t|not|never) (?:support|offer|provide) (?:an? |any )?(?:ssl|tls|encrypted|secure) (?:connection|encryption)/,
  'starttls-word':
    /starttls|start tls|\btls\b.{0,30}(?:session )?(?:is )?(?:required|needed|wanted|must)|encrypted connection|\btls support|(?:encryption|tls) (?:required|is required)|upgrading connection with starttls/,
  'auth-word': /smtp auth\b|\bauth\b|authenticat(?:e|ion|or)/,
  'method-word':
    /mech(?:anism|s|\b)|authenticator|authentication (?:type|method)s?|secure authentication method|advertised types|authentication scheme/,
  'too-old':
    /queue\.expired|message expired|delivery (?:time )?expired|unable to deliver (?:in|for|after)|(?:been )?in the queue too long|retry timeout exceeded|could not be delivered for/,
} as const;
