/** Which certificate of a chain a verdict is about: "expired" says little until one knows whose. Pure. */
import type { Certificate, TlsInfo } from '../../protocol/values/session/tls.ts';
import { SMALLEST_RSA } from './judge.ts';
import { isWeakSignature } from './signatures.ts';

/** "RSA 1024", "RSA-PSS 1024". */
const isShortKey = (key: string): boolean =>
  Number(/^RSA(?:-PSS)? (\d{1,6})$/.exec(key)?.[1] ?? Infinity) < SMALLEST_RSA;

export interface Culprit {
  readonly certificate: Certificate;
  /** It is the server's own, not one of its issuers. */
  readonly own: boolean;
}

/** Null where no single one can be named, or nothing is wrong with the chain. `now` is an ISO 8601 time. */
export function culpritIn({ chain, chainError }: Pick<TlsInfo, 'chain' | 'chainError'>, now: string): Culprit | null {
  const at = Date.parse(now);
  const blamed = (certificate: Certificate | undefined): Culprit | null =>
    certificate === undefined ? null : { certificate, own: certificate === chain[0] };
  switch (chainError) {
    case 'expired':
      return blamed(chain.find(({ validTo }) => validTo !== null && Date.parse(validTo) < at));
    case 'not-yet-valid':
      return blamed(chain.find(({ validFrom }) => validFrom !== null && Date.parse(validFrom) > at));
    case 'bad-time':
      return blamed(chain.find(({ validFrom, validTo }) => validFrom === null || validTo === null));
    // The last that is known: it is its issuer that is missing, or the root that nobody here trusts.
    case 'incomplete-chain':
    case 'untrusted-root':
      return blamed(chain.at(-1));
    case 'self-signed':
      return blamed(chain[0]);
    case 'weak-key':
      return blamed(chain.find(({ key }) => isShortKey(key)));
    // What signs itself is trusted or not, whatever it is signed with.
    case 'weak-signature':
      return blamed(
        chain.find(({ subject, issuer, signature }) => subject !== issuer && isWeakSignature(signature ?? '')),
      );
    default:
      return null;
  }
}
