/**
 * The certificate's two verdicts, chain and name, each a finding of its own. Their weight depends on the use: between
 * servers (SMTP on port 25) certificates are rarely checked, so there it is information; where somebody logs in or asked for
 * TLS it is an error; elsewhere, with TLS taken because it was there, a warning.
 */
import type { Finding } from '../../../protocol/values/session/report.ts';
import { culpritIn } from '../../tls/culprit.ts';
import { tlsNotes } from '../evidence.ts';
import type { Check, FoundFact, CheckedFacts } from '../types.ts';
import { isSubmission } from '../use.ts';

function severityOf(facts: CheckedFacts): Finding['severity'] {
  const { target } = facts;
  const demanded = target.security === 'tls' || target.security === 'starttls';
  if (demanded || isSubmission(facts)) return 'error';
  return target.protocol === 'smtp' && target.port === 25 ? 'info' : 'warning';
}

export const certificateCheck: Check = {
  name: 'certificate',
  run(facts) {
    const { tls } = facts;
    if (tls === null) return [];
    const leaf = tls.chain[0];
    const culprit = culpritIn(tls, facts.startedAt);
    const evidence = tlsNotes(facts);
    // Accepted by fingerprint: the user has decided, and the verdict is kept as information.
    const severity = tls.pinned ? 'info' : severityOf(facts);
    const params = {
      name: tls.verifiedName,
      subject: leaf?.subject ?? '',
      issuer: leaf?.issuer ?? '',
      altNames: leaf?.altNames.join(', ') ?? '',
      hosts: leaf?.altNames.filter((name) => /^(?:DNS|IP Address):/.test(name)).length ?? 0,
      validTo: leaf?.validTo ?? '',
      validFrom: leaf?.validFrom ?? '',
      blamed: culprit?.certificate.subject ?? '',
      blamedIssuer: culprit?.certificate.issuer ?? '',
      blamedFrom: culprit?.certificate.validFrom ?? '',
      blamedTo: culprit?.certificate.validTo ?? '',
      blamedKey: culprit?.certificate.key ?? '',
      blamedSignature: culprit?.certificate.signature ?? '',
      own: culprit?.own === true ? 1 : 0,
      certificates: tls.chain.length,
      trusted: tls.chainError === null ? 1 : 0,
      libraryCode: tls.chainErrorCode ?? '',
    };
    const found: FoundFact[] = [];
    switch (tls.chainError) {
      case null:
        break;
      case 'expired':
        found.push({ code: 'tls.certificate-expired', severity, params, evidence });
        break;
      case 'not-yet-valid':
        found.push({ code: 'tls.certificate-not-yet-valid', severity, params, evidence });
        break;
      case 'self-signed':
        found.push({ code: 'tls.certificate-self-signed', severity, params, evidence });
        break;
      case 'untrusted-root':
        found.push({ code: 'tls.certificate-untrusted-root', severity, params, evidence });
        break;
      case 'incomplete-chain':
        found.push({ code: 'tls.certificate-chain-incomplete', severity, params, evidence });
        break;
      case 'bad-time':
      case 'revoked':
      case 'weak-signature':
      case 'weak-key':
      case 'wrong-purpose':
      case 'constraint-violated':
      case 'bad-signature':
      case 'other':
        found.push({
          code: 'tls.certificate-not-trusted',
          severity,
          params: { ...params, chainError: tls.chainError },
          evidence,
        });
        break;
    }
    if (tls.nameError !== null) found.push({ code: 'tls.name-mismatch', severity, params, evidence });
    return found;
  },
};
