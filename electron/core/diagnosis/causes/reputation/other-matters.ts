/** What makes a block one for another reason than the address, the domain or the content. */
import type { Concept } from '../../lexicon/concepts.ts';

export const dnsMatters: readonly Concept[] = ['spf', 'dkim', 'dmarc', 'reverse-name', 'hello-argument'];
export const ownBusiness: readonly Concept[] = [
  'relay',
  'login',
  'connections',
  'recipients-own-rate',
  'query-refused',
];
