/** About rules as such: that one refuses, whatever it is about. */
import { anyOf } from '../any-of.ts';

export const policyConcepts = {
  /** What may help, beside what was said. */
  advice:
    /\b(?:be|make) (?:[a-z]+ )?sure (?:that )?(?:your|you|the)\b|\bplease (?:check|verify|ensure)(?: [^ ]+){0,4} (?:config|setting|server|spf|ptr|dns)/,
  'by-policy': anyOf(
    /\b(?:by|for|due to|because of|per|under|against|contrary to|based on|in accordance with) (?:[^ ]+ ){0,4}?(?:polic(?:y|ies)|(?:local|site|filter(?:ing)?|security|mail flow|transport) rules?)\b/,
    /\bviolat(?:es?|ed|ing|ion|ions)(?: of)? (?:[^ ]+ ){0,4}?(?:polic(?:y|ies)|(?:local|site|filter(?:ing)?|security|mail flow|transport) rules?)\b/,
    /\bpolic(?:y|ies) (?:[^ ]+ ){0,2}?(?:reject(?:ion|ed|s)?|violations?|violated|restrictions?|reasons?|refus(?:es|ed|al)|prohibit(?:s|ed)?|forbids?|denied|denies|disallows?)\b/,
    /\bpolic(?:y|ies) (?:[^ ]+ ){0,3}?(?:does|do) not (?:allow|permit|accept)\b/,
    /\borgani[sz]ational settings\b|\bmail ?policy\b|\bby (?:the|an|our) administrators?\b/,
    /\b(?:rejected|refused|denied|blocked|bounced|deferred|stopped|prohibited) (?:by|due to|because of|per|under) (?:an? |the |our |your |this |some )?(?:[a-z]+ )?(?:rules?\b|settings\b|restrictions?\b)/,
    /\bdoes not meet (?:our|the|this)(?: [^ ]+){0,2} (?:requirements|criteria|standards|guidelines)\b/,
    /\bintentional policy\b/,
  ),
  'content-rule': anyOf(
    /\bcontent violation\b|\bmatch(?:es|ed)? (?:[^ ]+ ){0,3}(?:regular expressions?|regexp?|(?:forbidden|blocked|banned|blacklisted) (?:pattern|rule|string|word))\b/,
    /\bbcc recipients?\b/,
    /\b(?:contains?|has|with|containing|includes?|including) (?:[^ ]+ ){0,2}?(?:blocked|forbidden|prohibited|banned|un-?wanted|restricted|disallowed|filtered|inappropriate|offensive|objectionable|prohibitive|illegal) (?:content|words?|phrases?|text|terms?|patterns?|keywords?|subject|language|characters?|material|strings?)\b/,
    /\b(?:forbidden|prohibited|banned|restricted|disallowed|inappropriate|offensive|objectionable) (?:content|words?|phrases?|keywords?|subject|language)\b/,
    /\b(?:do(?:es)? not|will not|not) (?:accept|allow|take|want|permit)(?:ing)? (?:any )?(?:e?mails?|messages?)(?: which| that| are)? (?:containing|contain|with|in) (?!a (?:valid|proper)|empty|null|the (?:sender|from))[^ ]+/,
    /\bsubject(?: line)?(?: [^ ]+){0,3}? (?:blocked|banned|forbidden|not (?:allowed|permitted|accepted))\b/,
    /\b(?:language|character sets?|charsets?|encoding)(?: [^ ]+){0,3}? (?:blocked|banned|not (?:allowed|permitted|accepted|welcome|wanted))\b/,
    /\b(?:uri|url|link)s?(?: per (?:message|mail))? limit (?:is |was )?(?:exceeded|reached)\b/,
    /\btoo many (?:uris?|urls?|links)\b/,
    /\b(?:sensitive|spam) words?(?: (?:was|were|is|are))? (?:detected|found)\b/,
    /\bno (?:subject|body) (?:or|and|nor) (?:subject|body)\b/,
  ),
  'content-refused': anyOf(
    /\b(?:message|mail|email) (?:was |is |has been )?(?:filtered|denied by (?:the )?(?:filter|scanner))\b|\bcontent filter(?:ing)? (?:rejection|refusal|block)\b|\b(?:message|mail)(?: data)? (?:was |is )?(?:refused|rejected) by (?:the |our |a )?(?:content |mail |message )?(?:scanner|filter)\b/,
    /\bhtml (?:e?mails?|messages?|parts?|content|body)(?: (?:is|are))? not (?:allowed|accepted|permitted|wanted)\b/,
    /\b(?:content|body|message body|body of (?:the|your) message|text)(?: of (?:the|your) (?:message|mail))? (?:is |was |has been |been )?(?:not (?:allowed|permitted|accepted|acceptable)|rejected|reject|refused|blocked|denied|filtered|disallowed|unacceptable|prohibited)\b/,
    /\b(?:rejected|refused|blocked|denied) (?:by|because of|due to|for|based on)(?: [^ ]+){0,2} (?:content|body)(?! type| scan| filter (?:error|fail))\b/,
    /\bcontent (?:filter|filtering|rule|policy|check)(?: [^ ]+){0,3} (?:rejected|reject|refused|blocked|denied|matched|violation)\b/,
  ),
} as const;
