/** Every cause there is. The order means nothing: what fits best is found by what fits. */
import { withListedCodes } from '../codes/all.ts';
import type { DiagnosisId } from '../../../texts/diagnosis/all.ts';
import type { Cause } from '../types.ts';
import { authCauses } from './auth.ts';
import { liveCauses } from './live.ts';
import { mailboxCauses } from './mailbox.ts';
import { mechanismCauses } from './mechanism.ts';
import { messageCauses } from './message.ts';
import { recipientCauses } from './recipient.ts';
import { clientSideCauses } from './client/side.ts';
import { clientTlsCauses } from './client/tls.ts';
import { connectCauses } from './client/connect.ts';
import { policyCauses } from './policy.ts';
import { relayCauses } from './relay.ts';
import { senderCauses } from './sender.ts';
import { rateCauses } from './rate.ts';
import { reputationCauses } from './reputation.ts';
import { senderPolicyCauses } from './sender-policy.ts';
import { serverCauses } from './server.ts';
import { sessionCauses } from './session.ts';

export const causes: readonly Cause[] = withListedCodes([
  ...authCauses,
  ...mechanismCauses,
  ...sessionCauses,
  ...serverCauses,
  ...relayCauses,
  ...recipientCauses,
  ...mailboxCauses,
  ...senderCauses,
  ...messageCauses,
  ...connectCauses,
  ...clientTlsCauses,
  ...clientSideCauses,
  ...liveCauses,
  ...reputationCauses,
  ...senderPolicyCauses,
  ...rateCauses,
  ...policyCauses,
]);

/** What servers say of mailboxes, senders and messages: client programs have no words of their own for it. */
export const aboutMail: ReadonlySet<DiagnosisId> = new Set(
  [
    ...recipientCauses,
    ...mailboxCauses,
    ...senderCauses,
    ...senderPolicyCauses,
    ...reputationCauses,
    ...messageCauses,
    ...policyCauses,
  ].map(({ id }) => id),
);
