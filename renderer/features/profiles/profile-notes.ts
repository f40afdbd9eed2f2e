/** What a closed section of the profile form says of its contents. */
import { LIMITS, type ProfileFields } from '../../session/fields/fields.ts';

const joined = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(' · ');
const given = (text: string, words: string): string | false => text.trim() !== '' && words;

export const tlsNote = (fields: ProfileFields): string =>
  joined([
    given(fields.servername, `name ${fields.servername.trim()}`),
    given(fields.acceptCertificate, 'a pinned certificate'),
    given(fields.ca, 'own roots'),
    fields.tlsMin !== 'default' && `at least ${fields.tlsMin}`,
    fields.tlsMax !== 'default' && `at most ${fields.tlsMax}`,
    given(fields.clientCertificate, 'a client certificate'),
    fields.insecure && 'goes on after a failed check',
  ]) || 'the system’s roots, the server’s name';

export const networkNote = (fields: ProfileFields): string =>
  joined([
    given(fields.ehloName, `EHLO ${fields.ehloName.trim()}`),
    fields.family !== 'any' && `IPv${fields.family} only`,
    given(fields.localAddress, `from ${fields.localAddress.trim()}`),
    given(fields.dnsServer, 'own DNS server'),
    given(fields.proxy, 'through a proxy'),
    fields.mx && 'MX hosts',
  ]) || 'directly, as this machine';

export const limitsNote = ({ limits }: ProfileFields): string =>
  joined(LIMITS.map(({ name, label }) => given(limits[name], `${label.toLowerCase()} ${limits[name].trim()} s`))) ||
  'the usual ones';

export const envelopeNote = ({ from, to }: ProfileFields): string =>
  joined([given(from, `from ${from.trim()}`), given(to, `to ${to.trim()}`)]) || 'none';
