/** Every cause there is. The order means nothing: what fits best is found by what fits. */
import { withListedCodes } from '../codes/all.ts';
import type { DiagnosisId } from '../../../texts/diagnosis/all.ts';
import type { Cause } from '../types.ts';
import { authCauses } from './auth.ts';
import { liveCauses } from './live.ts';
import { mailboxCauses } from './mailbox.ts';
import { mechanismCauses } from './mechanism.ts';
import { messageCauses } from './message.ts';
import { domainCauses } from './recipients/domains.ts';
import { refusedRecipientCauses } from './recipients/refused.ts';
import { severalRecipientsCauses } from './recipients/several.ts';
import { clientSideCauses } from './client/side.ts';
import { clientTlsCauses } from './client/tls.ts';
import { connectCauses } from './client/connect.ts';
import { policyCauses } from './policy.ts';
import { relayCauses } from './relay.ts';
import { senderCauses } from './sender.ts';
import { rateCauses } from './rate.ts';
import { addressReputationCauses } from './reputation/addresses.ts';
import { contentCauses } from './reputation/content.ts';
import { blockListCauses } from './reputation/lists.ts';
import { helloNameCauses } from './sender-policy/hello-name.ts';
import { proofCauses } from './sender-policy/proofs.ts';
import { reverseNameCauses } from './sender-policy/reverse-name.ts';
import { serverCauses } from './server.ts';
import { commandCauses } from './session/commands.ts';
import { commandOrderCauses } from './session/order.ts';
import { sessionTlsCauses } from './session/tls.ts';
import { wireCauses } from './session/wire.ts';

export const causes: readonly Cause[] = withListedCodes([
  ...authCauses,
  ...mechanismCauses,
  ...sessionTlsCauses,
  ...commandOrderCauses,
  ...commandCauses,
  ...wireCauses,
  ...serverCauses,
  ...relayCauses,
  ...refusedRecipientCauses,
  ...domainCauses,
  ...severalRecipientsCauses,
  ...mailboxCauses,
  ...senderCauses,
  ...messageCauses,
  ...connectCauses,
  ...clientTlsCauses,
  ...clientSideCauses,
  ...liveCauses,
  ...blockListCauses,
  ...addressReputationCauses,
  ...contentCauses,
  ...proofCauses,
  ...reverseNameCauses,
  ...helloNameCauses,
  ...rateCauses,
  ...policyCauses,
]);

/** What servers say of mailboxes, senders and messages: client programs have no words of their own for it. */
export const aboutMail: ReadonlySet<DiagnosisId> = new Set(
  [
    ...refusedRecipientCauses,
    ...domainCauses,
    ...severalRecipientsCauses,
    ...mailboxCauses,
    ...senderCauses,
    ...proofCauses,
    ...reverseNameCauses,
    ...helloNameCauses,
    ...blockListCauses,
    ...addressReputationCauses,
    ...contentCauses,
    ...messageCauses,
    ...policyCauses,
  ].map(({ id }) => id),
);
