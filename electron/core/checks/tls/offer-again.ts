/** STARTTLS offered once more inside TLS, which RFC 3207 section 4.2 forbids: the server, or what stands before it, does not know of the encryption. */
import type { Check } from '../types.ts';

const line = /^250[- ]STARTTLS\s*$/i;

export const tlsOfferAgainCheck: Check = {
  name: 'tls-offer-again',
  run({ tls, ehlo, transcript }) {
    // Without TLS the answer after a login bears the same name and is in clear.
    if (tls === null) return [];
    const offered = [ehlo.tls, ehlo.auth].some((stage) =>
      stage?.capabilities.some(({ keyword }) => keyword === 'STARTTLS'),
    );
    if (!offered) return [];
    const evidence = transcript
      .filter(({ direction, encrypted, text }) => direction === 'received' && encrypted && line.test(text))
      .map(({ seq }) => seq);
    return [{ code: 'tls.offered-again', severity: 'warning', params: {}, evidence }];
  },
};
