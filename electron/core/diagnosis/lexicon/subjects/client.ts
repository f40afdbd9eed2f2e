/**
 * What client programs, operating systems and TLS libraries say of their own accord. Their names for an error are read like words: with and
 * without blanks, because they stand in exceptions ("UnknownHostException"), constants ("CERT_HAS_EXPIRED") and sentences alike.
 */
import { anyOf } from '../any-of.ts';

export const clientConcepts = {
  'was-refused':
    /\berrno: ?-?(?:4078|111|61)\b|connection (?:was |is )?refused|econnrefused|connection ?refused|actively refused|refused to (?:allow|accept|permit) (?:a |the |any )?connection|connect call failed|\berrno(?: |=|: ?)111\b|\b10061\b/,
  'connect-timeout':
    /\berrno[\"']?: ?-?4039\b|\berrno: ?-?(?:4039|110|60)\b|connection (?:attempt )?timed?[ -]?out|connect(?:ion)?:? (?:timed?[ -]?out|timeout)|etimedout|\berrno(?: |=)110\b|\b10060\b|open ?timeout|(?:timed out|timeout)(?: while)? (?:connecting|trying to connect)|connect ?timeout|\bconnection to (?!").{0,80} timed out|dial (?:tcp|udp)[^]{0,80}i\/o timeout|did not properly respond|failed to open tcp/,
  'way-out-timed-out': /\bconnection to (?!")[^ ]{1,100}(?: [^ ]{1,10})? timed out\b/,
  'any-timeout':
    /tim(?:ed|e)[ -]?out(?! ?:? -?\d{1,7};)|execution expired|deadline exceeded|no response (?:after|within)|etime(?:d)?out/,
  'read-timeout':
    /timed? out while (?:sending|performing|waiting|reading|receiving)|(?:%host|%ip) has timed out(?! (?:while )?connect)|read(?:ing)? (?:tcp [^]{0,80})?(?:i\/o )?(?:operation )?tim(?:ed|e)[ -]?out|read ?timeout|read tcp [^]{0,120}i\/o timeout|response timeout|timed? ?-?out (?:\(?[^)]{0,20}\)? )?(?:waiting|reading|receiving|after|in \()|timeout while (?:reading|receiving|waiting)|(?:smtp|socket|data|command|operation) timeout|socket timeout|select timed-out|unexpectedly closed: timed out|conversation with .{0,120}timed out|network (?:read )?error: (?:the )?(?:operation timed|resource temporarily)|\bconnection to ".{0,80}" timed out/,
  'no-way':
    /no ?route ?to ?host|(?:network|host) is (?:unreachable|down)|(?:network|host) unreachable|enetunreach|ehostunreach|enetdown|ehostdown|eaddrnotavail|can not assign requested address|\berrno(?: |=)(?:101|113|99|65|51)\b|\b100(?:49|51|65)\b|address family not supported|eafnosupport/,
  'dns-silent': anyOf(
    /\berrno: ?-?3001\b|host map: lookup [^ ]{1,100} ?[^ ]{0,10}: deferred|temporary failure in name resolution|eai ?again|try again, host|host not found, try again|servfail|server misbehaving|host lookup did not complete|\blookup [^ ]{0,80} ?%?[a-z]{0,4} on [^]{1,80}(?:timeout|timed out)|socketexception \([0-9]{1,8}, 11\)|query ?(?:a|aaaa|mx|txt|srv|ptr) (?:erefused|etimeout|eservfail|econnrefused|etimedout)|temporary (?:failure|error) in (?:mx|dns|host|name) look-?up|dns check fail|(?:dns|mx|name|host|tlsa|a|aaaa)(?: |-)?(?:look-?up|query|server|resolution)(?: error| failure| failed|s? (?:timed out|did not))|\berrno -3\b|\b11002\b|dns (?:timeout|server failure|did not answer)/,
    /\btemporary (?:error|failure) in (?:gethostby(?:name|addr)|getaddrinfo)\b/,
  ),
  'no-such-name':
    /\berrno: ?-?3008\b|(?<!no )(?:smtp |mail |email )?(?:server|host) (?:could|can) not be found|(?:can|could) not find (?:the |your )?(?:email |mail |smtp )?(?:server|host)\b|host ?name (?:is )?not valid|unknown (?:smtp |mail )host|enotfound|enodata|name or service not known|nodename nor servname|no such host|(?:could not|can not|couldn't|unable to|failed to) (?:resolve|locate|find|look ?up) (?:the )?(?:host|server|address|domain|smtp|name)|unknown ?host|remote name could not be resolved|(?:host|server|domain) ?name could not be resolved|host (?:name )?(?:or domain name )?not found|getaddrinfo failed|\b11001\b|\berrno -2\b|name does not resolve|eai ?no ?name|server \(smtp\) [^ ]{1,80} is unknown|no (?:such )?host is known|domain name not found|nxdomain/,
  'no-address': anyOf(
    /no (?:data|address|a|aaaa|mx) records?|no (?:data|address) (?:record )?(?:of requested type|associated)|valid address record|could not resolve to any address|host found but no/,
    /\b(?:mx|aaaa|a)\'? look-?up of [^ ]{1,200} (?:had|has|returned|gave) no (?:relevant )?(?:answers?|records?)|infonorecords/,
  ),
  /** Of the host that was to be reached. */
  'host-without-mx': /(?<!%)\bhost(?: named)? [^ ]{1,80} (?:does not have|has no|has not)(?: any)? mx(?: records?)?\b/,
  'was-reset':
    /\berrno: ?-?(?:4077|104|54)\b|connection (?:was )?reset|econnreset|\berrno(?: |=)104\b|\b1005[34]\b|forcibly closed|connection ?aborted|econnaborted|aborted by the software/,
  'was-closed':
    /unable to read (?:the )?response|(?:could not|can not|failed to|unable to) (?:read|get) (?:an? |the |any )?(?:server )?(?:response|reply|answer)|without being connected|lost connection|lost input channel|\b(?:recv|send|read|write|recvfrom|sendto)(?: ?\(\))? failed|network failure\b.{0,80}\bclosed|(?:failed|failure)(?: when| while)? (?:sending|receiving) (?:network )?data|unexpected disconnect(?:ion)?|(?:server|peer|host) (?:has |had )?(?:unexpectedly )?disconnected|connection to (?:the |your )?(?:smtp |mail )?server (?:was |has been |is )?(?:interrupted|lost|broken)|connection (?:was |has been )?interrupted|(?:could not|can not|unable to|failed to) read from|connection (?:to .{1,100} )?(?:was |has been |is )?(?:unexpectedly )?(?:closed|dropped|died|terminated|gone)|(?:closed|dropped|terminated) (?:the |its )?connection|unexpected (?:connection |socket )?(?:close|eof|end)|\beof\b|eof ?error|end of (?:file|stream|input)|epipe|broken pipe|server ?(?:has )?disconnected|(?:empty|zero byte) (?:reply|response)|incomplete response|but got code "", with|socket (?:is |was )?closed|no data received|read error|net io connectionclosed/,
  'at-greeting':
    /\bgreet\b|greeting|initial (?:connection|ok|server|response|smtp)|banner|zero byte response|session failed: read error/,
  'never-came': /never (?:received|came|sent)|failed reading initial|no greeting|did not (?:greet|send)/,
  'delivery-log':
    /\bdeferred: |during (?:user open|greeting wait|client [a-z]{1,10}) with|\breply: read error|host not reachable/,
  'host-not-there':
    /\bunrouteable address\b|(?<!unknown )\bhost(?: name)? (?:%host|[a-z0-9.-]{1,80}\.[a-z]{2,10}) (?:was |is |could )?(?:not (?:be )?found|unknown|does not exist)/,
  'connected-line': /\bconnected to\b|connection established|=== connected/,
  'no-connection': anyOf(
    /all routes to (?:the )?destination (?:are |is )?(?:blocked|down|unreachable)|connection (?:to .{1,80} )?(?:has )?failed|(?:could not|couldn't|can not|failed to|unable to) (?:be )?(?:connect|open(?: mail| connection)?|establish|reach)|connection could not be established|no connection (?:could|to)|network error on|not able to establish|because connecting to .{1,80} failed|(?:error|problem|failure|trouble)(?: [a-z]{1,12}){0,2} connecting to|\bconnect(?:ion)? to .{1,80} (?:has )?failed|(?:could not|can not|unable to|failed to) (?:contact|talk to|communicate with) (?:the )?(?:[a-z]{1,12} )?(?:server|host)|server unavailable|could not open connection/,
    /(?:^|[:.] ?)connect(?:ion)? failed\b/,
    /(?:could not|can not|failed to|unable to) open (?:a )?socket\b/,
    /\bconnect(?:ion)? to (?:the )?(?:mail |smtp )?server failed\b/,
  ),
  'not-allowed-here':
    /network access denied by access control|blocked by (?:the |your )?(?:local |windows )?(?:firewall|antivirus)|permission denied|permission ?error|eacces|eperm|\berrno 13\b|operation not permitted|\b10013\b|forbidden by its access/,
  'other-service':
    /\*? ?ok \[?capability|imap4rev|imap4 ready|(?:imap|pop3)[^ ]{0,6} (?:server )?ready|\+ok\b|http\/[12]|\bssh-[12]|dovecot ready|220[- ][^]{0,60}ftp/,
  /** Not what a mail server says; what it is instead, or whether the answer was cut off, is open. */
  'odd-greeting':
    /\b(?:imap4?|pop3|ftp)\b|invalid greeting|malformed smtp reply|bad greeting|short response|invalid response (?:smtp|from)|invalid smtp (?:response|reply)|not (?:a )?valid smtp/,
  /** msmtp and Apple Mail: whom the server refused, and not why. */
  'refused-without-reason':
    /\b(?:recipients?|sender|from)(?: address(?:es)?)? (?:%address )?(?:(?:was|were) )?(?:not accepted|rejected|refused) by the (?:smtp |mail )?server\b/,
  'gives-no-reason':
    /smtp connect\(\) failed|could not connect to smtp host|data not accepted|unknown error|smtp error: (?:the following|could not|data)|failed to send|could not send (?:the )?(?:message|mail)|message could not be sent|unable to send|failure sending mail|the operation has timed out|retry time not reached|out of resources|network connection may be unstable|undefined value|unable to connect with starttls/,
  'tls-on-wire': /ssl:\/\/|smtps:|tls:\/\/|handshake|ssl connect|tls connection/,
  /** swaks: at least one was offered and tried. */
  'no-method-succeeded': /\bno authentication (?:type|method|mechanism) succeeded\b/,
  /** Dovecot’s login processes, of how a session ended. */
  'logins-failed': /\(auth failed, [0-9]{1,4} attempts?\b/,
  'login-failed-here':
    /\b(?:server|host) (?:denied|refused|rejected) (?:the )?(?:auth(?:entication)?|login)\b|\bauthentication attempt(?:\(s\)|s)? failed\b|permanent failure\b.{0,80}\bauth failed|(?:rejected|refused|denied) (?:your |the )?(?:login|logon|user ?name|credentials)|authentication ?failed|login denied|(?:login|logon|sign-?in)(?: (?:to|at|on|with) [^ ]{1,120})? (?:attempt )?(?:has |was )?(?:failed|not possible|refused|rejected|unsuccessful)|failed (?:smtp )?(?:login|logon|authentication)\b|authentication (?:function |process |step )?(?:returned (?:an )?error|ended with)|(?:could not|couldn't|unable to|failed to) authenticate|smtp-auth: authentication|authentication (?:to [^ ]{1,120} )?failed|ticket was not accepted|authentication unsuccessful/,
  'local-socket':
    /(?:\[ ?|\bconnect to )(?:private|public)\/(?!auth|sasl|smtpd)|\blmtp (?:server|socket)|\.sock\b|unix:/,
  'socket-trouble': /no such file|unexpected eof|connection refused|lost connection|timed out|permission denied|closed/,
  'auth-log': /\bauth failure \(|\bauth(?:-worker)?(?:\([0-9]{1,8}\))?: |smtp authentication |passdb|\bauth-worker\b/,
  'log-refused': /unknown user|password mismatch|permfail|wrong password|user not found|result=fail/,
  'log-temporary': /tempfail|temporary (?:fail|internal)|lookup failed|internal failure/,
  /** Quoted by a client that waited for 220. */
  'greeting-of-another': /\bmessage ["\'](?:\+ok|\* ok|ssh-|http\/|\* preauth)/,
} as const;
