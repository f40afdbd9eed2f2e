/** TLS 1.0 and 1.1 are seen only by who asks for them; that a server still speaks nothing better is worth a word. */
import { tlsNotes } from '../evidence.ts';
import type { Check } from '../types.ts';

const obsolete: Readonly<Record<string, string>> = { TLSv1: 'TLS 1.0', 'TLSv1.1': 'TLS 1.1' };

export const tlsVersionCheck: Check = {
  name: 'tls-version',
  run(facts) {
    const version = facts.tls === null ? undefined : obsolete[facts.tls.version];
    if (version === undefined) return [];
    return [{ code: 'tls.old-version', severity: 'warning', params: { version }, evidence: tlsNotes(facts) }];
  },
};
