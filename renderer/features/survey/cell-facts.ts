/** What one asks first of a session: its encryption, certificate, logins and size, each in a few words. */
import { mergedCapabilities } from '../../../electron/protocol/fold/capabilities.ts';
import { statedSize } from '../../../electron/protocol/facts/keyword-values.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { certificateVerdict, expiryText, tlsVersion } from '../../../electron/texts/session/tls.ts';
import { octets } from '../../../electron/texts/units.ts';

export interface CellFact {
  readonly name: string;
  readonly value: string;
}

/** `now` in milliseconds since 1970. */
export function cellFacts({ tls, ehlo, error }: Report, now: number): CellFact[] {
  const offered = ehlo.tls ?? ehlo.plain;
  const keywords = offered === null ? null : mergedCapabilities(offered.capabilities);
  const mechanisms = keywords?.get('AUTH')?.params ?? [];
  const [leaf] = tls?.chain ?? [];
  const size = statedSize(keywords?.get('SIZE')?.params ?? []);
  return [
    ...(error === null ? [] : [{ name: 'Ended', value: error.message }]),
    ...(tls === null
      ? []
      : [
          { name: 'TLS', value: [tlsVersion(tls.version), tls.cipher].join(', ') },
          {
            name: 'Certificate',
            value: `${certificateVerdict(tls).replace(/^certificate /, '')}${leaf === undefined ? '' : `, ${expiryText(leaf, now)}`}`,
          },
        ]),
    ...(keywords === null
      ? []
      : [{ name: 'Login', value: mechanisms.length === 0 ? 'not offered' : mechanisms.join(', ') }]),
    ...(typeof size === 'number' ? [{ name: 'Largest message', value: octets(size) }] : []),
  ];
}
