/** About the login: who logs in, with what, by which mechanism, and what checks it. */
import { anyOf } from '../any-of.ts';

export const loginConcepts = {
  login:
    /\b(?:plain ?auth|auth(?:entication|enticated?|enticating|enticate)?|authori[sz]ation|log(?:ged)?[ -]?(?:in|on)|login|sasl|smtp[ -]?auth|signed? in|sign[ -]?in|smtpclientauthentication|authn)\b/,
  credentials:
    /\b(?:code d'authenti(?:fi)?cation|authentication code)\b|\b(?:credentials?|user ?name and password|user(?:name)? ?(?:\/|or) ?pass(?:word)?|user\/pass|authentication (?:data|credentials)|passwd|authenticat(?:ion|e) (?:failed|failure|unsuccessful|fails)|(?:auth|login) (?:failed|failure|incorrect|invalid|denied|unsuccessful)|login authenticator failed|permfail)\b/,
  password:
    /\b(?:pass(?:word|phrase|wd|code)|pass(?= (?:is|was|incorrect|invalid|wrong|not))|(?<=user(?: or |\/| and ))pass|parol|passwort|mot de passe)\b/,
  username: /\b(?:user ?(?:name|id)?|login name|account name)\b/,
  token: /\b(?:tokens?|oauth2?|xoauth2?|oauthbearer|bearer|authori[sz]ation grant|access grant)\b/,
  'app-password':
    /\b(?:app(?:lication)?(?:[- ]specific)?[- ]?pass(?:word|code)s?|application-specific|parol prilozheniya|authori[sz]ation code|authcode|device password|web ?browser|web ?login|two-?factor|2fa|second factor)\b/,
  account: /\b(?:accounts?|mailbox(?:es)?|user|tenant|customer|organi[sz]ation|subscription|profile)\b/,
  mechanism:
    /\b(?:mech(?:anism)?s?|auth(?:entication|entication type| type)? ?(?:method|mode|type|types|mechanism|scheme)s?|authenticator|advertised types|common mechs?|worthy mechs?|auth (?:plain|login|cram|ntlm)|(?:xoauth2?|oauthbearer|cram-md5|digest-md5|ntlm|gssapi|scram)(?: authentication)?|security type|(?:type|kind|method|form) of (?:auth|authentication|login))\b/,
  anonymous:
    /\b(?:anonymous(?:ly)?|un-?authenticated|(?:did|have|has) not (?:been )?(?:properly )?(?:authenticated?|logged in|log in)|not (?:been )?(?:authenticated|logged in|signed in))\b/,
  'base64-word': /\bbase ?-?64\b/,
  base64: /\b(?:base ?-?64|(?:can not|unable to|could not|failed to) (?:be )?decoded?|decoding)\b/,
  'initial-response': /\binitial[ -]response\b/,
  exchange:
    /\binitial[- ]response (?:is )?not (?:supported|allowed|accepted|permitted)\b|\b(?:auth(?:entication)? (?:response|exchange|protocol)|client (?:response|data)|initial[ -]response|initial client|continued response|challenge|scram (?:protocol|attribute|message)?|sasl (?:response|protocol|data)|auth data|auth(?:entication)? (?:input|line|string|arguments?|blob)|protocol (?:loop|message)|bad protocol|(?:auth|authentication|sasl|login) protocol error|invalid format|response syntax|another step|user ?data|(?:client )?must not (?:start|send|begin|speak))\b/,
  'login-service':
    /\b(?:auth(?:entication)? (?:server|service|backend|back-end|socket|daemon|process|request|system|database|provider)|ldap|radius|saslauthd|authdaemon|sql(?: server)?|pam|(?:active )?directory (?:server|service)s?|active directory|password (?:database|verifier)|generic failure|sasl library|dovecot auth|kerberos|policy server)\b/,
  unreachable:
    /\b(?:unreachable|unavailable|not (?:available|reachable|responding|ready)|(?:can|could) not (?:connect|reach|contact|open)|(?:did|does) not (?:answer|respond|reply)|no (?:answer|response|reply) from|not (?:answering|responding)|unable to (?:connect|reach|contact|open|start)|connection (?:lost|refused|timed out|closed|failed)|lost connection|timed out|time-?out|no such file|not start|failed to connect|connect (?:to [^:]{0,40})?failed|network (?:or [a-z]{1,12} )?error|communication (?:error|failure)|is down|will not start|problem with)\b/,
  aborted: /\b(?:abort(?:ed|ing)?|cancell?ed|cancel)\b/,
  'by-client': /\b(?:client|by user|you)\b/,
  'too-many-logins':
    /\b(?:too many|too frequent|excessive) (?:[a-z]+ ){0,2}(?:log[- ]?ins?|authentications?|auth|sign[- ]?ins?|passwords?)(?: [a-z]+)?\b/,
  'anonymous-sender': /\b(?:un-?authenticated|anonymous) (?:senders?|sending|clients?|users?)\b/,
  'own-file': /\b(?:hash|lmdb|texthash|btree):|\bopen database\b|\bretrieve credentials\b/,
  'unencrypted-connection': /\bun-?encrypted connect(?:ion|ed)\b/,
  'act-as':
    /\b(?:act as|on behalf|impersonat(?:e|ion)|authori[sz]ation (?:identity|id|failure)|proxy (?:user|as)|authzid|for another|(?:for|as) (?:a )?different user)\b/,
  'no-secret': anyOf(
    /\b(?:auth(?:entication)?|login)(?: [^ ]+){0,2} requested without\b|\b(?:user ?name|password|credentials) (?:is|are|was|were) not (?:provided|supplied|given|configured)\b|\b(?:no password specified|password (?:is )?(?:empty|missing|not (?:set|specified|given|found))|could not get (?:the )?password|missing (?:user ?name|password|credentials)|no (?:(?:sasl|smtp|auth(?:entication)?) )?(?:password|user ?name|credentials|auth (?:data|info))|empty (?:user ?name|password))\b/,
    /\b(?:must|have to|need to|please) (?:assign|give|enter|provide|specify|set|fill in)(?: [^ ]+){0,2} (?:smtp |auth(?:entication)? )?(?:user ?name|password|credentials)\b/,
  ),
  'smtp-auth':
    /\b(?:smtp ?auth(?:entication)?|smtpclientauthentication|smtp client authentication|basic auth(?:entication)?|client submission|smtp access|smtp login)\b/,
  'not-met': /\b(?:did not meet the criteria|security defaults|user credentials were incorrect|conditional access)\b/,
  outgoing: /\b(?:outgoing|outbounds?|sending|message sending|not allowed to send)\b/,
  activate:
    /\b(?:please activate|activate your|activation|resend the activation|not (?:been )?(?:activated|verified yet))\b/,
  'unusual-activity':
    /\b(?:unusual (?:sending )?activity|suspicious activity|compromised|excessive(?:ly)?(?: high)? (?:number|rate)|originating from your account|account(?: [^ ]+){0,4} sending spam|abus(?:e|ive))\b/,
  'secure-mechanism': /\bsecure (?:authentication|login) (?:method|mechanism)\b/,
  'login-demanded':
    /\bauthori[sz]e your(?:self| mail| session| connection)\b|(?<!\b(?:messages?|mails?|emails?|domains?|senders?|ips?|hosts?) )\b(?:requires?|needs?|must|have to|has to|demands?) (?:[a-z]+ ){0,2}?(?:smtp )?(?:authenticat(?:e|ion)|log ?in|login|auth)\b(?! (?:level|requirements?|results?|checks?))|\b(?:authentication|smtp auth|login) (?:is )?(?:required|needed|mandatory|necessary)\b/,
  'pop-first':
    /\b(?:pop3?|imap)[ -]?before[ -]?smtp\b|\bsmtp[ -]?after[ -]?(?:pop3?|imap)\b|\bcheck (?:your )?(?:mail|email)(?: [a-z]+){0,3} (?:first|before sending)\b|\breceive (?:your )?(?:mail|email)(?: [a-z]+){0,2} before/,
  'odd-challenge':
    /\b(?:bad|unexpected|unknown|strange) (?:auth(?:entication)?|sasl|login) (?:response|reply|challenge|answer|data)\b|\bunexpected (?:server )?challenge\b|\b(?:unexpected|unknown|strange|invalid|wrong) (?:server )?(?:response|reply|challenge|prompt|answer): ?(?:\d{3} )?(?:user ?name|password|[a-z0-9+\/]{8,40}=)/,
  'smtp-for-account': anyOf(
    /\buser has no permission\b|\buser (?:is )?not (?:allowed|permitted) to (?:use smtp|send|log ?in)\b|\bsmtp (?:access |login |service |sending )?(?:is |has been |was )?(?:not (?:enabled|allowed|permitted|activated)|disabled|denied|turned off|switched off|blocked)\b|\b(?:access|login|logon) (?:to|by|via|over|through) smtp (?:is |was |has been )?(?:denied|disabled|refused|not (?:allowed|permitted|enabled))|\bnot (?:allowed|permitted|entitled|enabled) (?:to use|for|to access) smtp\b/,
    /\b(?:user|account) (?:does not have|has no)(?: [^ ]+){0,2} rights? to (?:this|the) service\b/,
  ),
  'proof-of-mail': /\bauthentication (?:levels?|requirements?|checks?|results?|standards?|policy|policies|records?)\b/,
  attempts: /\b(?:failed |login |unsuccessful |wrong |invalid |bad )?(?:attempts?|tries|guesses)\b|\bbrute[- ]?force\b/,
  'mechanism-refused':
    /\bauth(?:entication)? (?:type|method|mechanism|scheme) (?:is )?(?:invalid|unknown|not (?:valid|known|available|allowed)|unsupported|un-?implemented)\b|\b(?:invalid|bad|unknown|un-?supported|unrecogni[sz]ed|unavailable|illegal|no such) (?:sasl |auth(?:entication)? )?mech(?:anism)?s?\b|\bmech(?:anism)?s?(?: [^ ]+)? (?:is |was |are )?(?:not (?:supported|available|found|known|recogni[sz]ed|allowed|offered|enabled|implemented)|unknown|invalid|un-?supported|disabled|unavailable)\b/,
  /** What Cyrus SASL says. */
  'needs-encryption': /\bencryption (?:is )?(?:needed|required) to use (?:the |this )?mech/,
  'login-expired':
    /\b(?:authori[sz]ation|grant|consent|oauth(?:2)? (?:login|access)) (?:has |is |was )?expired\b|\bre-?authori[sz]e\b/,
  /** What a login is checked with does not answer. */
  'checker-unreachable':
    /\b(?:(?:can|could) not|unable to|failed to) (?:connect to|reach|contact|talk to) (?:the )?(?:%host|%ip|(?:[a-z]{1,12} )?(?:imap|pop3?|ldap|auth(?:entication)?|radius|sql|mysql|database|directory)\b)/,
  /** In a server's own log: what checks logins gives it none. */
  'backend-gives-none': anyOf(
    /\b(?:fatal|warning|error): no sasl authentication mechanisms\b/,
    /\bunable to authenticate at (?:present|this time|the moment)\b/,
  ),
  /** Of a mechanism that is there. */
  'no-initial-response':
    /\b(?:does|do) not (?:support|accept|allow|take|permit) (?:an? |the )?initial[- ]response\b|\binitial[- ]response (?:is )?not (?:supported|allowed|accepted|permitted)\b/,
  'no-mechanism':
    /\bno (?:worthy |suitable |common |matching )?(?:auth(?:entication)? )?mech(?:anism)?s? (?:is |was )?(?:available|found|offered)\b/,
  /** Who logged in: no demand to do so. */
  'who-logged-in': /\b(?:authenticated|logged[- ]in|login) (?:user|account|identity)(?: ?name)?\b/,
  'login-missing':
    /\b(?:no|missing|without|lacking) (?:valid |proper )?(?:smtp )?(?:authentication|auth|login)\b|\b(?:authentication|auth|login) (?:is |was )?missing\b|\bnot (?:yet |been )?(?:logged in|signed in)\b/,
  'until-tls':
    /\b(?:until|unless|before|without|after|prior to|only) (?:[a-z]+ ){0,4}(?:starttls|tls|ssl|encrypt(?:ion|ed))\b/,
  'too-weak': /\b(?:too weak|not (?:strong|secure) enough|insecure|weak)\b/,
  'certificate-word': /\bcert(?:ificate)?s?\b/,
  'directory-service':
    /\b(?:ldap|radius|sql(?: server)?|mysql|postgres(?:ql)?|nis|active directory|(?<!file or )directory|database)\b/,
  'no-reason': /\b(?:reason unavailable|no reason|unknown reason|without (?:a )?reason)\b/,
  'browser-login': /\b(?:log ?in (?:via|with|through|using)? ?(?:your |a )?(?:web )?browser|with your web browser)\b/,
  /** A login, by where it comes from. */
  'login-from-place': anyOf(
    /\b(?:log[- ]?ins?|log(?:ging)? in|logons?|sign[- ]?(?:in|ing in)s?|authenticat(?:e|ion|ing)|auth|access)(?: [^ ]+){0,5}? from (?:[a-z]+ ){0,3}(?:ips?(?: address(?:es)?)?|%ip|address(?:es)?|networks?|locations?|countr(?:y|ies)|regions?|host|subnet|range)\b/,
    /\b(?:ips?(?: address(?:es)?)?|%ip|network|address|country|location)(?: [^ ]+){0,3}? (?:not|never) (?:allowed|permitted|authori[sz]ed|entitled)(?: to)? (?:log ?in|log on|sign in|authenticate|auth)\b/,
  ),
  /** Of logins, and not of logins that went well. */
  'many-failed-logins': anyOf(
    /\b(?:too many|repeated|multiple|excessive|several|consecutive) (?:[a-z]+ ){0,2}?(?:failed|wrong|invalid|incorrect|bad|unsuccessful)(?: [a-z]+){0,2}? (?:log[- ]?ins?|attempts?|auth[a-z]*|sign[- ]?ins?|passwords?|tries)\b/,
    /\b(?:too many|repeated|multiple|excessive) (?:log[- ]?in|auth[a-z]*|sign[- ]?in|password) (?:failures|errors)\b/,
  ),
  /** What the owner of a mailbox is to do before it takes mail again. */
  'login-to-receive':
    /\b(?:log ?in|sign in|logging in)(?: [^ ]+){0,2} to (?:enable|activate|restore|reactivate|unlock|receive)\b|\bto (?:enable|activate) receiving\b/,
} as const;
