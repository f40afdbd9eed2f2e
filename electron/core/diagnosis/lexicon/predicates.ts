/** What is said of something: wanted, missing, refused, unknown, too many, broken, for a time, for good. */
export const predicates = {
  required:
    /\b(?:require[sd]?|requires|required|needed|need(?:s)?|must|mandatory|have to|has to|demand|necessary|should|first|please (?!try|see|visit|contact|check|retry)|wants?|before|only)\b/,
  missing:
    /\b(?:missing|no|not (?:given|specified|present|set|supplied|provided)|without|lacks?|lacking|empty|absent|never|none)\b/,
  refused:
    /\b(?:reject(?:ed|s|ing)?|refus(?:ed|es|ing|e)|den(?:ied|y|ies)|not (?:allowed|permitted|accepted|acceptable|authori[sz]ed|welcome|ok)|disallow(?:ed|s)|forbidden|prohibited|prohibition|unacceptable|declin(?:ed|es)|do(?:es)? not (?:allow|accept|permit)|unauthori[sz]ed|can not (?:be used|use|accept|send)|(?:do|does|will|would|shall) not relay|may not|do(?:es)? not like)\b/,
  'not-allowed':
    /\b(?:not (?:currently )?(?:allowed|permitted|authori[sz]ed|entitled)|disallow(?:ed|s)|forbidden|prohibited|do(?:es)? not (?:allow|have permissions?)|unauthori[sz]ed|may not|den(?:ied|y)|insufficient (?:permissions?|authori[sz]ation|rights))\b/,
  unknown:
    /\b(?:unknown|un-?recogni[sz]ed|(?:can|could|do|did|does) not (?:understand|recogni[sz]e)|not (?:recogni[sz]ed|known|found|understood|exist(?:ing)?)|do(?:es)? not exist|unrecogni[sz]able|no such)\b/,
  'not-supported':
    /\b(?:un-?supported|not[- ](?:yet )?(?:defined|supported|implemented|available|offered|enabled|advertised|provided)|un-?implemented|un-?available|do(?:es)? not (?:support|offer|advertise|implement)|did not advertise|disabled|switched off|turned off|no support|not support|no longer (?:supported|available|offered|accepted))\b/,
  invalid:
    /\b(?:invalid(?:ly)?|illegal(?:ly)?|malformed|incorrect(?:ly)?|wrong|bad|bogus|broken|not valid|un-?parse?able|can not (?:parse|decode|be parsed)|unable to (?:parse|decode)|garbled|improper(?:ly)?|syntactically|mal-?formed|unexpected)\b/,
  'too-many':
    /\b(?:too (?:many|much)|exceed(?:ed|s|ing)?|max(?:imum)?|limit(?:s|ed)?|over ?(?:limit|quota)|reached|excessive(?:ly)?|more than)\b/,
  'too-big': /\b(?:too (?:big|large|long)|over-?size[d]?|exceed(?:ed|s|ing)?|larger than|longer than|maximum|limit)\b/,
  'too-early':
    /\b(?:too early|out of sync|synchroni[sz]ation|before (?:the )?(?:greeting|banner)|premature(?:ly)?|early talk(?:er|ing)|pre-?greet|spoke(?:n)? (?:too )?(?:early|first)|talk(?:s|ed|ing)? before|unsolicited)\b/,
  expired: /\b(?:expired?|has lapsed|no longer valid|outdated|out of date)\b/,
  already:
    /\b(?:(?:any|no) (?:other|further|second)|already|previously (?:authenticated|logged in)|duplicate|twice|multiple|nested|in progress|once only|active)\b/,
  failed:
    /\b(?:fail(?:ed|s|ure|ures|ing)?|not pass(?:ed)?|unsuccessful|not successful|did not succeed|error|unable|can not|could not|aborted|no go)\b/,
  temporary:
    /\b(?:temporar(?:y|ily)|tempfail|transient|(?<!\b(?:verify|check|correct|fix|change)\b[^.]{0,100} (?:and|then) )try (?:it )?(?:again|later)|retry(?:ing)?|later|at present|at (?:the|this) (?:moment|time)|just now|right now|currently|(?:in|for) a (?:while|moment)|deferr?ed|not possible now|momentarily|can not(?: [^ ]+){1,4} now)\b/,
  permanent: /\b(?:permanent(?:ly)?|do not (?:retry|try again)|never (?:retry|again)|for good|not retry)\b/,
  disabled:
    /\b(?:disabled|deactivated|de-activated|switched off|turned off|not (?:enabled|active|activated)|inactive|suspended|locked|frozen|blocked|closed|terminated|cancell?ed|revoked)\b/,
  broken:
    /\b(?:crash(?:ed|es)?|broken|fatal|exception|unexpected(?:ly)?|panic|internal(?:ly)?|died|corrupt(?:ed)?|damaged|input\/output|i\/o|oops|stat|trouble|bug)\b/,
  mismatch:
    /\b(?:do(?:es)? not match|mismatch(?:es|ed)?|not (?:the )?(?:same|match(?:ing)?|correspond)|differ(?:s|ent)?|inconsistent|must (?:be (?:the )?same|match|equal))\b/,
  'out-of-order':
    /\b(?:only one (?:sender|mail(?: from)?)|one sender per|bad sequence|sequence error|bad order|out of (?:sequence|order)|wrong (?:order|sequence)|sequence of commands|not (?:permitted|allowed|expected|valid) (?:now|here|at this (?:point|time|stage)|yet|in this state|during|in)|at this (?:point|stage)|must precede|not yet|(?:after|before) (?:bdat|data|rcpt|mail)|(?:starttls|auth|login|tls) after authentication)\b/,
  'hung-up': /\b(?:closing|closed|goodbye|bye|disconnect(?:ed|ing)?|dropp(?:ed|ing)|terminat(?:ed|ing))\b/,
  ambiguous:
    /\b(?:ambiguous|not unique|(?:multiple|several|more than one) (?:matching )?(?:mailbox(?:es)?|recipients?|users?|objects?) (?:match|found|with|have|has))\b/,
  please: /\bplease\b/,
} as const;
