/** Who can do something about it, in words. */
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

export function actorText(actor: Actor): string {
  return actors[actor];
}
