/** From what is known of an encrypted connection to evidence of the certificate that the server showed. */
import type { TlsInfo } from '../../../protocol/values/session/tls.ts';
import type { WeakCertificate } from '../../../texts/session/tls.ts';
import { culpritIn } from '../../tls/culprit.ts';
import type { CertificateEvidence } from '../evidence.ts';

type SeenTls = Pick<TlsInfo, 'chainError' | 'nameError' | 'pinned' | 'chain'>;

/** Of a session, a report or a context. Null where no certificate was shown. */
export function certificateIn(tls: SeenTls | null): CertificateEvidence | null {
  const [leaf] = tls?.chain ?? [];
  if (tls === null || leaf === undefined) return null;
  const { subject, issuer, altNames } = leaf;
  const { chainError, nameError, pinned } = tls;
  return {
    trusted: chainError === null || pinned,
    nameFits: nameError === null || pinned,
    chainError,
    subject,
    issuer,
    altNames,
    weak: weakIn(tls),
  };
}

function weakIn(tls: SeenTls): WeakCertificate | null {
  if (tls.chainError !== 'weak-key' && tls.chainError !== 'weak-signature') return null;
  // The time decides nothing of this.
  const culprit = culpritIn(tls, '');
  if (culprit === null) return null;
  const { subject, key, signature = '' } = culprit.certificate;
  return { subject, own: culprit.own, ...(tls.chainError === 'weak-key' ? { key } : { signature }) };
}
