/** What Yahoo's servers say, which are AOL's too: by Yahoo's page of errors, whose marks stand in brackets ([TSS04], [PH01]). */
import type { Evidence } from '../../evidence.ts';
import { ofProvider } from './of-provider.ts';

const marked =
  (mark: RegExp) =>
  ({ reply }: Evidence): boolean =>
    mark.test(reply.words);

export const yahooCauses = ofProvider('yahoo', [
  {
    id: 'yahoo.permanently-deferred',
    actor: 'you',
    ways: [
      { codes: [553, 554], words: ['permanently deferred'] },
      { codes: [553, 554], when: marked(/\[tss?[0-9]{2}\]/i) },
    ],
  },
  {
    id: 'yahoo.deferred',
    actor: 'you',
    ways: [
      { codes: [421, 451], when: marked(/\[tss?[0-9]{2}\]/i) },
      {
        codes: [421, 451],
        says: ['put-off'],
        also: [['complaints', 'too-fast', 'sending-address']],
        not: ['unresolvable'],
      },
    ],
  },
  {
    id: 'yahoo.from-domain-unresolvable',
    actor: 'dns-owner',
    ways: [{ codes: [451, 554], says: ['unresolvable'] }],
  },
  {
    id: 'yahoo.spamhaus',
    actor: 'you',
    ways: [
      { codes: [553, 554], words: ['spamhaus'] },
      { codes: [553, 554], when: marked(/\[bl[0-9]{2}\]/i) },
    ],
  },
  {
    id: 'yahoo.unauthenticated',
    actor: 'dns-owner',
    ways: [{ codes: [550, 554], says: [['without-proof', 'either-proof']] }],
  },
  { id: 'yahoo.content', actor: 'you', ways: [{ codes: [554], when: marked(/\[ph[0-9]{2}\]/i), weight: 20 }] },
  {
    id: 'yahoo.policy',
    actor: 'you',
    ways: [{ codes: [554, 550], words: ['for policy reasons'], sure: 'likely' }],
    alternatives: ['yahoo.unauthenticated', 'yahoo.content'],
  },
  { id: 'yahoo.not-rfc-compliant', actor: 'you', ways: [{ codes: [554], words: ['rfc compliant'] }] },
  {
    id: 'yahoo.no-such-user',
    actor: 'you',
    ways: [
      { codes: [552, 554], words: [["this user doesn't have a", 'mailbox not found']] },
      { codes: [550, 552, 554], says: ['recipient', 'unknown'], not: ['disabled'] },
    ],
  },
  { id: 'yahoo.busy', actor: 'provider', ways: [{ codes: [451], says: ['busy'] }] },
  { id: 'yahoo.login-refused', actor: 'you', ways: [{ codes: [535], words: [['(#auth005)', '(#mbr1212)']] }] },
]);
