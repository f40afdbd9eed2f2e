/** The step as causes name it: EHLO is EHLO, before TLS, after it and after the login. */
import type { Phase } from '../../protocol/values/session/phase.ts';

export const stepOf = (phase: Phase): Phase => (phase === 'ehlo-tls' || phase === 'ehlo-auth' ? 'ehlo' : phase);
