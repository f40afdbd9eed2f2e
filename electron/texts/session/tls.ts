/** Why a certificate was not trusted, in words. */
import type { ChainError } from '../../protocol/values/session/tls.ts';

/** Each completes "The certificate ...". */
const chainErrors = {
  expired: 'or one of its issuers has expired',
  'not-yet-valid': 'or one of its issuers is not valid yet; a wrong clock on this machine looks the same',
  'bad-time': 'or one of its issuers says in no readable way from when until when it is valid',
  'self-signed': 'is self-signed: no authority vouches for it',
  'untrusted-root': 'leads to a root certificate that this machine does not trust',
  'incomplete-chain': 'cannot be followed to a trusted root: an issuer is neither sent by the server nor known here',
  revoked: 'has been revoked by its issuer',
  'weak-signature': 'is signed with an algorithm too weak to be accepted',
  'weak-key': 'has a key too weak to be accepted',
  'wrong-purpose': 'was not issued for use by a server',
  'constraint-violated': 'breaks a restriction that one of its issuers sets',
  'bad-signature': 'carries a signature that does not verify',
  other: 'could not be verified',
} satisfies Record<ChainError, string>;

export function chainErrorText(error: ChainError): string {
  return `The certificate ${chainErrors[error]}.`;
}
