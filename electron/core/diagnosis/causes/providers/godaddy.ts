/** What GoDaddy says, by the code after its words. */
import { ofProvider } from './of-provider.ts';

export const godaddyCauses = ofProvider('godaddy', [
  { id: 'godaddy.login-at-inbound-server', actor: 'you', ways: [{ codes: [535], words: ['ib401'] }] },
  { id: 'godaddy.from-invalid', actor: 'you', ways: [{ codes: [550], words: [['ib501', 'ib502']] }] },
  { id: 'godaddy.from-domain-invalid', actor: 'dns-owner', ways: [{ codes: [550], words: ['ib506'] }] },
  { id: 'godaddy.spf-failed', actor: 'dns-owner', ways: [{ codes: [550], words: ['ib508'] }] },
  { id: 'godaddy.no-ptr', actor: 'dns-owner', ways: [{ codes: [421], words: ['ib108'] }] },
  { id: 'godaddy.spam-content', actor: 'you', ways: [{ codes: [552], words: ['ib212'] }] },
  { id: 'godaddy.too-many-recipients', actor: 'you', ways: [{ codes: [452], words: ['ib605'] }] },
  { id: 'godaddy.too-many-sessions', actor: 'you', ways: [{ codes: [421], words: ['ib007'] }] },
  {
    id: 'godaddy.address-blocked',
    actor: 'you',
    ways: [{ codes: [554], words: [['ib110', 'ib111', 'ib112', 'ib113']] }],
  },
  { id: 'godaddy.sending-limit', actor: 'you', ways: [{ codes: [550], words: [['ib504', 'ib510', 'ib607']] }] },
  { id: 'godaddy.block-list', actor: 'you', ways: [{ codes: [554], words: [['ib103', 'ib104', 'ib105', 'ib106']] }] },
]);
