/** About the message itself: its size, header, parts, letters beyond ASCII, the way it went. */
import { anyOf } from '../any-of.ts';

export const messageConcepts = {
  'too-large': anyOf(
    /\b(?:at most|up to|maximum(?: is| of)?|no more than|limit (?:is|of)) \d{1,9} ?(?:[kmg]i?b|bytes|octets)\b/,
    /\bsize\b.{0,30}\blimit ?= ?\d.{0,60}\bsize ?= ?\d/,
    /\b(?:message|mail) size limit (?:is|of) \d|^too (?:big|large)\b/,
    /\b(?:messages?|mail|email|size|length|body|content|data|attachments?|file)(?: [^ ]+){0,4}? (?:too (?:big|large|long)|oversized?|(?:larger|bigger|longer) than|above (?:the|our|its)|over the (?:limit|maximum|allowed)|exceed(?:s|ed|ing)?)(?: [^ ]+){0,6}(?= ?(?:$|[a-z0-9(),.:;]))/,
    /\b(?:exceed(?:s|ed|ing)?|over|above|larger than|bigger than)(?: [^ ]+){0,5}? (?:(?:message|mail|email|fixed|maximum|max) )+(?:size|length)\b/,
    /\b(?:message|mail|email) (?:file )?(?:is |was )?too (?:big|large|long)\b/,
    /\b(?:maximum|max) (?:message |mail |email )?size\b.{0,20}\bexceed(?:ed|s)\b/,
    /\b(?:maximum |max |message |mail )?size(?: limit)? (?:is |was |has been )?exceed(?:ed|s)\b/,
    /\bover-?sized (?:message|mail|email)\b|\b(?:size|length) of (?:the )?(?:[a-z]+ ){1,3}(?:exceeds?|is over|(?:is |has )?(?:achieved|reached)|is (?:above|larger))/,
    /\btoo (?:big|large) (?:a )?(?:message|mail)\b/,
    /\btoo much (?:mail |message )?data\b/,
  ),
  /** Of SIZE, the parameter: its value, not the message. */
  'size-value':
    /^(?:%address )?size (?:exceeds?|is|too|out) (?:[^ ]+ ){0,2}(?:rfc|numeric|digits|invalid|range|max\. length)/,
  'size-word': anyOf(
    /\b(?:size|big|large|length|long|bytes|octets|oversized?|[kmg]i?b)\b/,
    /\btoo much (?:mail |message )?data\b/,
  ),
  'header-word': /\b(?:headers?|from|date|message-id|subject|sender|to|received|references|encoded-word|return-path)\b/,
  'header-missing': anyOf(
    /^"?(?:from|date|message-id|subject)"? ?:? (?:is )?(?:missing|required|absent)\b|\b(?:please )?(?:add|include|supply|provide) an? (?:valid )?(?:from|date|message-id|subject)\b(?! address)/,
    /\b(?:missing|no|without|lacks?|lacking|required|absent|not contains?|needs?|must (?:have|contain|include))(?: [^ ]+){0,7}? "?'?(?:from|date|message-id|subject|to)"?'?:?(?: [^ ]+)? (?:header|field|line)\b/,
    /\b(?:missing|no|without|lacks?|lacking)(?: [^ ]+){0,2}? (?:header(?: field)?s?) ?(?:from|date|message-id|subject|to)?\b/,
    /\b"?(?:from|date|message-id|subject)"? ?:? (?:header|field)(?: field)?(?: [^ ]+){0,2}? (?:missing|required|absent|not (?:found|present)|empty)\b/,
    /\b(?:missing|no|without|lacks?) resent-(?:from|date|sender|message-id)\b/,
    /\b(?:message|mail|email) (?:lacks|has no|is missing) (?:a |an |its |the )?(?:from|date|message-id|subject)\b/,
    /\brequired header (?:field )?['"]?(?:from|date|message-id|subject|to)\b|\bwithout (?:an? )?(?:from|date|message-id|subject|to):? (?:fields?|headers?|lines?)\b/,
    /\brfc ?5322 section 3\.6\.2\b/,
    /\bheaders? (?:lacks?|has no|have no|without|is missing|are missing)(?: [^ ]+)? "?(?:from|date|message-id|subject)\b/,
    /\b(?:missing|no|lacks?|without|needs?|must have)(?: (?!more|valid|than|duplicate)[^ ]+){0,2}? message-id\b/,
    /\b(?:message )?headers? (?:is|are) (?:missing|absent|required)\b/,
    /\b(?:can not|could not|unable to) (?:determine|find)(?: the)? purported responsible address\b/,
  ),
  'header-duplicate': anyOf(
    /\bonly one (?:from|date|message-id|subject|sender|to) (?:header|field|line)/,
    /\b(?:duplicate|repeated|second|two) (?:subject|date|message-id|from)s?:?$/,
    /\b(?:multiple|several|more than one) address(?:es)? in (?:the )?"?'?from\b/,
    /\b(?:duplicate[sd]?|multiple|more than one|several|two|repeated)(?: [^ ]+){0,3}? (?:headers?(?: fields?)?|from (?:addresses|headers?|fields?|lines?)|(?:date|message-id|subject|sender) (?:headers?|fields?))\b/,
    /\b(?:headers?|from|date|subject|message-id)(?: [^ ]+){0,3}? (?:duplicated|occurs? (?:more than once|twice|multiple times)|appears? (?:more than once|twice|multiple times))\b/,
  ),
  'header-large': anyOf(
    /\bexceed(?:s|ed|ing)?(?: [^ ]+){0,5}? header (?:size|limits?|length|name limit)\b/,
    /\bheaders?(?: [^ ]+){0,6}? (?:too (?:big|large|long|many)|ridiculously long|size exceeds?|exceed(?:s|ed|ing)?|over the limit|oversized?)\b/,
    /\b(?:size|length) of the(?: [^ ]+){0,3} header\b/,
    /\btoo (?:many|large|long) headers?\b/,
  ),
  // What a server looks for to see its own mail come back.
  'loop-mark': /\bdelivered-to\b/,
  malformed: anyOf(
    /\bwrong mime\b|\bmime (?:mis-?)?labell?ing\b|\b(?:message|mail|email) has (?:[^ ]+ )?defects\b|\bmessage (?:is )?(?:syntactically|structurally) (?:incorrect|invalid|broken)/,
    /\bdisallowed (?:header|character)s?\b|\bheader (?:field )?errors?\b/,
    /\b(?:bad|invalid|malformed|illegal|broken|incorrect|unparse?able|corrupt)(?: [^ ]+){0,2}? headers?\b/,
    /\bheaders?(?: [^ ]+){0,5}? (?:syntax|malformed|invalid|illegal|not (?:valid|permitted|allowed|well[- ]formed|(?:rfc ?[0-9]{0,5} )?compliant)|badly formed|bad|broken|must not|too (?:old|far)|in the future)\b/,
    /\bsyntax(?: [^ ]+){0,6}? headers?\b/,
    /\b(?:message|mail)(?: [^ ]+){0,4}? (?:malformed|not (?:rfc ?\d+ )?(?:compliant|well[- ]formed)|not conform(?:ing)?|no header|ill-?formed|unparse?able|can not be parsed)\b/,
    /\b(?:malformed|ill-?formed|invalid|unparse?able|corrupt(?:ed)?) (?:mime |message|mail|email|body|structure|content)(?: (?:message|structure|content|body))?\b(?! address)/,
    /\b(?:json|mime|header|message) pars(?:ing|e) (?:error|failed|failure)\b/,
    /\bmust not have an?(?: [^ ]+){0,2} header\b/,
    /\b(?:nul|null)(?: bytes?| characters?|s)? (?:not|in|are)\b|\b(?:contains?|has) (?:an? )?(?:nul|null|invalid|illegal|control)(?: [^ ]+)? (?:bytes?|characters?)\b/,
    /\b(?:date|message-id|from|sender|subject|to) (?:header|field)(?: [^ ]+){0,4}? (?:malformed|invalid|too (?:old|far)|syntax|future)\b/,
    /\bmissing at end of address\b|\bpartial (?:final )?lines?\b|\bno header ?\/ ?body separator\b/,
    /\bduplicate x-/,
    /\b(?:missing|no|without)(?: of)? (?:an? )?(?:end[- ]of[- ]headers?(?: line| mark)?|header end|blank line)\b/,
    /\b(?:failed|unable|could not|can not) (?:to )?parse (?:the |this |your )?(?:message|mail|email|body|content|header|mime)\b|\binvalid (?:message )?data in (?:the )?message\b|\bmessage format error\b/,
    /\b(?:broken|bad|invalid) mime (?:container|structure|boundary)\b/,
    /\bempty mime boundary\b/,
    /\bheader [a-z-]{1,20} exists?\b/,
    /\bmime defects?\b/,
  ),
  'attachment-forbidden': anyOf(
    /\b(?:not (?:accept|allow|permit|take)|no)(?: [^ ]+){0,2}? (?:executables?|\.(?:exe|zip|js|vbs|bat|scr|com|pif|dll|jar)\b)/,
    /\b(?:disallowed|forbidden|prohibited|blocked|banned|dangerous|illegal|not allowed|unacceptable|un-?safe|un-?wanted)(?: [^ ]+){0,3}? (?:attachments?|file ?names?|file ?types?|(?:file )?extensions?|executables?|mime (?:parts?|types?)|content[- ]types?|media types?)\b/,
    /\b(?:zip|rar|exe|iso|js|macro|office|archive)(?:s| files?| attachments?)(?: [^ ]+){0,2}? not (?:be )?(?:accepted|allowed|permitted|taken)\b/,
    /\b(?:due to|because of)(?: [^ ]+){0,3} attachments?\b|\bcontains? (?:a |an )?(?:forbidden|blocked|prohibited|banned|dangerous) files?\b/,
    /\b(?:attachments?|mime (?:parts?|types?)|content[- ]types?|media types?|file ?types?|file ?names?|(?:file )?extensions?|executables?)(?: [^ ]+){0,4}? (?:not (?:allowed|permitted|accepted)|disallowed|forbidden|prohibited|blocked|banned|denied|rejected|refused)\b/,
  ),
  'banned-file':
    /\b(?:vba|office|excel|word) macros?\b|\bmacros? (?:found|detected|not (?:allowed|accepted|permitted))\b|\b(?:bad|disallowed|forbidden|blocked|dangerous) (?:file )?(?:extensions?|attach(?:ment)? ?types?)\b|\bbanned name\b|\b(?:blacklisted|high[- ]risk|forbidden|blocked) (?:[^ ]+ ){0,2}(?:file )?(?:extension|file ?type)s?\b|\bbanned\b.{0,20}\.(?:exe|zip|js|vbs|bat|scr|com|pif|dll)\b|\bbanned (?:files?|names?|contents?|attachments?|file ?names?)\b|\bexecutable (?:attachment|content|file)s?\b|\b(?:files?|attachments?)(?: [^ ]+){0,6}? (?:is|are|was|were|has been|have been) (?:blocked|banned|not allowed|not permitted|prohibited|forbidden)\b/,
  'dangerous-content':
    /\b(?:content|message|attachment|file)s?(?: [^ ]+){0,5} (?:security (?:issue|risk|threat|problem|hazard)|un-?safe|dangerous|harmful)\b/,
  'received-headers': anyOf(/\breceived:?"? (?:headers?|lines?|fields?)\b/, /\breceived:?["\']?(?: data)? headers?\b/),
  unscannable: anyOf(
    /\b(?:number of|too many)(?: [^ ]+)? (?:attachments|(?:mime )?parts|nested|archives?)\b/,
    /\b(?:encrypted|password[- ]protected|un-?scannable|nested|split|partial)(?: [^ ]+){0,2}? (?:attachments?|archives?|zip|files?|parts?)\b|\b(?:un-?scannable|nested|split|partial|password[- ]protected) (?:messages?|content)\b/,
    /\bmessage\/partial\b/,
    /\b(?:can not|could not|unable to) (?:be )?scan(?:ned)?(?: [^ ]+){0,3}? (?:attachments?|archives?|message|content|parts?)\b/,
  ),
  'eight-bit':
    /\b(?:8-?bit|eight[- ]bit|strict ascii|(?:only|pure|plain) (?:7[- ]?bit|ascii)|non-?ascii|non-?us-?ascii)(?! ?mime)\b/,
  'ascii-alone':
    /\bstrict ascii\b|\b(?:only|just) (?:plain |pure |us-?)?(?:7[- ]?bit|ascii)(?: [a-z]{1,12})? (?:is |are )?(?:allowed|accepted|permitted|supported)\b/,
  'eight-bit-data': /\b(?:headers?|body|data|message)\b/,
  'letters-beyond-ascii':
    /\b(?:smtputf8|utf-?8|internationali[sz]ed|unicode|non-?ascii|8-?bit characters?|8bitmime|eai|eight[- ]bit characters?)\b/,
  'only-with-utf8':
    /\b(?:without|requires?|need(?:s|ed)?|only with|unless|must use|not declared)(?: [^ ]+){0,2}? smtputf8\b|\b(?:8-?bit|non-?ascii|utf-?8|unicode)(?: characters?)?(?: in)?(?: the)? (?:mail ?box|address|local[- ]part|sender|recipient)/,
  'not-offered':
    /\b(?:not (?:offered|supported|available|implemented|advertised)|no support|does not (?:support|offer)|un-?supported|no server was found)\b/,
  'given-up':
    /\bexceed(?:ed|s|ing)? (?:the )?(?:max(?:imum)? (?:age|lifetime|queue)|expiration time)\b|\bpast (?:its )?expir(?:y|ation)\b|\bexceeded max(?:imum)? time\b|\bexceeds the expiry time\b|\bwithout delivery\b|\b(?:message|mail|queue|envelope)(?: [^ ]+){0,3}? expired\b|\bqueue\.expired\b|\b(?:been|was|message) in (?:the )?queue too long\b|\bretry (?:time ?out|time|limit) (?:exceeded|reached)\b|\bmaximum (?:number of )?(?:delivery )?(?:attempts|retries)(?: [^ ]+){0,2} (?:reached|exceeded)\b|\b(?:could not|unable to) deliver (?:[^ ]+ )?(?:for the last|after (?:multiple|several|many|\d+)|within)\b|\bgiving up (?:on|after)\b/,
  requiretls: /\b(?:requiretls|minimum security level)\b/,
  'body-separator': /\bbody separator\b/,
  'virus-word': /\b(?:virus(?:es)?|malware|infected|worm|trojan)\b/,
  'spam-word': /\bspam\b/,
} as const;
