/** About who writes to whom: sender, recipient, relaying. */
import { anyOf } from '../any-of.ts';

export const transactionConcepts = {
  sender:
    /\b(?:senders?|mail from|from(?: address|:| header)|return[- ]path|envelope from|originator|reverse[- ]path|sending address)\b/,
  recipient: /\b(?:recipients?|rcpt(?: to)?|addressee|destination|mailbox|to address|users?)\b/,
  recipients: /\b(?:recipients?|rcpt(?:s| to)?|envelope recipients)\b/,
  domain: /\b(?:domains?|hosts?|%host)\b/,
  relay:
    /\b(?:relay(?:ing|ed|s)?(?!=)|rcpthosts|open relay|non-accepted domain|third[- ]party mail|not (?:a )?local (?:domain|host)|remote addresses|gateway for|not (?:one of )?(?:my|our) (?:domains|customers)|can not deliver mail for|deliver mail for|transit)\b/,
  'not-in-rcpthosts':
    /\bnot (?:in|on|one of|listed in) (?:my|our|the)(?: list of)?(?: allowed)? (?:rcpt|relay|local) ?(?:hosts|domains)\b/,
  'relay-as': /\brelay(?:ing)? (?:disallowed|denied|refused|not (?:allowed|permitted)) (?:as|for sender) /,
  'other-relay':
    /\brelay (?:at|through) your (?:isp|provider)\b|\b(?:use|through|via) (?:the |your |a )?(?:[a-z]+ ){0,2}(?:smtp )?relay (?:at|of)\b|\bprovider(?:'s)? (?:mail |smtp )?relay\b/,
  message: /\b(?:messages?|mail|email)\b/,
  both: /\bboth\b/,
  owned:
    /\bconform(?:s|ing)? (?:with|to) (?:the )?(?:auth[a-z]{0,20}|login)\b|\b(?:owned|own|owner|belong(?:s|ing)?|same as|(?:authenticated|authori[sz](?:ation|ed)|login|logged[- ]in|smtp authenticate) (?:user(?: ?name)?|as|account|id)|send(?:ing)? (?:mail )?(?:as|from|on behalf)|send-?as|sendas(?:denied)?|(?:allowed|permissions?|permitted) to send (?:mail |email |messages )?(?:as|from|with|on behalf)|use this (?:address|sender)|as sender)\b/,
  'send-as-denied': /send-?as-?denied/,
  'send-as':
    /\b(?:send-?as ?denied|sendasdenied|send as|not owned by|act(?:ing)? as|send (?:mail )?(?:on behalf|from this)|allowed to send (?:from|as|with)|permissions? to send (?:mail |email |messages )?(?:from|as|with|on behalf)|authori[sz]ed to (?:send (?:mail |email |messages )?(?:as|from|with|on behalf)|use)|sender (?:is )?not (?:owned|the same|same)|(?:incorrect|wrong) authentication for|specified (?:e?mail|sender)|not same as|sender address .{0,30}(?:owner|login)|same as auth)/,
  'valid-recipients': anyOf(
    /\bmust have (?:an? )?valid receiver\b|\btell (?:me|us) who to send\b|\b(?:no (?:valid|correct|accepted|good|legal)? ?recipients?(?! (?:was |were )?(?:accepted|taken) by)|(?:valid )?rcpt(?: to)?(?: command)? (?:must precede|required|is required|first)|missing rcpt|need (?:a )?rcpt|recipients? (?:first|before|required)|(?:all|any) recipients? (?:are|were) (?:invalid|refused|rejected|bad)|at least one (?:valid )?recipient|specif(?:y|ies) no recipients?|rcpt(?: to)? (?:command )?(?:expected|needed|missing)|no recipients? (?!accepted|taken|was accepted)(?:specified|given)?)\b/,
    /\bneed an? (?:address|recipient|rcpt)(?: address)? to send to\b/,
  ),
  'sender-first':
    /\b(?:tell|say) (?:me|us) who you are\b|\bstart(?:ing)? (?:afresh|again|over) (?:from|with) mail\b|\b(?:(?:need|missing|without) (?:a )?(?:mail(?: from)?|sender)\b|no (?:mail from|mail command|mail yet|sender)\b|mail(?: from)?(?: is| command)? (?:required|first|must)|sender (?:not (?:yet )?(?:given|specified)|first)|no sender|mail (?:&|and) rcpt required)/,
} as const;
