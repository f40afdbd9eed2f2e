/** About the server's own state: its load, disk, configuration, what it relies on. */
export const serverConcepts = {
  server: /\b(?:server|system|service|host|mta|mailer|daemon|smtpd?|mail system|machine)\b/,
  internal:
    /\b(?:internal(?: server)? (?:error|problem|failure)|internal error|local (?:error|problem)|server (?:local )?error|system (?:error|failure|i\/o error)|mail system error|i\/o error|input\/output error|software error|unexpected (?:error|exception|failure)|processing error|error in processing|qq (?:read error|crashed|temporary problem)|error while (?:reading|processing)|local problem|not be saved|could not be (?:saved|stored|queued)|(?:queue )?file (?:write|read) error|failed to be (?:replicated|saved|stored))\b/,
  'temporary-error':
    /\b(?:temporary (?:(?:local|server|system|service) )?(?:error|failure|problem)|temporarily (?:rejected|unable)|temp(?:orary)? ?fail(?:ure)?|system temporary|transient (?:error|failure))\b/,
  busy: /\b(?:busy|overload(?:ed)?|over-?loaded|load (?:average|too high)|high load|too (?:high )?load|resources? (?:temporarily unavailable|exhausted)|resources unavailable|no (?:system )?resources?|out of (?:memory|resources)|can not (?:fork|allocate memory)|queue (?:full|quota)|connection queue|insufficient (?:system )?resources?|all (?:server |screening )?ports)\b/,
  disk: /\b(?:disk(?: space)?|no space left|spool(?: file| directory)?|storage|free space|space shortage|out of (?:disk )?space|file ?system full|mail system full|disk full|insufficient (?:system )?storage|quota)\b/,
  'disk-full':
    /\b(?:no space left|(?:out of|insufficient|not enough|low on) (?:free )?(?:disk|space|system storage|storage|system resources)|disk (?:is )?full|space shortage|(?:mail )?system full|file ?system full|error while writing spool|write error or disk full|spool (?:is )?full|(?:system|server) storage (?:has been |is |was )?(?:exceeded|full|exhausted))\b/,
  configuration:
    /\b(?:config(?:uration|ured)?|mis-?config(?:ured|uration)|configuration (?:error|problem)|set up|partition|home directory|permission denied|usage:)/,
  lookup: /\b(?:look-?up(?: table)?|table lookup|map lookup|database|ldap|directory|user lookup|alias(?:es)?)\b/,
  backend:
    /\b(?:back-?end|relay server|next[ -]hop|upstream|downstream|remote server|proxy failed|proxying|mail server|lmtp (?:server|socket)|server\(s\)|policy (?:service|server)|content filter|mta\()/,
  shutdown:
    /\b(?:shut(?:ting)? ?down|going down|maintenance|restart(?:ing)?|out of service|going offline|server is stopping)\b/,
  service: /\b(?:service|server|smtp)\b/,
  connections: /\b(?:connections?|sessions?|threads?|concurren(?:t|cy)|simultaneous)\b/,
  'from-you':
    /\b(?:from (?:this|your|the same|that)|your (?:ip|host|address|network|site|client)|per (?:ip|host|client|address|user)|this (?:ip|host|client|address))|from %ip|\bslow down\b/,
  'network-address': /%ip|\bip(?: address)?\b/,
  'our-host':
    /\b(?:client(?: host)?|(?:your|this|the|connecting|source|remote) (?:ip|host|address|server|machine|network|ip address|mail server)|ip(?: address)?|%ip)\b/,
  plan: /\b(?:credits?|licen[cs]e|billing|payment|plan|trial|subscription|invoice|unpaid|balance)\b/,
  loop: /\b(?:loop(?:s|ing)?|recursive (?:forward(?:s|ing)?|alias(?:es)?)|hop count|too many hops|against myself|loops back|(?:my|its|our) own host ?name)\b/,
  'tls-setup':
    /\b(?:tls (?:initiali[sz]ation|not available|configuration|negotiation|library|engine|is not available|currently|unavailable|problem)|no certificate|ssl_ctx|tls context|start tls)\b/,
  'to-itself': /\bloops? back to (?:my|it|our)sel(?:f|ves)|(?:my|its|our) own host ?name\b/,
  quarantine: /\bquar(?:antined?)?\b/,
  alias: /\balias(?:es|ing)?\b/,
  scan: /\b(?:scan(?:ner|ning)?|spamd|virus check|clamd?|content (?:filter|check|scan)|milter)\b/,
  welcome:
    /\b(?:not welcome|no smtp service here|does not accept mail|not accepting (?:connections|mail|messages)|we do not accept)\b/,
} as const;
