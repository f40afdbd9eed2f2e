/** Who can do something about it, in words. */
import type { DiagnosisId } from './diagnosis/all.ts';
import type { Finding } from '../protocol/values/session/report.ts';

export type Actor = Finding['actor'];

const actors = {
  you: 'you',
  'mailbox-admin': 'whoever manages the mailbox or account',
  'server-admin': "the mail server's administrator",
  'dns-owner': "the owner of the domain's DNS",
  provider: 'the mail provider',
  network: 'whoever runs the network or firewall in between',
} satisfies Record<Actor, string>;

const SENDING = 'you, or whoever runs the server or network that the mail comes from';
const DOMAIN = 'you, or whoever is responsible for the sender’s domain';
const CONNECTIONS = 'you, or whoever else connects from this address; for the limit the mail server’s administrator';

/** Where "you" is too little: what has to be done is in the hands of whoever owns the address or domain that is refused. */
const whoElse: Readonly<Record<string, string>> = {
  'phrase.block-list': SENDING,
  'reputation.range-not-for-servers': SENDING,
  'reputation.address-blocked': SENDING,
  'reputation.held-off': SENDING,
  'reputation.address-poor': SENDING,
  'reputation.domain-listed': DOMAIN,
  'reputation.domain-poor': DOMAIN,
  'tls.name-mismatch': 'you, by the name that you connect to; or the mail server’s administrator',
  'phrase.too-many-connections': CONNECTIONS,
  'microsoft.too-many-connections': 'you, or whoever else sends by this mailbox',
  'amazon-ses.too-many-connections': 'you, or whoever else sends by this account',
} satisfies Partial<Record<DiagnosisId, string>>;

/** `of`: the id of the diagnosis or finding that it is said of. */
export function actorText(actor: Actor, of: string | null = null): string {
  return (actor === 'you' && of !== null ? whoElse[of] : undefined) ?? actors[actor];
}
