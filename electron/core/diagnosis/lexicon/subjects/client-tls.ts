/** What TLS libraries say: of certificates, of versions and terms, of what was no TLS at all. */
import { anyOf } from '../any-of.ts';

export const clientTlsConcepts = {
  'about-certificate':
    /certificat|\bcertify\b|\bunknown ca\b|\bcert(?:s|path)?\b|x509|pkix|ssl problem|verify (?:error|return)|\bverif(?:y|ication)\b|sec e |\bca cert|trusted|revocation|hostname|host name|common name|subject ?alt|issuer/,
  'has-expired':
    /\bexpired?\b|invalid certificate date|certificate(?: has an?)? (?:invalid )?date (?:is )?(?:invalid|wrong)|certificate ?expired|not ?time ?valid|validity check failed|is after [%0-9]|no longer valid|not valid after|notafter/,
  'not-valid-yet': /not ?yet ?valid|is before [%0-9]|not valid before|valid only later|notbefore/,
  'is-after': /is after [%0-9]/,
  'is-before': /is before [%0-9]/,
  'other-name':
    /relies on (?:the )?(?:legacy )?common name|hostname (?:validation|check) failed|(?:ssl|tls|certificate) hostname (?:[a-z]{1,12} )?(?:failed|error|mismatch)|(?:host ?name|name|cn|subject|subjectaltname|certificate) ?(?:check )?(?:mismatch|does ?n[o']t match|did not match|not match)|name ?mismatch|altname|alternative (?:certificate )?(?:subject|dns|name)|not match (?:expected|the name|the host|target|certificate)|(?:does|did|do) not match|doesn't match|certificate is (?:not )?valid for|not valid for|valid for any names|not ?valid ?for ?name|(?:doesn't|does not|n't) contain any ip (?:sans?|subject)|only valid for|no (?:subject alternative|name matching|alternative)|unrecogni[sz]ed name|no name matching|certificate content is invalid|invalid ?(?:certificate|cert) ?(?:content|cn|name|host)|(?:server )?identity (?:can not|could not) be (?:verified|confirmed)|(?:can not|could not|unable to|can't) verify (?:the )?identity|identity (?:mismatch|does not match)|names? in (?:the )?certificate|wrong principal|wrong host|host ?mismatch|hostname check/,
  /** Go’s PlainAuth: the host that it was given is not the one that was connected to. */
  'bare-wrong-host': /^(?:error: )?wrong host(?: ?name)?$/,
  'self-signed': /self[- ]?signed/,
  'in-chain': /(?:in|of) (?:the )?(?:certificate )?chain/,
  'unknown-issuer':
    /no (?:certificate )?issuer(?: certificate)? (?:was )?found|unknown ?(?:issuer|ca|authority|certificate authority)|untrusted ?(?:issuer|root|ca)?\b|not trusted|untrusted|issuer (?:is )?(?:not|unknown|can not)|local issuer|unable to (?:get|find|verify) (?:the )?(?:first|issuer|local|valid)|valid certification path|partial ?chain|chain (?:was )?issued by|issuer certificate(?: [^ ]+){0,6} (?:could not|can not) be found|trust ?anchor for cert(?:ificat)?(?:ion|e) ?path not found|anchor .{0,30}not found|unable to verify|not recogni[sz]ed|signed by unknown|no trusted|(?:has not|hasn't|has no|without a|have no|haven't)(?: got)?(?: a)? known issuer|remote ?certificate ?chain ?errors|root certificate|does not chain/,
  revoked: /\brevoked\b/,
  'revocation-open':
    /revocation ?(?:status|information|function|check|server)|offline ?revocation|\bcrl\b|ocsp|certificate revocation/,
  'revocation-unanswered': anyOf(
    /offline ?revocation|revocation ?(?:status)? ?unknown|\brevocation(?: [^ ]{1,16}){0,5} (?:offline|unavailable|unknown|not be (?:checked|determined|verified)|incomplete|unable|could not|can not)|(?:unable|could not|can not|failed)(?: [^ ]{1,16}){0,4} (?:revocation|\bcrl\b|ocsp)/,
    /0x80092013\b/,
  ),
  'weak-key':
    /(?:certificate|cert|ca|ee) (?:certificate )?(?:key|md|signature)[a-z ]{0,30}too (?:weak|small|short)|(?:digest|signature)[a-z ]{0,20}too weak|insecure algorithm|(?:ee|ca) (?:certificate )?(?:key|md) too weak|weak (?:key|signature|algorithm|digest)|sha1-rsa|md5-?rsa|inadequate key/,
  'not-verified':
    /certificate ?verif(?:y|ication) (?:failed|error)|certificate (?:verify|verification) failed|verif(?:y|ication) failed|invalid (?:server |ssl |tls |peer |remote )?certificate(?! (?:date|content|name))|certificate (?:is )?(?:invalid|not verified|unknown|rejected)|certificate was rejected|(?:can not|could not|unable to) verify (?:the )?(?:server(?:'s)? )?certificate|could not be validated|not trusted by the system|parent certificate|bad ?signature|invalid peer certificate(?!: (?:notvalidforname|not ?valid ?for))|invalid signature|fingerprint|certificate validation|callback|validation procedure/,
  'about-tls':
    /tls|\bssl|possess a common algorithm|sspi|fatal alert|security protocol|schannel|handshake|gnutls|openssl|eproto|encrypted|secure channel/,
  'version-mismatch':
    /unsupported protocol|protocol ?version|no protocols available|version too low|inappropriate protocol|no (?:mutually|common|supported) (?:protocol|version|tls)|(?:unsupported|wrong|old) (?:tls|ssl|version of)|client version|no appropriate protocol|(?:not|doesnot) ?support ?tls|error in protocol version|not possess a common|algorithms? .{0,20}not .{0,20}common|sec e unsupported function|function requested is not supported|(?:not|n't) support a suitable (?:tls|ssl) version|unsupported version|unsupported ?protocol/,
  'no-common-terms':
    /no shared cipher|no (?:common |cipher )?(?:ciphers?|cipher suites?)(?: in common| match| overlap| available)?|handshake ?(?:failure|failed)(?! with)|sslv3 alert handshake|(?:dh|ec|rsa|ee|server) key too small|dh ?key ?too ?small|dh (?:keypair|serverkeyexchange|key)|diffie-?hellman|unsafe ?legacy ?renegotiation|sigalg|signature algorithm|no ?(?:kx|key exchange|group|curve)s? ?(?:in|groups)? ?common|algorithm constraints|illegal ?(?:message|parameter)|insufficient ?security|alert handshake|negotiate an acceptable set of security parameters|alert internal error|no suitable (?:cipher|signature|key|group)|no ciphers? available|ee key too small|tls: internal error|incompatible|no mutual/,
  'old-signature': /legacy[ _]?sig(?:nature)?[ _]?alg|wrong signature type|no suitable signature algorithm/,
  'short-group':
    /\b(?:dh|diffie-?hellman)\b[a-z ]{0,30}too ?(?:small|short|weak)|weak (?:ephemeral )?(?:dh|diffie-?hellman)\b/,
  'old-renegotiation': /unsafe ?legacy ?renegotiation|legacy renegotiation disabled/,
  'proxy-refused':
    /proxy (?:server )?(?:refused|denied|rejected|returned|responded)|refused by (?:the |a )?proxy|proxy connect aborted|proxy authentication required|code [0-9]{3} from proxy/,
  'not-tls':
    /parse tls packet header|wrong[ -]?version[ -]?number|unknown[ -]?protocol|packet length too long|record too long|first record does not look like|ssl wrong version|invalid ?content ?type|corrupt(?:ed)? (?:frame|message)|unexpected tls packet|frame size|plain ?text connection|unrecogni[sz]ed ssl message|http request|sec e invalid token|token supplied to the function|message received was unexpected or badly formatted|unsupported or unrecogni[sz]ed ssl|not (?:a )?tls|non-tls|ssl received a record|handshake format was unexpected|unexpected packet format/,
  handshake:
    /handshake|\b(?:ssl|tls) (?:exception|error|failure|problem|failed|trouble)\b|ssl connect|connect(?:ion)? (?:using|via|over|with|through|by) (?:ssl|tls)|(?:tls|ssl) (?:connection|session|setup|startup|negotiation|start)|ssl wants|starttls|no peer certificate available|tls-failure|tls failure|negotiate tls|secure tls connection|convert socket to tls|upgrad(?:e|ing)|eof occurred in violation|ssl_read|ssl routines|ssleof/,
  'handshake-trouble':
    /can not|exception|timed? ?out|closed|eof|failed|failure|error|reset|wants a|non-properly terminated|terminated|unable|could not|errno|violation|aborted|disconnected/,
  /** How it ended; that it failed says no more than that. */
  'handshake-ended':
    /timed? ?out|closed|\beof\b|eof ?error|eof occurred|\breset\b|wants a|non-properly terminated|terminated|violation|disconnected|broken pipe|econnreset|unexpected (?:eof|end)|zeroreturn|handshake ?(?:failed|failure)(?! ?exception)|errno ?=? ?104\b|returned ?=? ?5\b/,
  'tls-module': anyOf(
    /not compiled (?:with|against) (?:openssl|tls|ssl|gnutls)|(?:tls|ssl|openssl)(?: [^ ]+){0,6} (?:at )?compile ?time|our (?:tls|ssl) (?:engine|library) is|(?:not supported or|disabled in) (?:disabled|libcurl)|io::socket::ssl|extension missing|socket transport "(?:ssl|tls)|did you forget to enable|tls engine is unavailable|client tls configuration|(?:tls|ssl|openssl) (?:module|support|library|extension)? ?(?:is )?(?:not (?:compiled|installed|loaded|enabled|built|available)(?! (?:on (?:the )?server|at this time|currently|now|(?:due to|for) (?:a )?temporary|temporarily))|missing)|(?:built|compiled) without (?:tls|ssl|openssl)|no module named '?_?ssl|openssl extension|(?:could not|can not|unable to|failed to|failed) (?:load|find|locate)(?: the)? (?:open)?(?:ssl|tls)(?: library| dll| libraries)?|can not initiali[sz]e tls|requires? (?:the )?openssl/,
    /\b(?:tls|ssl)(?:\/(?:tls|ssl))? (?:is )?not (?:supported|available|compiled in|included) in this (?:build|version|binary|installation)\b/,
  ),
  'ca-file':
    /certificate verify locations|(?:x509 trust|ca|cafile|cacert|trust|ca certificates?)[ -]?(?:file|path|names|bundle|store|list)|from cafile|unable to load (?:ca|certificates)|no (?:system )?(?:root|ca) certificates|trust ?anchors|trust store/,
  'could-not-read':
    /error (?:setting|while reading|loading|reading)|can not (?:set|load|open|read)|failed loading|could not (?:load|open|read)|unable to (?:load|open|read)|no such file|not found|must be non-empty/,
  interception:
    /\b(?:avast|kaspersky|bitdefender|eset|adguard|fortigate|zscaler)(?: [^ ]+){0,3}? (?:root|personal|ssl|ca|certificate|inspection)\b|\bgenerated by (?:avast|avg|kaspersky|eset|bitdefender|norton|mcafee)|(?:web|mail|email) shield\b|\b(?:o|ou|cn) ?= ?"?(?:fortinet|fortigate|zscaler|netskope|sophos|palo alto|check point|blue ?coat|barracuda|kaspersky|eset ssl|bitdefender)|https server through proxy|(?:man|machine)-in-the-middle|through (?:a )?proxy|tls (?:inspection|interception)/,
  'peer-alert': /remote error|\balert\b/,
  fingerprint: /fingerprint/,
  'non-dnssec': /non-? ?dnssec|no (?:dnssec|tlsa)/,
  'dane-words': anyOf(
    /\bdane\b|\btlsa\b|mta-sts|dnssec/,
    /\btls\b.{0,80}\b(?:as )?(?:requested|required|demanded) by (?:its |the )?policy\b/,
  ),
} as const;
